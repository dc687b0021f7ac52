"""A hold on sending: by hand, or after a restore from a backup. Plans wait; nothing is lost by it."""

from datetime import datetime

from django.db import transaction

from company.models import Staff
from company.prepared import Prepared
from company.services import trail
from messaging.models import Hold, Message, MessageQuerySet
from messaging.policy import OPEN, ChannelName, State
from messaging.services.waking import wake

_OPEN = Prepared(lambda: Hold.objects.select_related("by").filter(is_open=True))


def current_hold() -> Hold | None:
    return _OPEN.first()


def hold(*, by: Staff | None, now: datetime, reason: str = "") -> Hold:
    """Send nothing from now on; what has passed the gate already is on its way. Twice is once."""
    with transaction.atomic():
        held, is_new = Hold.objects.get_or_create(
            is_open=True, defaults={"since": now, "by": by, "reason": reason[:200]}
        )
        if is_new:
            trail.record("sending_held", held, now=now, by=by)
    return held


def what_would_go_out(now: datetime) -> MessageQuerySet:
    """What leaves at once when the hold is released, in the order it was due."""
    return Message.objects.due(now).order_by("due_at", "pk")


def release(*, by: Staff | None, now: datetime, without_overdue: bool = False) -> int:
    """Send again; returns how many messages are due at this moment.

    ``without_overdue`` first puts what is due before a person: nothing leaves that should have left
    during the hold (after a restore, some of it did).
    """
    with transaction.atomic():
        due = what_would_go_out(now)
        if without_overdue:
            _put_before_a_person(list(due.values_list("pk", flat=True)), now)
        number = due.count()
        for held in Hold.objects.select_for_update().filter(is_open=True):
            held.is_open, held.released_at, held.released_by = False, now, by
            held.save(update_fields=["is_open", "released_at", "released_by"])
            trail.record("sending_released", held, now=now, by=by, messages=number)
        wake()
    return number


def _put_before_a_person(messages: list[int], now: datetime) -> None:
    Message.objects.filter(pk__in=messages, state__in=OPEN).exclude(channel=ChannelName.PHONE).update(
        state=State.NEEDS_PERSON,
        reason="held",
        claim="",
        lease_until=None,
        settled_at=now,
        needs_follow_up=True,
    )

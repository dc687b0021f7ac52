"""Clearing up after time and crashes: plans nobody needs any more, claims whose worker is gone."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from messaging.models import Attempt, Message
from messaging.policy import CASE_KINDS, Direction, State
from messaging.services.recording import UNKNOWN_OUTCOME, WINDOW

HTTP_TOTAL = timedelta(seconds=15)


def reap(*, now: datetime) -> None:
    """``now`` is the product's time and ends plans; leases end in the machine's own time."""
    machine = timezone.now()
    _give_back_claims(machine)
    _doubt_what_was_sending(machine, now)
    _ask_a_person(machine, now)
    _end_useless_plans(now)


def _give_back_claims(machine: datetime) -> None:
    """The worker died before the gate: nothing left us, so it is a plan again."""
    Message.objects.filter(state=State.CLAIMED, lease_until__lte=machine).update(
        state=State.PLANNED, claim="", lease_until=None
    )


def _doubt_what_was_sending(machine: datetime, now: datetime) -> None:
    """The worker died, or hangs, after the gate: it may have left. A slow one gets a little longer."""
    with transaction.atomic():
        doubted = list(
            Message.objects.select_for_update()
            .filter(state=State.SENDING, lease_until__lte=machine - 2 * HTTP_TOTAL)
            .values_list("pk", flat=True)
        )
        if doubted:
            Attempt.objects.filter(message__in=doubted, ended_at=None).update(ended_at=now, outcome="unknown")
            Message.objects.filter(pk__in=doubted, state=State.SENDING).update(
                state=State.UNKNOWN, reason="worker_lost", lease_until=machine + WINDOW
            )


def _ask_a_person(machine: datetime, now: datetime) -> None:
    Message.objects.filter(state=State.UNKNOWN, lease_until__lte=machine).update(
        state=State.NEEDS_PERSON,
        reason=UNKNOWN_OUTCOME,
        lease_until=None,
        settled_at=now,
        needs_follow_up=True,
    )


def _end_useless_plans(now: datetime) -> None:
    """Too late to help. A case's attempt does not vanish: a person sees that it was not made."""
    useless = Message.objects.filter(direction=Direction.OUT, state=State.PLANNED, expires_at__lte=now)
    for plans, state in (
        (useless.filter(kind__in=CASE_KINDS), State.NEEDS_PERSON),
        (useless.exclude(kind__in=CASE_KINDS), State.EXPIRED),
    ):
        plans.update(state=state, reason="too_late", settled_at=now, needs_follow_up=True)

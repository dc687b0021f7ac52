"""Undoing the outcome of a call that was pressed by mistake, while nothing has followed from it."""

from datetime import datetime, timedelta
from typing import Any  # what a JSON column holds

from django.db import transaction
from django.utils.dateparse import parse_datetime

from candidates.models import Application
from candidates.services.locking import lock_person
from candidates.signals import application_changed
from company.models import AuditEvent, Staff
from company.services import trail
from messaging.models import Message, Suppression
from messaging.policy import OPEN, CallOutcome, ChannelName, Direction, State
from messaging.services.suppressing import MISTAKEN, lift

UNDO_CALL_FOR = timedelta(minutes=10)
BEFORE = "_before"
"""In a call's ``values``: what its outcome changed, to be put back."""

AGREED = "agreed"


class CallStands(Exception):
    """Too late, or something was built on it: it can no longer be taken back."""


def remember_what_was(call: Message, application: Application) -> None:
    """What this outcome may change; the caller holds the person's lock and saves the row."""
    application.refresh_from_db(fields=["contacted_at", "stage", "last_word_at"])
    waiting = Message.objects.filter(application=application).unanswered()
    agreed = Message.objects.filter(application=application, step=AGREED, state__in=OPEN).exclude(pk=call.pk)
    call.values = {
        **call.values,
        BEFORE: {
            "contacted_at": _text(application.contacted_at),
            "stage": application.stage,
            "last_word_at": _text(application.last_word_at),
            "waiting": list(waiting.values_list("pk", flat=True)),
            "agreed": [_agreed(row) for row in agreed],
            "was_task": call.pk is not None,
        },
    }


def may_take_back(call: Message, now: datetime) -> bool:
    """Whether the undo still stands beside it."""
    return call.sent_at is not None and now < call.sent_at + UNDO_CALL_FOR and not _followed(call)


def take_back_call(call: Message, *, by: Staff, now: datetime) -> None:
    """As if the button had not been pressed: the task waits again, whoever was blocked is not.

    The row goes and the trail remembers. Raises CallStands.
    """
    with transaction.atomic():
        lock_person(call.application.candidate_id)
        row = Message.objects.select_for_update().filter(pk=call.pk).first()
        if row is None or BEFORE not in row.values or not may_take_back(row, now):
            raise CallStands
        before = row.values[BEFORE]
        _unblock(row, by, now)
        _restore_application(row, before)
        _restore_rows(row, before)
        trail.record(
            "call_taken_back", row, now=now, by=by, application_id=row.application_id, outcome=row.reason
        )
        _put_back(row, before)
        application_changed.send(sender=Application, application_id=row.application_id, now=now)


def _followed(call: Message) -> bool:
    """Whether anything was done or heard about this application after it."""
    logged = AuditEvent.objects.about(call).filter(action="call_logged").order_by("-pk").first()
    if logged is None:
        return True
    return AuditEvent.objects.filter(application_id=call.application_id, pk__gt=logged.pk).exists()


def _unblock(call: Message, by: Staff, now: datetime) -> None:
    if call.reason != CallOutcome.WRONG_NUMBER:
        return
    blocks = Suppression.objects.filter(
        channel__in=[ChannelName.SMS, ChannelName.PHONE],
        address=call.address,
        reason=call.reason,
        since=_sent_at(call),
        lifted_at=None,
    )
    for block in blocks:
        lift(block, by=by, now=now, reason=MISTAKEN)


def _restore_application(call: Message, before: dict[str, Any]) -> None:
    """Only what this call itself had set."""
    application = Application.objects.get(pk=call.application_id)
    fields = {}
    if application.contacted_at == call.sent_at:
        fields = {"contacted_at": _moment(before["contacted_at"]), "stage": before["stage"]}
    if application.last_word_at == call.sent_at:
        fields["last_word_at"] = _moment(before["last_word_at"])
    if fields:
        Application.objects.filter(pk=application.pk).update(**fields)


def _restore_rows(call: Message, before: dict[str, Any]) -> None:
    """What they wrote waits again; the next call that was agreed on with this outcome goes with it."""
    Message.objects.filter(pk__in=before["waiting"], answered_at=call.sent_at).update(
        needs_answer=True, answered_at=None
    )
    Message.objects.filter(
        application=call.application_id, step=AGREED, state__in=OPEN, created_at=_sent_at(call)
    ).delete()
    Message.objects.bulk_create(_as_agreed(call, one) for one in before["agreed"])


def _put_back(call: Message, before: dict[str, Any]) -> None:
    """The task it was made for is a plan again, as a new row: rows never go back to an earlier state."""
    call.delete()
    if not before["was_task"]:
        return
    call.pk = None
    call.values = {name: value for name, value in call.values.items() if name != BEFORE}
    call.state, call.reason, call.body, call.address = State.PLANNED, "", "", ""
    call.sent_at = call.settled_at = None
    call.attempts, call.needs_follow_up = max(0, call.attempts - 1), False
    call.save(force_insert=True)


def _agreed(row: Message) -> dict[str, str | int | None]:
    return {
        "key": row.key,
        "due_at": row.due_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "created_at": row.created_at.isoformat(),
        "author": row.author_id,
        "after": row.values.get("after", ""),
    }


def _as_agreed(call: Message, kept: dict[str, Any]) -> Message:
    return Message(
        application_id=call.application_id,
        direction=Direction.OUT,
        key=kept["key"],
        kind="manual",
        channel=ChannelName.PHONE,
        step=AGREED,
        why=AGREED,
        author_id=kept["author"],
        values={"after": kept["after"]},
        due_at=datetime.fromisoformat(kept["due_at"]),
        expires_at=datetime.fromisoformat(kept["expires_at"]),
        created_at=datetime.fromisoformat(kept["created_at"]),
    )


def _sent_at(call: Message) -> datetime:
    return call.sent_at or call.created_at


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None

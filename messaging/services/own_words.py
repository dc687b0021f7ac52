"""A person's own words for one planned message, in place of its kind's text; and the usual ones again."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from candidates.services.locking import lock_person
from company.models import AuditEvent, Staff
from company.services import trail
from messaging.models import Message
from messaging.policy import SAID_AGAIN, ChannelName, Direction, State
from messaging.rendering import check
from messaging.services.composing import preview
from messaging.services.waking import wake
from messaging.services.writing import TooLate, UnknownVariables

STOPPED = "message_stopped"


def reword(message: Message, *, subject: str, body: str, by: Staff, now: datetime) -> None:
    """Say this instead, once; the plan keeps it for as long as it wants the message.

    Variables are filled in at the gate. Raises UnknownVariables, MissingValue when one would stay empty,
    and TooLate when the message has been claimed or is no plan any more: nothing is changed then.
    """
    if unknown := check(subject) + check(body):
        raise UnknownVariables(unknown)
    with transaction.atomic():
        row = _still_planned(message)
        row.own_subject = subject if row.channel == ChannelName.EMAIL else ""
        row.own_body = body
        preview(row)
        _keep(row, "message_reworded", by=by, now=now)


def usual_words(message: Message, *, by: Staff, now: datetime) -> None:
    """Back to the words of its kind. Raises TooLate."""
    with transaction.atomic():
        row = _still_planned(message)
        if not row.own_body:
            return
        row.own_subject = row.own_body = ""
        _keep(row, "message_words_restored", by=by, now=now)


def _still_planned(message: Message) -> Message:
    """Locked; the gate holds the same locks, so nothing leaves with half of the words."""
    lock_person(message.application.candidate_id)
    row = Message.objects.select_for_update().get(pk=message.pk)
    is_text = row.direction == Direction.OUT and row.channel != ChannelName.PHONE
    if row.state != State.PLANNED or not is_text or row.doubted_since is not None:
        raise TooLate
    row.application = message.application
    return row


def _keep(row: Message, action: str, *, by: Staff, now: datetime) -> None:
    row.save(update_fields=["own_subject", "own_body"])
    trail.record(action, row, now=now, by=by, application_id=row.application_id, kind=row.kind)


def say_after_all(message: Message, *, by: Staff, now: datetime) -> Message:
    """Take a stop back: the same message at its time, or now if that has passed, as a row of its own.

    The stopped row keeps the plan's key, so the plan wants nothing twice; this one goes with its fact.
    Raises TooLate when it was not stopped by a person, helps no more, or is planned again already.
    """
    with transaction.atomic():
        lock_person(message.application.candidate_id)
        row = Message.objects.select_for_update().get(pk=message.pk)
        key = f"{SAID_AGAIN}{row.pk}"
        was_stopped = row.state == State.SUPPRESSED and row.reason == "stopped"
        taken = Message.objects.filter(key__startswith=key).exclude(state=State.CANCELLED).exists()
        if not was_stopped or taken or now >= row.expires_at:
            raise TooLate
        again = _copy(row, f"{key}:{uuid4()}", now)
        trail.record(
            "message_stop_taken_back",
            row,
            now=now,
            by=by,
            application_id=row.application_id,
            kind=row.kind,
            follower=again.pk,
        )
        wake()
    return again


def _copy(row: Message, key: str, now: datetime) -> Message:
    kept = ("kind", "about", "step", "channel", "why", "values", "attachments", "own_subject", "own_body")
    return Message.objects.create(
        application_id=row.application_id,
        key=key,
        due_at=max(row.due_at, now),
        wanted_due_at=row.wanted_due_at,
        expires_at=row.expires_at,
        created_at=now,
        own_act_at=row.own_act_at,
        author=row.author,
        **{name: getattr(row, name) for name in kept},
    )


def last_rewording(message: Message) -> AuditEvent | None:
    """Who gave a message its own words, and when."""
    return AuditEvent.objects.about(message).filter(action="message_reworded").order_by("-pk").first()

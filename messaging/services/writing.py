"""What a person of ours does to messages: writes one, stops one, sends one now."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from candidates.models import Application
from candidates.services.contacting import record_contact
from candidates.services.locking import lock_living, lock_person
from company.models import Staff
from company.services import trail
from messaging.models import Message
from messaging.policy import OPEN, OWN_ACT_IS_FRESH, ChannelName, Kind, State
from messaging.rendering import check
from messaging.services.composing import WRITTEN, WRITTEN_SUBJECT
from messaging.services.hearing import mark_answered
from messaging.services.waking import wake
from messaging.signals import contact_attempted

USEFUL_FOR = timedelta(days=1)


class UnknownVariables(Exception):
    """The text names variables nobody knows; ``names`` lists them as written."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class TooLate(Exception):
    """The message is no longer a plan: it left, or it ended another way."""


def write(
    application: Application,
    *,
    channel: ChannelName,
    body: str,
    subject: str = "",
    author: Staff,
    now: datetime,
    read: int | None = None,
) -> Message:
    """Say this now, in a person's own words; ``{link}`` and the other variables are filled in at the gate.

    It counts as human contact and answers what the candidate wrote, up to ``read`` (see ``mark_answered``).
    An SMS at night waits for the morning, unless they wrote within the last minutes.
    Raises UnknownVariables, PersonErased.
    """
    if unknown := check(subject) + check(body):
        raise UnknownVariables(unknown)
    with transaction.atomic():
        lock_living(application.candidate_id)
        record_contact(application, now=now, by=author)
        message = Message.objects.create(
            application=application,
            key=f"by-hand:{uuid4()}",
            kind=Kind.MANUAL,
            channel=channel,
            author=author,
            values={WRITTEN: body, WRITTEN_SUBJECT: subject},
            subject=subject,
            body=body,
            due_at=now,
            expires_at=now + USEFUL_FOR,
            created_at=now,
            own_act_at=_word_just_said(application, now),
        )
        mark_answered(application, now=now, by=author, read=read)
        trail.record(
            "message_written",
            message,
            now=now,
            by=author,
            application_id=application.pk,
            channel=str(channel),
        )
        contact_attempted.send(sender=Message, application_id=application.pk, now=now)
        wake()
    return message


def _word_just_said(application: Application, now: datetime) -> datetime | None:
    """An answer to someone who is speaking with us right now is no conversation we start."""
    application.refresh_from_db(fields=["last_word_at"])
    said = application.last_word_at
    return said if said and now - said <= OWN_ACT_IS_FRESH else None


def stop(message: Message, *, by: Staff, now: datetime) -> None:
    """Never say this. Its key stays taken, so the plan does not want it again. Raises TooLate."""
    _change_plan(
        message, "message_stopped", by=by, now=now, state=State.SUPPRESSED, reason="stopped", settled_at=now
    )


def send_now(message: Message, *, by: Staff, now: datetime) -> None:
    """Do not wait for its time. The gate still looks at the hour and the limits. Raises TooLate."""
    if now >= message.expires_at or message.channel == ChannelName.PHONE:
        raise TooLate
    with transaction.atomic():
        _change_plan(
            message, "message_sent_early", by=by, now=now, state=State.PLANNED, reason="", due_at=now
        )
        wake()


def _change_plan(message: Message, action: str, *, by: Staff, now: datetime, **changes: object) -> None:
    """Conditional: if the gate was first, the message has left and nothing can be changed."""
    with transaction.atomic():
        lock_person(message.application.candidate_id)
        changed = Message.objects.filter(pk=message.pk, state__in=OPEN).update(
            claim="", lease_until=None, **changes
        )
        if not changed:
            raise TooLate
        message.refresh_from_db()
        trail.record(
            action, message, now=now, by=by, application_id=message.application_id, kind=message.kind
        )

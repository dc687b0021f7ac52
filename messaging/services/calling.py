"""Calls by a person: a planned one is a task on the desk, a made one is part of the conversation."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from candidates.models import Application
from candidates.services.contacting import record_contact
from candidates.services.locking import lock_living
from candidates.services.words import note_word
from company.models import AuditEvent, Staff
from company.services import trail
from company.services.profile import calls_from
from messaging.models import Message
from messaging.policy import MISSED, OPEN, CallOutcome, ChannelName, Kind, State
from messaging.services.hearing import mark_answered
from messaging.services.suppressing import suppress
from messaging.services.taking_back_calls import AGREED, remember_what_was
from messaging.services.waking import wake
from messaging.signals import contact_attempted

ANNOUNCED_FOR = timedelta(minutes=15)
SAME_PRESS = timedelta(seconds=30)
CALL_WITHIN = timedelta(hours=12)
"""How long a call at an agreed time stays on the list."""

IN_VAIN = frozenset({CallOutcome.NO_ANSWER, CallOutcome.CALL_BACK})


class AnnouncedAlready(Exception):
    """They were told by SMS a moment ago that we call; ``message`` is it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.pk)
        self.message = message


def log_call(
    application: Application,
    *,
    outcome: CallOutcome | str,
    by: Staff,
    now: datetime,
    note: str = "",
    message: Message | None = None,
    again_at: datetime | None = None,
) -> Message:
    """Write down a call just made. It settles ``message``, or the call task that is due, or stands alone.

    Whatever its outcome it is an attempt. Reached counts as human contact and as a word of theirs;
    a wrong number is not used again for SMS or calls. ``again_at``: the call that is to follow one in vain;
    until then the plan asks for no other. The same result by the same hand is the same press.
    """
    outcome = CallOutcome(outcome)
    with transaction.atomic():
        candidate = lock_living(application.candidate_id)
        if (again := _written_just_now(application, outcome, by, now, note)) is not None:
            return again
        task = _open_task(application, message, now)
        call = task or _unplanned(application, by, now)
        remember_what_was(call, application)
        # Settled before their word is noted: the plan made then no longer wants the call.
        call = _settle(call, outcome, by, now, note, candidate.phone)
        _end_agreed(application, now)
        if again_at is not None and outcome in IN_VAIN:
            call_again(application, at=again_at, outcome=outcome, by=by, now=now)
        if outcome == CallOutcome.REACHED:
            record_contact(application, now=now, by=by)
            note_word(application, now=now)
            mark_answered(application, now=now, by=by)
        if outcome == CallOutcome.WRONG_NUMBER:
            for channel in (ChannelName.SMS, ChannelName.PHONE):
                suppress(channel, candidate.phone, reason=outcome.value, now=now)
        trail.record(
            "call_logged", call, now=now, by=by, application_id=application.pk, outcome=outcome.value
        )
        contact_attempted.send(sender=Message, application_id=application.pk, now=now)
    return call


def _written_just_now(
    application: Application, outcome: CallOutcome, by: Staff, now: datetime, note: str
) -> Message | None:
    """Read from the trail: a call that was agreed on keeps whoever agreed on it as its author."""
    logged = AuditEvent.objects.filter(application_id=application.pk, action="call_logged", actor=by)
    calls = logged.filter(at__gt=now - SAME_PRESS).values("entity_id")
    return Message.objects.filter(pk__in=calls, reason=outcome.value, body=note).order_by("-pk").first()


def call_again(
    application: Application, *, at: datetime, outcome: CallOutcome, by: Staff, now: datetime
) -> Message:
    """A call at the time that was agreed on, or chosen. The caller holds the person's lock."""
    return Message.objects.create(
        application=application,
        key=f"by-hand:{uuid4()}",
        kind=Kind.MANUAL,
        channel=ChannelName.PHONE,
        step=AGREED,
        why=AGREED,
        author=by,
        values={"after": outcome.value},
        due_at=at,
        expires_at=at + CALL_WITHIN,
        created_at=now,
    )


def _end_agreed(application: Application, now: datetime) -> None:
    """A call just made stands in for the one that was still to come at an agreed time."""
    agreed = Message.objects.filter(application=application, step=AGREED, state__in=OPEN)
    agreed.update(state=State.CANCELLED, reason="called_since", settled_at=now)


def _open_task(application: Application, message: Message | None, now: datetime) -> Message | None:
    """The task this call was made for; a task settled meanwhile is not settled twice."""
    calls = Message.objects.select_for_update().filter(
        application=application, channel=ChannelName.PHONE, state__in=OPEN
    )
    if message is not None:
        return calls.filter(pk=message.pk).first()
    return calls.filter(due_at__lte=now).order_by("due_at", "pk").first()


def _unplanned(application: Application, by: Staff, now: datetime) -> Message:
    return Message(
        application=application,
        key=f"by-hand:{uuid4()}",
        kind=Kind.FIRST_CALL if application.contacted_at in (None, now) else Kind.MANUAL,
        channel=ChannelName.PHONE,
        author=by,
        due_at=now,
        expires_at=now,
        created_at=now,
    )


def _settle(call: Message, outcome: CallOutcome, by: Staff, now: datetime, note: str, phone: str) -> Message:
    reached = outcome == CallOutcome.REACHED
    call.state = State.ACCEPTED if reached else State.FAILED
    call.reason = outcome.value
    call.body = note
    call.address = phone
    call.attempts += 1
    call.sent_at = call.settled_at = now
    call.claim, call.lease_until = "", None
    call.needs_follow_up = not reached
    call.author = call.author or by
    call.save()
    return call


def announced_call(application: Application, now: datetime) -> Message | None:
    """The SMS that told them a call is coming, while it is fresh."""
    rows = application.messages.filter(kind=Kind.PRE_CALL, created_at__gt=now - ANNOUNCED_FOR)
    return rows.order_by("-created_at", "-pk").first()


def announce_call(application: Application, *, by: Staff, now: datetime) -> Message:
    """Text them that we are about to call and from which number: unknown numbers are seldom answered.

    Once within its time, unless the one before did not reach them. Raises AnnouncedAlready.
    """
    with transaction.atomic():
        lock_living(application.candidate_id)
        last = announced_call(application, now)
        if last is not None and last.state not in MISSED | {State.CANCELLED}:
            raise AnnouncedAlready(last)
        message = Message.objects.create(
            application=application,
            key=f"by-hand:{uuid4()}",
            kind=Kind.PRE_CALL,
            channel=ChannelName.SMS,
            author=by,
            values={"phone": number_shown(application), "sender": str(by)},
            due_at=now,
            expires_at=now + ANNOUNCED_FOR,
            created_at=now,
        )
        trail.record("call_announced", message, now=now, by=by, application_id=application.pk)
        wake()
    return message


def number_shown(application: Application) -> str:
    """The number they see when we call (see ``calls_from``)."""
    return calls_from(application.job.location)

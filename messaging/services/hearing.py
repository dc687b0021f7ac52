"""Taking down what a candidate says, and noting that it was answered."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.locking import lock_living
from candidates.services.words import note_word
from company.models import Staff
from company.policy import Actor
from company.services import trail
from messaging.models import Message
from messaging.policy import ChannelName, Direction, Kind, State
from messaging.signals import message_heard

AUTOMATIC = "automatic"
"""In ``values`` and as the row's ``reason``: a machine wrote it."""


def hear(
    application: Application,
    *,
    channel: ChannelName,
    text: str,
    now: datetime,
    address: str = "",
    values: Mapping[str, object] | None = None,
    asks: bool = True,
) -> Message:
    """Keep the candidate's words in the conversation. They wait there until somebody answers.

    What ``asks`` nothing, such as a reason they tapped, says all by itself: nobody has to read or answer it.
    ``values`` say what came with the words: ``button`` (yes, move or late) for a button they pressed,
    ``automatic`` for a machine's answer such as an absence note, which is no word of theirs: it is kept
    to be read, means nothing and waits for no answer. Raises PersonErased.
    """
    is_word = not (values or {}).get(AUTOMATIC)
    with transaction.atomic():
        lock_living(application.candidate_id)
        message = Message.objects.create(
            application=application,
            direction=Direction.IN,
            kind=Kind.MANUAL,
            channel=channel,
            state=State.RECEIVED,
            body=text,
            address=address,
            values=dict(values or {}),
            due_at=now,
            expires_at=now,
            created_at=now,
            sent_at=now,
            reason="" if is_word else AUTOMATIC,
            needs_answer=is_word and asks,
        )
        if is_word:
            note_word(application, now=now)
        trail.record(
            "message_heard",
            message,
            now=now,
            actor=Actor.CANDIDATE,
            application_id=application.pk,
            channel=str(channel),
        )
        if is_word and asks:
            message_heard.send(sender=Message, message_id=message.pk, now=now)
    return message


def mark_answered(
    application: Application, *, now: datetime, by: Staff | None = None, read: int | None = None
) -> int:
    """Nothing of what they wrote waits for an answer any more; returns how many did.

    ``read`` is the number of the last message that whoever answered had before them: what came in after
    it goes on waiting. Without, they know all of it.
    """
    waiting = Message.objects.filter(application=application).unanswered()
    if read is not None:
        waiting = waiting.filter(pk__lte=read)
    answered = waiting.update(needs_answer=False, answered_at=now)
    if answered:
        trail.record(
            "answered", application, now=now, by=by, application_id=application.pk, messages=answered
        )
    return answered

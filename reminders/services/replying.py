"""Acting on what a candidate wrote: a clear yes and a clear delay act, everything else goes to a person."""

from datetime import datetime, timedelta

from messaging.models import Message
from messaging.policy import ChannelName, Direction
from messaging.services.suppressing import suppress
from noshow.services.cases import note_word_in_case
from reminders.policy.replies import Meaning, interpret
from scheduling.models import Interview
from scheduling.services.confirming import InterviewAlreadyStarted, InterviewOver, confirm_interview
from scheduling.services.lateness import NotTheTime, note_late

ONE_LINK_A_DAY = timedelta(hours=24)


def understand(message: Message, *, now: datetime) -> None:
    """Take one inbound message in: act if it is clear, and leave on the row what was made of it.

    ``message.reason`` becomes ``yes``, ``late``, ``stop``, ``link`` (answered with the link, and a person
    looks at it) or ``person`` (a person only).
    """
    reply = interpret(message.body)
    in_case = note_word_in_case(message.application, now=now)
    if reply.meaning == Meaning.STOP and message.address:
        suppress(message.channel, message.address, reason="opted_out", now=now)
        _leave(message, "stop", done=not in_case)
        return
    if in_case:
        _leave(message, "person")
        return
    interview = Interview.objects.booked().filter(application=message.application).first()
    if reply.meaning == Meaning.YES and interview and _confirmed(interview, now):
        _leave(message, "yes", done=True)
    elif reply.meaning == Meaning.LATE and interview and _late(interview, reply.minutes or 0, now):
        message.values = {"minutes": reply.minutes}
        _leave(message, "late", done=True)
    else:
        _leave(message, "link" if _may_answer(message, now) else "person")


def _confirmed(interview: Interview, now: datetime) -> bool:
    try:
        confirm_interview(interview, now=now)
    except (InterviewAlreadyStarted, InterviewOver):
        return False
    return True


def _late(interview: Interview, minutes: int, now: datetime) -> bool:
    try:
        note_late(interview, minutes=minutes, now=now)
    except (InterviewOver, NotTheTime):
        return False
    return True


def _may_answer(message: Message, now: datetime) -> bool:
    """One automatic answer with the link per person and day; none to what was written on our own page."""
    if message.channel not in {ChannelName.SMS, ChannelName.EMAIL}:
        return False
    return not Message.objects.filter(
        application=message.application,
        direction=Direction.IN,
        reason="link",
        created_at__gt=now - ONE_LINK_A_DAY,
    ).exists()


def _leave(message: Message, made_of_it: str, *, done: bool = False) -> None:
    message.reason = made_of_it
    message.needs_answer = not done
    message.save(update_fields=["reason", "needs_answer", "values"])

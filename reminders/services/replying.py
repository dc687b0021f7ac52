"""Acting on what a candidate wrote: a clear yes and a clear delay act, everything else goes to a person."""

from datetime import datetime
from zoneinfo import ZoneInfo

from messaging.models import Message
from messaging.policy import ChannelName, Direction
from messaging.services.hearing import AUTOMATIC
from messaging.services.unsubscribing import start_again, stop
from noshow.services.cases import note_word_in_case
from reminders.policy.answering import A_DAY, Answered, may_answer
from reminders.policy.facts import about_interview
from reminders.policy.replies import Meaning, Reply, Said, interpret
from reminders.services.asking import is_about, may_mean_an_earlier_time, the_interview_meant
from reminders.services.facts import ANSWERED, BEST_FIRST
from scheduling.models import Interview
from scheduling.services.confirming import InterviewAlreadyStarted, InterviewOver, confirm_interview
from scheduling.services.lateness import NotTheTime, note_late

BUTTON = "button"
BUTTONS = {"yes": Meaning.YES, "move": Meaning.MOVE, "late": Meaning.LATE}


def understand(message: Message, *, now: datetime) -> None:
    """Take one inbound message in: act if it is clear, and leave on the row what was made of it.

    ``message.reason`` becomes ``yes``, ``late``, ``stop``, ``start``, ``link`` (unclear or not ours to do:
    answered with the link, and a person looks at it) or ``person`` (a person only). ``values`` keep the
    meaning, and whether a machine answers.
    """
    if message.values.get(AUTOMATIC):
        return
    reply = _reply(message)
    message.values |= {"meaning": reply.meaning.value}
    in_case = note_word_in_case(message.application, now=now)
    if message.address and reply.meaning in {Meaning.STOP, Meaning.START}:
        _obey(message, reply.meaning, now)
        _leave(message, reply.meaning.value, done=not in_case)
    elif in_case or reply.meaning == Meaning.AUTOMATIC:
        _leave(message, "person")
    elif _has_acted(message, reply, now):
        _leave(message, reply.meaning.value, done=True, answered=_answers(message, reply.meaning.value, now))
    else:
        answered = _answers(message, "link", now)
        _leave(message, "link" if answered else "person", answered=answered)


def _reply(message: Message) -> Reply:
    if pressed := BUTTONS.get(str(message.values.get(BUTTON, ""))):
        return Reply(pressed)
    if wish := message.values.get("wish"):
        return Reply(Meaning(str(wish)))
    person = message.application.candidate
    names = (person.family_name, person.given_name, person.full_name, person.family_kana, person.full_kana)
    return interpret(message.body, names=names)


def _obey(message: Message, wish: Meaning, now: datetime) -> None:
    change = stop if wish == Meaning.STOP else start_again
    change(ChannelName(message.channel), message.address, now=now)


def _has_acted(message: Message, reply: Reply, now: datetime) -> bool:
    """A yes or a delay with its minutes, where it is beyond doubt which interview is meant."""
    if reply.meaning == Meaning.LATE and reply.minutes:
        interview = the_interview_meant(message, reply.meaning, now=now)
        message.values |= {"minutes": reply.minutes}
        return interview is not None and _late(interview, reply.minutes, now)
    if reply.meaning != Meaning.YES:
        return False
    if message.values.get(BUTTON):
        asked = Interview.objects.booked().filter(application=message.application).first()
        return asked is not None and _still_stands(asked, message) and _confirmed(asked, now)
    interview = the_interview_meant(message, reply.meaning, now=now)
    if interview is None or (reply.is_bare and not is_about(interview, message)):
        return False
    if reply.said == Said() and may_mean_an_earlier_time(interview, now=now):
        return False
    return _fits(reply, interview, message, now) and _confirmed(interview, now)


def _still_stands(interview: Interview, message: Message) -> bool:
    """Whether the time the button was shown with is the interview's still."""
    about = message.values.get("about")
    return not about or about == about_interview(interview.pk, interview.starts_at)


def _fits(reply: Reply, interview: Interview, message: Message, now: datetime) -> bool:
    """Whether a day or an hour they named is the interview's, where the interview is."""
    zone = ZoneInfo(message.application.job.location.zone)
    start = interview.starts_at
    return start is not None and reply.said.fits(start.astimezone(zone), now.astimezone(zone))


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


def _answers(message: Message, answer: str, now: datetime) -> bool:
    """Whether a machine answers; what was written on our own page is answered there."""
    if message.channel not in BEST_FIRST:
        return False
    heard = Message.objects.filter(
        application__candidate=message.application.candidate_id,
        direction=Direction.IN,
        created_at__gt=now - A_DAY,
        reason__in=["yes", "late", "link"],
    ).exclude(pk=message.pk)
    given = [
        Answered(row.created_at, row.reason, str(row.values.get(BUTTON, "")))
        for row in heard
        if row.values.get(ANSWERED)
    ]
    return may_answer(given, answer=answer, button=str(message.values.get(BUTTON, "")), at=now)


def _leave(message: Message, made_of_it: str, *, done: bool = False, answered: bool = False) -> None:
    message.reason = made_of_it
    message.needs_answer = not done
    message.values |= {ANSWERED: answered}
    message.save(update_fields=["reason", "needs_answer", "values"])

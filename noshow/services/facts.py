"""One read of what is true of a case, as plain facts for the closing rule."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from candidates.models import PageOpening
from messaging.models import Message, MessageQuerySet
from messaging.policy import CASE_KINDS, OPEN, CallOutcome, ChannelName, Direction, Kind, State
from messaging.services.hearing import AUTOMATIC
from noshow.models import Case
from noshow.policy import CaseFacts, CaseState, Reached
from scheduling.models import Interview
from scheduling.policy import InterviewState

REMINDERS = [Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS]
UNDER_WAY = [*OPEN, State.SENDING, State.UNKNOWN]
CALLS = [CallOutcome.REACHED, CallOutcome.NO_ANSWER, CallOutcome.CALL_BACK]  # a wrong number reached nobody
NO_FAILURE_FOR = timedelta(hours=1)
"""E-mail by SMTP gives no receipt: accepted and no failure for an hour counts as delivered."""


def closing_facts(case: Case, now: datetime) -> CaseFacts:
    """Read inside the lock of the candidate, the answer stays true until the transaction ends."""
    interview = case.interview
    application = interview.application
    openings = list(
        PageOpening.objects.filter(link__application=application).values_list("opened_at", flat=True)
    )
    rows = list(_messages(case).exclude(state=State.CANCELLED))
    notices = [row for row in rows if row.kind == Kind.FINAL_NOTICE]
    in_time = [row for row in notices if _was_in_time(row, openings, now)]
    return CaseFacts(
        opened_at=case.opened_at,
        interview_ended=interview.ends_at is not None and interview.ends_at <= now,
        cancelled_by_us=interview.state == InterviewState.CANCELLED_BY_US,
        word_since=word_since(case),
        held=case.state == CaseState.HELD,
        unread_inbound=_heard_from(case).unanswered().exists(),
        reminded_before=_was_reminded(interview, openings, now),
        reached=tuple(_reached(case, rows, openings, now)),
        open_attempts=sum(row.state in UNDER_WAY and row.expires_at > now for row in rows),
        final_notice_delivered=bool(in_time),
        deadline=_latest_deadline(in_time or notices),
    )


def word_since(case: Case) -> bool:
    """Any sign of theirs since the interview began: an act, a call, a text, a delay they announced."""
    interview = case.interview
    since = min(case.opened_at, interview.starts_at or case.opened_at)
    wrote = _heard_from(case).filter(created_at__gt=since)
    announced = interview.late_noted_at or interview.lost_at
    return has_spoken(case, since) or announced is not None or wrote.exists()


def _heard_from(case: Case) -> MessageQuerySet:
    """All that this person wrote, also about another application of theirs: nobody who spoke is silent."""
    person = case.interview.application.candidate_id
    heard = Message.objects.filter(application__candidate=person, direction=Direction.IN)
    return heard.exclude(reason=AUTOMATIC)


def has_spoken(case: Case, since: datetime) -> bool:
    """Whether they answered the case, or did or said anything else after ``since``."""
    last = case.interview.application.last_word_at
    return case.answered_at is not None or (last is not None and last > since)


def deadline_of(case_id: int) -> datetime | None:
    """The moment the final notice names, once it is planned or said."""
    notices = Message.objects.outgoing().filter(about=f"case:{case_id}", kind=Kind.FINAL_NOTICE)
    return _latest_deadline(notices.exclude(state=State.CANCELLED))


def _messages(case: Case) -> QuerySet[Message]:
    return Message.objects.outgoing().filter(about=f"case:{case.pk}", kind__in=CASE_KINDS)


def _latest_deadline(notices: Iterable[Message]) -> datetime | None:
    deadlines = [_deadline(row) for row in notices]
    return max((one for one in deadlines if one is not None), default=None)


def _deadline(notice: Message) -> datetime | None:
    text = notice.values.get("deadline_at")
    return datetime.fromisoformat(text) if text else None


def _was_in_time(notice: Message, openings: list[datetime], now: datetime) -> bool:
    """Delivered while its deadline still lay ahead: a notice found after the fact gave nobody a chance."""
    delivered, deadline = delivered_at(notice, openings, now), _deadline(notice)
    return delivered is not None and deadline is not None and delivered < deadline


def _was_reminded(interview: Interview, openings: list[datetime], now: datetime) -> bool:
    """Whether a reminder of this very time arrived before it."""
    reminders = Message.objects.outgoing().filter(
        application=interview.application_id,
        about__startswith=f"interview:{interview.pk}@",
        kind__in=REMINDERS,
    )
    times = [delivered_at(row, openings, now) for row in reminders]
    return any(
        one is not None and interview.starts_at is not None and one < interview.starts_at for one in times
    )


def _reached(case: Case, rows: list[Message], openings: list[datetime], now: datetime) -> Iterable[Reached]:
    for row in rows:
        if row.channel != ChannelName.PHONE and delivered_at(row, openings, now) is not None:
            yield Reached(f"{row.kind}/{row.step}", row.channel)
    calls = Message.objects.outgoing().filter(
        application=case.interview.application_id,
        channel=ChannelName.PHONE,
        reason__in=CALLS,
        sent_at__gte=case.opened_at,
    )
    for call in calls:
        yield Reached(f"call/{call.pk}", call.channel)


def delivered_at(message: Message, openings: list[datetime], now: datetime) -> datetime | None:
    """When a message counts as delivered: a receipt; e-mail accepted and no failure for an hour; a page
    opened after it was sent. Otherwise never, as far as the rule is concerned."""
    if message.state == State.DELIVERED:
        return message.settled_at or message.sent_at
    if message.state != State.ACCEPTED or message.sent_at is None:
        return None
    opened = min((one for one in openings if one >= message.sent_at), default=None)
    quiet = message.sent_at + NO_FAILURE_FOR
    if message.channel == ChannelName.EMAIL and quiet <= now and (opened is None or quiet < opened):
        return quiet
    return opened

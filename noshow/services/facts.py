"""One read of what is true of a case, as plain facts for the closing rule."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet

from candidates.models import Candidate, PageOpening
from messaging.channels import available_channels
from messaging.models import Message, MessageQuerySet, Suppression
from messaging.policy import CASE_KINDS, OPEN, CallOutcome, ChannelName, Direction, Kind, State
from messaging.services.hearing import AUTOMATIC
from messaging.services.incidents import overlapping
from messaging.services.suppressing import address_on
from noshow.models import Case
from noshow.policy import CaseFacts, CaseState, Reached
from scheduling.models import Interview
from scheduling.policy import InterviewState

REMINDERS = [Kind.REMINDER_DAYS, Kind.REMINDER_AHEAD, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS]
UNDER_WAY = [*OPEN, State.SENDING, State.UNKNOWN]
CALLS = [CallOutcome.REACHED, CallOutcome.NO_ANSWER, CallOutcome.CALL_BACK]  # a wrong number reached nobody
WRITTEN = {ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE}
LATE = "late"  # what ``reminders`` notes of a text that says so
NO_FAILURE_FOR = timedelta(hours=1)
"""E-mail by SMTP gives no receipt: accepted and no failure for an hour counts as delivered."""


def closing_facts(case: Case, now: datetime, *, approved: bool = False) -> CaseFacts:
    """Read inside the lock of the candidate, the answer stays true until the transaction ends."""
    interview, application = case.interview, case.interview.application
    openings = list(
        PageOpening.objects.filter(link__application=application).values_list("opened_at", flat=True)
    )
    rows = list(_messages(case).exclude(state=State.CANCELLED))
    reminded_at = _reminded_at(interview, openings, now)
    notices = [row for row in rows if row.kind == Kind.FINAL_NOTICE]
    in_time = [row for row in notices if _was_in_time(row, openings, now)]
    deadline = _latest_deadline(in_time or notices)
    return CaseFacts(
        opened_at=case.opened_at,
        ended_at=interview.ends_at,
        recorded_absent=interview.state == InterviewState.ABSENT,
        cancelled_by_us=interview.state == InterviewState.CANCELLED_BY_US,
        nobody_there=case.we_were_absent,
        said_late=said_late(interview),
        moved=_was_moved(case),
        withdrawn=interview.state == InterviewState.CANCELLED_BY_CANDIDATE or application.is_over,
        undone=case.state == CaseState.UNDONE,
        word_since=word_since(case),
        held=case.state == CaseState.HELD,
        unread_inbound=_heard_from(case).unanswered().exists(),
        reminded_before=reminded_at is not None,
        reachable=bool(_open_ways(application.candidate)),
        incident=_was_cut_off(case, reminded_at, deadline or now),
        reached=tuple(_reached(case, rows, openings, now)),
        unarrived=_unarrived(rows, openings, now),
        open_attempts=sum(_is_under_way(row, now) for row in rows),
        final_notice_delivered=bool(in_time),
        deadline=deadline,
        approved=approved,
    )


def _is_under_way(row: Message, now: datetime) -> bool:
    return row.state in UNDER_WAY and row.expires_at > now


def _unarrived(rows: Iterable[Message], openings: list[datetime], now: datetime) -> int:
    """Written attempts that are over and arrived on no channel."""
    arrived: dict[str, bool] = {}
    for row in rows:
        if row.channel == ChannelName.PHONE or _is_under_way(row, now):
            continue
        attempt = _attempt(row)
        came = delivered_at(row, openings, now) is not None
        arrived[attempt] = arrived.get(attempt, False) or came
    return sum(not came for came in arrived.values())


def _attempt(row: Message) -> str:
    return f"{row.kind}/{row.step}"


def said_late(interview: Interview) -> bool:
    """They said that they come later: on their page, by a button, or in a text about this time."""
    if interview.late_noted_at is not None:
        return True
    said = Message.objects.filter(
        application__candidate=interview.application.candidate_id,
        direction=Direction.IN,
        values__meaning=LATE,
        created_at__gte=interview.booked_at or interview.invited_at,
    )
    return said.exists()


def _was_moved(case: Case) -> bool:
    """Another time took this one's place, or they asked for one and nobody has answered yet."""
    application = case.interview.application
    newer = application.interviews.filter(pk__gt=case.interview_id)
    return newer.exists() or application.availability_wishes.filter(handled_at=None).exists()


def _open_ways(candidate: Candidate) -> set[ChannelName]:
    """Written channels on which something can arrive: an address, and nothing that stops it."""
    addresses = {channel: address_on(candidate, channel) for channel in available_channels() & WRITTEN}
    known = {channel: address for channel, address in addresses.items() if address}
    blocked = set(
        Suppression.objects.filter(lifted_at=None, address__in=known.values()).values_list(
            "channel", "address"
        )
    )
    return {channel for channel, address in known.items() if (channel, address) not in blocked}


def _was_cut_off(case: Case, reminded_at: datetime | None, until: datetime) -> bool:
    """Some channel of theirs did not work between the reminder and the deadline: silence proves nothing."""
    candidate = case.interview.application.candidate
    theirs = [channel for channel in WRITTEN if address_on(candidate, channel)]
    return overlapping(theirs, min(reminded_at or case.opened_at, case.opened_at), until)


def word_since(case: Case) -> bool:
    """Any sign of theirs since the interview began: an act, a call, a text; that they asked for the way."""
    interview = case.interview
    since = min(case.opened_at, interview.starts_at or case.opened_at)
    wrote = _heard_from(case).filter(created_at__gt=since)
    return has_spoken(case, since) or interview.lost_at is not None or wrote.exists()


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


def _reminded_at(interview: Interview, openings: list[datetime], now: datetime) -> datetime | None:
    """When the first reminder of this very time arrived, if one did before it began."""
    starts_at = interview.starts_at
    if starts_at is None:
        return None
    about = f"interview:{interview.pk}@{starts_at.astimezone(UTC):%Y-%m-%dT%H:%M}"
    reminders = Message.objects.outgoing().filter(
        application=interview.application_id, about=about, kind__in=REMINDERS
    )
    times = [delivered_at(row, openings, now) for row in reminders]
    return min((one for one in times if one is not None and one < starts_at), default=None)


def _reached(case: Case, rows: list[Message], openings: list[datetime], now: datetime) -> Iterable[Reached]:
    for row in rows:
        if row.channel != ChannelName.PHONE and delivered_at(row, openings, now) is not None:
            yield Reached(_attempt(row), row.channel)
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

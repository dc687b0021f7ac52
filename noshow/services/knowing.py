"""What is known of booked interviews at one moment, as facts for the risk and the desk; many read at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, Subquery

from candidates.models import Application, ContentClick, PageOpening
from messaging.models import Message
from messaging.policy import OPEN, CallOutcome, ChannelName, Kind, State
from noshow.policy import Facts, Reason
from noshow.services.hearing import NOTHING, Heard, heard_of
from scheduling.models import Interview
from scheduling.policy import InterviewState

ASKING = {Kind.REMINDER_AHEAD, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN}
NOT_SENT = [*OPEN, State.CANCELLED, State.SUPPRESSED, State.EXPIRED]
NOT_ARRIVED = frozenset({State.FAILED, State.UNDELIVERED, State.NEEDS_PERSON})
ARRIVED = frozenset({State.ACCEPTED, State.DELIVERED})
TRIED = NOT_ARRIVED | ARRIVED
CAME = [InterviewState.CAME, InterviewState.CAME_LATE]


@dataclass(frozen=True)
class Sent:
    """One message or call about an interview that went out, or was tried."""

    channel: str
    state: str
    reason: str
    kind: str
    sent_at: datetime | None


@dataclass(frozen=True)
class Known:
    """``sent``: the oldest first. ``question``: the oldest message of theirs that nobody has answered."""

    facts: Facts
    sent: tuple[Sent, ...]
    question: Message | None


def known_of(interviews: Sequence[Interview], *, now: datetime) -> dict[int, Known]:
    """By interview; those without a time are left out. The number of questions does not grow with them.

    The application is read with each: pass interviews with theirs selected.
    """
    booked = [one for one in interviews if one.starts_at is not None]
    applications = [one.application_id for one in booked]
    sent, before, heard = _sent(booked), _before(applications, now), heard_of(applications)
    return {
        one.pk: Known(
            facts=_facts(
                one, sent[one.pk], before[one.application_id], heard.get(one.application_id, NOTHING), now=now
            ),
            sent=tuple(sent[one.pk]),
            question=heard.get(one.application_id, NOTHING).question,
        )
        for one in booked
    }


@dataclass(frozen=True)
class _Before:
    """When they last opened their page, or something to read; when they came last, and when they did not."""

    opened_at: datetime | None
    clicked_at: datetime | None
    came_at: datetime | None
    absent_at: datetime | None
    zone: str
    preferred: str


def _facts(
    interview: Interview, sent: Sequence[Sent], before: _Before, heard: Heard, *, now: datetime
) -> Facts:
    assert interview.starts_at is not None  # noqa: S101  chosen by its start
    application, since = interview.application, interview.booked_at
    calls = [one for one in sent if one.channel == ChannelName.PHONE]
    asked = [one.sent_at for one in sent if one.kind in ASKING and one.channel != ChannelName.PHONE]
    asked_at = _last_since(asked, since)
    return Facts(
        now=now,
        starts_at=interview.starts_at.astimezone(ZoneInfo(before.zone)),
        applied_at=application.applied_at,
        asked_at=asked_at,
        confirmed_at=interview.confirmed_at,
        opened_at=_last_since([before.opened_at], since),
        spoke_at=_last_since((one.sent_at for one in calls if one.reason == CallOutcome.REACHED), since),
        calls_missed=sum(one.reason == CallOutcome.NO_ANSWER for one in calls),
        is_unreached=_is_unreached(sent),
        question_since=heard.question.due_at if heard.question else None,
        moves=interview.moves,
        chose_time=interview.booked_by_id is None,
        said_late=bool(interview.late_minutes),
        absent_at=before.absent_at,
        came_at=before.came_at,
        keenness=application.keenness,
        other_applications=application.other_applications,
        usual_answer=heard.usual(asked_at),
        answer_took=heard.took(asked_at, interview.confirmed_at, now),
        clicked_at=before.clicked_at,
        reached_as_wished=_is_reached(sent, before.preferred),
    )


def _last_since(moments: Iterable[datetime | None], since: datetime | None) -> datetime | None:
    """The last of them, where it lies behind the booking."""
    known = [one for one in moments if one is not None]
    return max(known) if known and since and max(known) >= since else None


def _is_unreached(sent: Sequence[Sent]) -> bool:
    """The last word on every channel tried did not arrive, nor was one spoken."""
    if any(one.reason == CallOutcome.REACHED for one in sent if one.channel == ChannelName.PHONE):
        return False
    last = {one.channel: one.state for one in sent if one.channel != ChannelName.PHONE}
    tried = [state for state in last.values() if state in TRIED]
    return bool(tried) and all(state in NOT_ARRIVED for state in tried)


def _is_reached(sent: Sequence[Sent], channel: str) -> bool:
    """The last word on this channel arrived, or was spoken."""
    last = [one for one in sent if one.channel == channel][-1:]
    return any(
        one.reason == CallOutcome.REACHED if channel == ChannelName.PHONE else one.state in ARRIVED
        for one in last
    )


def _sent(interviews: Sequence[Interview]) -> Mapping[int, list[Sent]]:
    """By interview; calls nobody planned, since its booking, are about it as well."""
    booked = {one.application_id: one for one in interviews}
    about_it = Q(about__startswith="interview:") | Q(about="", channel=ChannelName.PHONE)
    rows = (
        Message.objects.outgoing()
        .filter(about_it, application__in=list(booked))
        .exclude(state__in=NOT_SENT)
        .order_by("due_at", "pk")
        .values_list("application", "about", "channel", "state", "reason", "kind", "sent_at")
    )
    found: dict[int, list[Sent]] = defaultdict(list)
    for application, about, channel, state, reason, kind, sent_at in rows:
        number = about.removeprefix("interview:").partition("@")[0]
        one = booked[application]
        if number.isdecimal():
            found[int(number)].append(Sent(channel, state, reason, kind, sent_at))
        elif not about and _last_since([sent_at], one.booked_at):
            found[one.pk].append(Sent(channel, state, reason, kind, sent_at))
    return found


def _before(applications: Sequence[int], now: datetime) -> dict[int, _Before]:
    """By application; what lies behind a person counts whatever the job.

    Each is looked up by index for each: all openings and interviews together are many. Where they came and
    met nobody, it was us who were absent.
    """
    opened = PageOpening.objects.filter(link__application=OuterRef("pk")).order_by("-opened_at", "-pk")
    clicked = ContentClick.objects.filter(application=OuterRef("pk")).order_by("-clicked_at", "-pk")
    over = Interview.objects.filter(application__candidate=OuterRef("candidate"), starts_at__lt=now)
    met = over.order_by("-starts_at").values("starts_at")
    absent = met.filter(state=InterviewState.ABSENT).exclude(cases__reason=Reason.NOBODY_THERE)
    rows = Application.objects.filter(pk__in=applications).annotate(
        opened_at=Subquery(opened.values("opened_at")[:1]),
        clicked_at=Subquery(clicked.values("clicked_at")[:1]),
        came_at=Subquery(met.filter(state__in=CAME)[:1]),
        absent_at=Subquery(absent[:1]),
    )
    told = rows.order_by().values_list("pk", *_BEFORE)
    return {pk: _Before(*read) for pk, *read in told}


_BEFORE = (
    "opened_at",
    "clicked_at",
    "came_at",
    "absent_at",
    "location__zone",
    "candidate__preferred_channel",
)

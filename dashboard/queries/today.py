"""今日, or any other day: its interviews, each with what is known of it now; many stand by place."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from candidates.models import Application, PageOpening
from company.models import Location
from dashboard.queries.contact_acts import NUMBER_REASONS
from dashboard.queries.day_parts import Day, Part, Show, midnight
from dashboard.queries.day_row import CALLED_OFF, Row
from dashboard.scope import Scope
from dashboard.words import Tick, tick
from messaging.models import Message
from messaging.policy import OPEN, CallOutcome, ChannelName, Kind, State
from messaging.services.attention import LOST
from noshow.policy import CaseState
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import InterviewState

SHOWN = [InterviewState.BOOKED, *(state for state in InterviewState if state.is_outcome)]
REMINDERS = {Kind.REMINDER_EVE, Kind.REMINDER_AGAIN}


def start_of_day(now: datetime) -> datetime:
    """The last midnight in the current time zone."""
    return midnight(timezone.localtime(now).date())


def day_of(
    scope: Scope,
    now: datetime,
    show: Show = Show.ALL,
    on: date | None = None,
    *,
    opened: Set[int] = frozenset(),
    is_whole: bool = False,
) -> Day:
    """``on`` (today) in the current time zone; the number of questions does not grow with the rows.

    Where every place is folded, ``opened`` ones show their people; ``is_whole`` unfolds all.
    """
    day = on or timezone.localtime(now).date()
    start, end = midnight(day), midnight(day + timedelta(days=1))
    listed = scope.interviews().filter(state__in=[*SHOWN, *CALLED_OFF]).between(start, end)
    rows = rows_for(listed, now)
    later = scope.interviews().booked().filter(starts_at__gte=max(end, now)).order_by("starts_at")
    next_one = later.select_related("application__candidate").first() if not rows else None
    return Day(tuple(rows), now, show, next_one, day, opened=opened, is_whole=is_whole)


def part_of(scope: Scope, place: Location, now: datetime, show: Show, on: date | None) -> tuple[Day, Part]:
    """The people of one place, as they stand in the folded list once it is opened."""
    day = day_of(replace(scope, location=place), now, show, on)
    return day, Part(tuple(day.listed), now, place, is_lean=True)


def rows_for(interviews: QuerySet[Interview], now: datetime) -> list[Row]:
    """What is known of these interviews."""
    found = list(_with_people(interviews))
    applications = [interview.application_id for interview in found]
    said = _said(applications)
    openings = _openings(applications)
    questions = _questions(applications)
    return [
        Row(
            interview=interview,
            slot=_slot(interview),
            case=next((case for case in interview.cases.all() if case.state != CaseState.UNDONE), None),
            ticks=said[interview.pk].ticks,
            opened_at=_since(openings.get(interview.application_id), interview.booked_at),
            question=questions.get(interview.application_id),
            now=now,
            calls_missed=said[interview.pk].calls_missed,
            reminded_at=_since(said[interview.pk].reminded_at, interview.booked_at),
            is_number_lost=said[interview.pk].is_number_lost,
        )
        for interview in found
    ]


def _with_people(interviews: QuerySet[Interview]) -> QuerySet[Interview]:
    seats = Booking.objects.prefetch_related("slot__interviewer", "slot__location")
    people = interviews.select_related("application__candidate", "application__job__location")
    return people.prefetch_related(Prefetch("bookings", seats.order_by("-active", "-pk")), "cases")


def _slot(interview: Interview) -> Slot | None:
    """The slot it holds, or held last."""
    last = next(iter(interview.bookings.all()), None)
    return last.slot if last else None


@dataclass(frozen=True)
class _Said:
    """What was said about one interview: the last word on each channel, calls in vain, the last reminder."""

    ticks: tuple[Tick, ...] = ()
    calls_missed: int = 0
    reminded_at: datetime | None = None
    is_number_lost: bool = False


def _said(applications: Sequence[int]) -> dict[int, _Said]:
    unsaid = [*OPEN, State.CANCELLED, State.SUPPRESSED, State.EXPIRED]
    rows = (
        Message.objects.outgoing()
        .filter(application__in=applications, about__startswith="interview:")
        .exclude(state__in=unsaid)
        .order_by("due_at", "pk")
        .values_list("about", "channel", "state", "reason", "kind", "sent_at")
    )
    last: dict[int, dict[str, Tick]] = defaultdict(dict)
    missed: Counter[int] = Counter()
    reminded: dict[int, datetime] = {}
    lost: dict[int, bool] = {}
    for about, channel, state, reason, kind, sent_at in rows:
        number = about.removeprefix("interview:").partition("@")[0]
        if not number.isdecimal():
            continue
        last[int(number)][channel] = tick(channel, state, reason)
        missed[int(number)] += channel == ChannelName.PHONE and reason == CallOutcome.NO_ANSWER
        if channel == ChannelName.SMS:
            lost[int(number)] = state in LOST and reason in NUMBER_REASONS
        if kind in REMINDERS and sent_at and channel != ChannelName.PHONE:
            reminded[int(number)] = sent_at
    order = [ChannelName.LINE, ChannelName.SMS, ChannelName.EMAIL, ChannelName.PHONE]
    found: dict[int, _Said] = defaultdict(_Said)
    for pk, ticks in last.items():
        shown = tuple(ticks[channel] for channel in order if channel in ticks)
        found[pk] = _Said(shown, missed[pk], reminded.get(pk), lost.get(pk, False))
    return found


def _openings(applications: list[int]) -> dict[int, datetime]:
    """The last one of each, looked up by index for each: all openings together are many."""
    last = PageOpening.objects.filter(link__application=OuterRef("pk")).order_by("-opened_at", "-pk")
    rows = Application.objects.filter(pk__in=applications).annotate(
        last=Subquery(last.values("opened_at")[:1])
    )
    return dict(rows.filter(last__isnull=False).order_by().values_list("pk", "last"))


def _since(moment: datetime | None, since: datetime | None) -> datetime | None:
    return moment if moment and since and moment >= since else None


def _questions(applications: list[int]) -> dict[int, Message]:
    """The oldest message of each that nobody has answered."""
    rows = Message.objects.unanswered().filter(application__in=applications).order_by("-due_at", "-pk")
    return {row.application_id: row for row in rows}

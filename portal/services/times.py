"""The live times of one page: one way of meeting, whole days, morning, afternoon and evening apart."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from candidates.models import Application
from company.services.profile import the_company
from scheduling.models import Interview, Slot
from scheduling.policy import Mode
from scheduling.policy.offering import Offer, OpenTime, by_day, first_days, spread
from scheduling.services.offering import coming_of, offer_to

AFTERNOON, EVENING = 12, 17  # local hours
PARTS = ("morning", "afternoon", "evening")
OTHERS_AT_MOST = 2  # days of times that do not suit, shown below those that do


@dataclass(frozen=True)
class Time:
    slot: Slot
    is_taken: bool = False
    is_held: bool = False


@dataclass(frozen=True)
class Part:
    """Of a day; ``name`` is one of PARTS."""

    name: str
    times: tuple[Time, ...]


@dataclass(frozen=True)
class Day:
    """``parts`` are shown at once, ``more`` are the other times of a long day."""

    starts_at: datetime
    days_ahead: int
    parts: tuple[Part, ...]
    more: tuple[Part, ...] = ()

    @property
    def is_weekend(self) -> bool:
        return timezone.localtime(self.starts_at).weekday() >= 5


@dataclass(frozen=True)
class Choice:
    """``ways`` are those with open times. ``others`` are days that are open and do not suit.

    ``goes_on`` is the first local day not shown, if there are more. ``others_number`` counts the times that
    were left out because they do not suit. ``elsewhere`` counts times of the other ways.
    """

    mode: Mode
    ways: tuple[Mode, ...]
    days: tuple[Day, ...]
    others: tuple[Day, ...]
    others_number: int
    goes_on: date | None
    elsewhere: int
    total: int
    is_narrowed: bool
    shows_names: bool

    @property
    def has_times(self) -> bool:
        return bool(self.days or self.others)


@dataclass(frozen=True)
class Asked:
    """What the page was asked to show: one way, from a day on, or also what does not suit."""

    mode: Mode | None = None
    since: date | None = None
    everything: bool = False


@dataclass(frozen=True)
class Mine:
    """Of the person: the slot booked now, the one just lost to somebody else, and the one kept for them."""

    booked: Slot | None = None
    lost: Slot | None = None
    held: int | None = None


def choice_of_times(
    application: Application,
    *,
    now: datetime,
    interview: Interview | None = None,
    asked: Asked | None = None,
    mine: Mine | None = None,
) -> Choice:
    """Live times in the current time zone. Three queries, however many there are."""
    asked, mine = asked or Asked(), mine or Mine()
    coming = coming_of(application)
    if asked.mode is not None:
        coming = replace(coming, online_only=False)  # they look at this way of themselves
    offered = _without_booked(offer_to(application, now=now, interview=interview, coming=coming), mine.booked)
    chosen = asked.mode or _first_way(offered)
    fitting, others = (_of(some, chosen, asked.since) for some in (offered.fitting, offered.others))
    if asked.everything:
        fitting, others = tuple(sorted((*fitting, *others), key=lambda one: (one.starts_at, one.key))), ()
    fitting = _with_lost(fitting, mine.lost, chosen)
    at_least = the_company().fewest_slots
    days, shown = by_day(fitting), first_days(fitting, at_least)
    beside = first_days(others)[:OTHERS_AT_MOST] if Offer(fitting, others).is_scarce(at_least) else ()
    slots = _slots([one.key for day in (*shown, *beside) for one in day])
    ways = {one.mode for one in (*offered.fitting, *offered.others)}
    return Choice(
        mode=chosen,
        ways=tuple(way for way in Mode if way in ways),
        days=tuple(_day(day, slots, mine, now) for day in shown),
        others=() if asked.since else tuple(_day(day, slots, mine, now) for day in beside),
        others_number=len(others),
        goes_on=days[len(shown)][0].starts_at.date() if len(days) > len(shown) else None,
        elsewhere=sum(one.mode != chosen for one in (*offered.fitting, *offered.others)),
        total=len(fitting),
        is_narrowed=coming.narrows and not asked.everything,
        shows_names=len({slot.interviewer_id for slot in slots.values()}) > 1,
    )


def _without_booked(offered: Offer, booked: Slot | None) -> Offer:
    """Moving to the same time the same way would be no move, with whomever."""

    def others(times: Iterable[OpenTime]) -> tuple[OpenTime, ...]:
        return tuple(
            one
            for one in times
            if booked is None or (one.starts_at, one.mode) != (booked.starts_at, booked.mode)
        )

    return Offer(others(offered.fitting), others(offered.others))


def _first_way(offered: Offer) -> Mode:
    """The first way in which something suits, else in which something is open."""
    for times in (offered.fitting, offered.others):
        ways = {one.mode for one in times}
        if ways:
            return next(way for way in Mode if way in ways)
    return Mode.ONSITE


def _of(times: Iterable[OpenTime], mode: Mode, since: date | None) -> tuple[OpenTime, ...]:
    return tuple(
        one for one in times if one.mode == mode and (since is None or one.starts_at.date() >= since)
    )


def _with_lost(times: Sequence[OpenTime], lost: Slot | None, mode: Mode) -> tuple[OpenTime, ...]:
    """The time somebody else was first to take stands among them, as taken."""
    if lost is None or lost.mode != mode or any(one.starts_at == lost.starts_at for one in times):
        return tuple(times)
    here = timezone.get_current_timezone()
    gone = OpenTime(lost.pk, lost.starts_at.astimezone(here), lost.ends_at.astimezone(here), lost.mode)
    return tuple(sorted((*times, gone), key=lambda one: (one.starts_at, one.key)))


def _slots(keys: Collection[int]) -> Mapping[int, Slot]:
    return Slot.objects.select_related("interviewer").in_bulk(list(keys))


def _day(day: Sequence[OpenTime], slots: Mapping[int, Slot], mine: Mine, now: datetime) -> Day:
    parts = [[one for one in day if _part_of_day(one) == name] for name in PARTS]
    first = spread(parts) | {mine.held}
    ahead = (day[0].starts_at.date() - timezone.localtime(now).date()).days

    def drawn(is_first: bool) -> tuple[Part, ...]:
        named = [
            Part(name, tuple(_time(one, slots, mine) for one in part if (one.key in first) is is_first))
            for name, part in zip(PARTS, parts, strict=True)
        ]
        return tuple(part for part in named if part.times)

    return Day(day[0].starts_at, ahead, drawn(True), drawn(False))


def _time(one: OpenTime, slots: Mapping[int, Slot], mine: Mine) -> Time:
    is_lost = mine.lost is not None and one.key == mine.lost.pk
    return Time(slots[one.key], is_taken=is_lost, is_held=one.key == mine.held)


def _part_of_day(time: OpenTime) -> str:
    hour = time.starts_at.hour
    return "morning" if hour < AFTERNOON else "afternoon" if hour < EVENING else "evening"

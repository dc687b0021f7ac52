"""The live times of one page: one way of meeting, whole days, morning, afternoon and evening apart."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from candidates.models import Application
from company.services.profile import the_company
from scheduling.models import Slot
from scheduling.policy import Mode
from scheduling.services.offering import offered_slots

ON_ONE_PAGE = 12  # times, rounded up to whole days
AFTERNOON, EVENING = 12, 17  # local hours
PARTS = ("morning", "afternoon", "evening")


@dataclass(frozen=True)
class Time:
    slot: Slot
    is_taken: bool = False


@dataclass(frozen=True)
class Part:
    """Of a day; exactly one of the three is meant."""

    name: str
    times: tuple[Time, ...]


@dataclass(frozen=True)
class Day:
    starts_at: datetime
    days_ahead: int
    parts: tuple[Part, ...]

    @property
    def is_weekend(self) -> bool:
        return timezone.localtime(self.starts_at).weekday() >= 5


@dataclass(frozen=True)
class Choice:
    """``goes_on`` is the first local day not shown, if there are more; ``elsewhere`` counts the others."""

    mode: Mode
    has_both: bool
    days: tuple[Day, ...]
    goes_on: date | None
    elsewhere: int
    total: int


def choice_of_times(
    application: Application,
    *,
    now: datetime,
    mode: Mode | None = None,
    since: date | None = None,
    without: Slot | None = None,
    taken: Slot | None = None,
) -> Choice:
    """Live times in the current time zone. ``without`` is the one held, ``taken`` the one just lost."""
    slots = [slot for slot in offered_slots(application, now=now) if without is None or slot.pk != without.pk]
    offered = {way: [slot for slot in slots if slot.mode == way] for way in Mode}
    chosen = mode if mode and offered[mode] else _first_with_times(offered)
    mine = [Time(slot) for slot in offered[chosen] if since is None or _local_day(slot) >= since]
    if taken is not None and taken.mode == chosen and all(time.slot.pk != taken.pk for time in mine):
        mine = sorted([*mine, Time(taken, is_taken=True)], key=lambda time: time.slot.starts_at)
    days = [(day, list(times)) for day, times in groupby(mine, key=lambda time: _local_day(time.slot))]
    shown = list(_whole_days(days, max(ON_ONE_PAGE, the_company().fewest_slots)))
    return Choice(
        mode=chosen,
        has_both=all(offered.values()),
        days=tuple(_day(day, times, timezone.localtime(now).date()) for day, times in shown),
        goes_on=days[len(shown)][0] if len(days) > len(shown) else None,
        elsewhere=sum(len(offered[way]) for way in Mode if way != chosen),
        total=len(offered[chosen]),
    )


def _first_with_times(offered: dict[Mode, list[Slot]]) -> Mode:
    return next((way for way in Mode if offered[way]), Mode.ONSITE)


def _whole_days(days: Iterable[tuple[date, list[Time]]], at_least: int) -> Iterator[tuple[date, list[Time]]]:
    count = 0
    for day, times in days:
        if count >= at_least:
            return
        count += len(times)
        yield day, times


def _day(day: date, times: list[Time], today: date) -> Day:
    parts = tuple(
        Part(name, tuple(inside))
        for name in PARTS
        if (inside := [time for time in times if _part_of_day(time.slot) == name])
    )
    return Day(times[0].slot.starts_at, (day - today).days, parts)


def _part_of_day(slot: Slot) -> str:
    hour = timezone.localtime(slot.starts_at).hour
    return "morning" if hour < AFTERNOON else "afternoon" if hour < EVENING else "evening"


def _local_day(slot: Slot) -> date:
    return timezone.localtime(slot.starts_at).date()

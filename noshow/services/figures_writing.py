"""Counting a day of some places and keeping the sums; months and the whole company are sums of days."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet

from company.models import Location
from noshow.models import FigureCell
from noshow.policy.figures import COLUMNS, Tally, count_application, count_interview
from noshow.services.figures_reading import applications_of, interviews_of

EVERYWHERE = 0
AT_ONCE = 500


class Part(NamedTuple):
    """Which cell of a day or month; an empty title and source: all of them."""

    place: int
    title: str = ""
    source: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.title


Sums = dict[Part, Tally]


def count_day(day: date, places: Collection[int] | None, *, now: datetime) -> None:
    """Count one day anew, at ``places`` or everywhere, and the company's day with it."""
    tallies = _tallies(day, places, now)
    with transaction.atomic():
        here = FigureCell.objects.filter(by_month=False, starts_on=day).exclude(place=EVERYWHERE)
        if places is not None:
            here = here.filter(place__in=places)
        _replace(here, by_month=False, starts_on=day, sums=tallies)
        company = _everywhere(_kept(Q(by_month=False, starts_on=day) & ~Q(place=EVERYWHERE)))
        whole = FigureCell.objects.filter(by_month=False, starts_on=day, place=EVERYWHERE)
        _replace(whole, by_month=False, starts_on=day, sums=company)


def count_month(month: date, places: Collection[int] | None) -> None:
    """Sum up the days of the month that begins on ``month``, of ``places`` (or all) and of the company."""
    following = (month + timedelta(days=31)).replace(day=1)
    days = Q(by_month=False, starts_on__gte=month, starts_on__lt=following)
    which = Q() if places is None else Q(place__in=[*places, EVERYWHERE])
    with transaction.atomic():
        old = FigureCell.objects.filter(which, by_month=True, starts_on=month)
        _replace(old, by_month=True, starts_on=month, sums=dict(_kept(days & which)))


def month_of(day: date) -> date:
    return day.replace(day=1)


def _tallies(day: date, places: Collection[int] | None, now: datetime) -> Sums:
    sums: Sums = defaultdict(Counter)
    for zone, here in _by_zone(places).items():
        counted = (
            *((group, count_application(facts, now)) for group, facts in applications_of(day, zone, here)),
            *((group, count_interview(facts)) for group, facts in interviews_of(day, zone, here, now)),
        )
        for group, tally in counted:
            sums[Part(group.place, group.title, group.source)].update(tally)
            sums[Part(group.place)].update(tally)
    return sums


def _by_zone(places: Collection[int] | None) -> Mapping[str, list[int]]:
    rows = Location.objects.order_by()
    if places is not None:
        rows = rows.filter(pk__in=places)
    zones: dict[str, list[int]] = defaultdict(list)
    for pk, zone in rows.values_list("pk", "zone"):
        zones[zone].append(pk)
    return zones


def _everywhere(kept: Iterable[tuple[Part, Tally]]) -> Sums:
    sums: Sums = defaultdict(Counter)
    for part, tally in kept:
        sums[part._replace(place=EVERYWHERE)].update(tally)
    return sums


def _kept(which: Q) -> Iterator[tuple[Part, Tally]]:
    sums: Sums = defaultdict(Counter)
    rows = (
        FigureCell.objects.filter(which).order_by().values_list("place", "title", "source", "more", *COLUMNS)
    )
    for place, title, source, more, *columns in rows.iterator(chunk_size=2000):
        sums[Part(place, title, source)].update(tally_from(more, columns))
    yield from sums.items()


def tally_from(more: str, columns: Sequence[int]) -> Tally:
    tally: Tally = Counter(json.loads(more))
    tally.update(dict(zip(COLUMNS, columns, strict=True)))
    return tally


def _replace(old: QuerySet[FigureCell], *, by_month: bool, starts_on: date, sums: Sums) -> None:
    old.order_by().delete()
    rows = (_cell(by_month, starts_on, part, tally) for part, tally in sums.items() if any(tally.values()))
    FigureCell.objects.bulk_create(rows, batch_size=AT_ONCE)


def _cell(by_month: bool, starts_on: date, part: Part, tally: Tally) -> FigureCell:
    columns = {name: tally[name] for name in COLUMNS}
    more = {name: n for name, n in sorted(tally.items()) if n and name not in columns}
    return FigureCell(
        by_month=by_month,
        starts_on=starts_on,
        **part._asdict(),
        more=json.dumps(more, separators=(",", ":")),
        **columns,
    )

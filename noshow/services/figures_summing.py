"""Sums of figures over any days, from the fewest cells: whole months as months, the rest as days."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from company.models import Location
from noshow.models import FigureCell, FigureState
from noshow.policy.figures import COLUMNS, Tally
from noshow.services.figures_writing import EVERYWHERE, month_of, tally_from

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cut:
    """Whose figures: of ``places`` (None: of all), of one title and one source (empty: all)."""

    places: tuple[int, ...] | None = None
    title: str = ""
    source: str = ""

    @property
    def is_whole(self) -> bool:
        return not self.title and not self.source

    def here(self, *, apart: bool = False) -> QuerySet[FigureCell]:
        """The cells that add up to it; ``apart`` keeps titles and sources apart."""
        at = Q(place=EVERYWHERE) if self.places is None else Q(place__in=self.places)
        if self.is_whole and not apart:
            return FigureCell.objects.filter(at, title="")
        return self.parts().filter(at)

    def parts(self) -> QuerySet[FigureCell]:
        """Titles and sources apart, at whatever place."""
        rows = FigureCell.objects.exclude(title="")
        rows = rows.filter(title=self.title) if self.title else rows
        return rows.filter(source=self.source) if self.source else rows


def between(first: date, last: date) -> Q:
    """The cells of these days (both belong to it); none of a month that is only partly among them."""
    months, days = [], Q(pk__in=[])
    start = first
    while start <= last:
        following = (month_of(start) + timedelta(days=31)).replace(day=1)
        end = min(following - A_DAY, last)
        if start == month_of(start) and end == following - A_DAY:
            months.append(start)
        else:
            days |= Q(by_month=False, starts_on__gte=start, starts_on__lte=end)
        start = end + A_DAY
    return days | Q(by_month=True, starts_on__in=months)


def sum_up(cut: Cut, first: date, last: date) -> Tally:
    """Everything there is to know about the days."""
    sums: Tally = Counter()
    rows = cut.here().filter(between(first, last)).order_by()
    for more, *columns in rows.values_list("more", *COLUMNS).iterator(chunk_size=2000):
        sums.update(tally_from(more, columns))
    return sums


def totals(cut: Cut, first: date, last: date) -> Tally:
    """The columns alone: enough to compare with."""
    rows = cut.here().filter(between(first, last)).order_by()
    found = rows.aggregate(**{f"sum_{name}": Sum(name) for name in COLUMNS})
    return Counter({name: found[f"sum_{name}"] or 0 for name in COLUMNS})


def by_place(cut: Cut, first: date, last: date) -> Mapping[int, Tally]:
    places = cut.places
    if places is None:  # named one by one, so that an index finds them
        places = tuple(Location.objects.order_by().values_list("pk", flat=True))
    rows = Cut(places, cut.title, cut.source).here()
    return {int(place): tally for place, tally in _grouped(rows, "place", first, last)}


def by_title(cut: Cut, first: date, last: date) -> Mapping[str, Tally]:
    return {str(title): tally for title, tally in _grouped(cut.here(apart=True), "title", first, last)}


def by_source(cut: Cut, first: date, last: date) -> Mapping[str, Tally]:
    return {str(source): tally for source, tally in _grouped(cut.here(apart=True), "source", first, last)}


def _grouped(
    rows: QuerySet[FigureCell], field: str, first: date, last: date
) -> Iterator[tuple[int | str, Tally]]:
    sums = {f"sum_{name}": Sum(name) for name in COLUMNS}
    for found in rows.filter(between(first, last)).order_by().values(field).annotate(**sums):
        yield found[field], Counter({name: found[f"sum_{name}"] or 0 for name in COLUMNS})


def state_of_figures() -> FigureState:
    return FigureState.objects.filter(pk=1).first() or FigureState()


def sources_known(cut: Cut) -> list[str]:
    """Every source that figures were ever counted for, by month: few rows."""
    rows = Cut(cut.places).here(apart=True).filter(by_month=True)
    return sorted(set(rows.order_by().values_list("source", flat=True).distinct()))

"""ふりかえり: which days and whose figures the address asks for, and these figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404
from django.utils import timezone

from company.models import Location, Staff
from dashboard.scope import Scope
from noshow.policy.figures import Tally
from noshow.policy.rates import Rate
from noshow.services import figures_summing as sums

SPANS = (30, 90, 365)
USUAL = 90
LONGEST = 5 * 366
STALE = timedelta(minutes=15)
"""Figures older than this say so loudly: counting has stopped."""


@dataclass(frozen=True)
class Period:
    """``days`` is 0 when its two ends were chosen; both days belong to it."""

    first: date
    last: date
    days: int = 0

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """As many days, just before."""
        return Period(self.first - timedelta(days=self.length), self.first - timedelta(days=1))


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; a place that one does not see is not there."""

    period: Period
    place: Location | None = None
    title: str = ""
    source: str = ""

    @property
    def query(self) -> str:
        """The address's part behind the question mark."""
        period = self.period
        said: dict[str, object] = {"days": period.days} if period.days else {}
        if not period.days:
            said = {"from": period.first.isoformat(), "to": period.last.isoformat()}
        said |= {"store": self.place.pk if self.place else "", "job": self.title, "source": self.source}
        return urlencode({name: value for name, value in said.items() if value})

    @property
    def is_narrow(self) -> bool:
        return bool(self.place or self.title or self.source)


def wanted_by(asked: Mapping[str, str], scope: Scope, now: datetime) -> Wanted:
    return Wanted(
        period=_period(asked, timezone.localdate(now)),
        place=_place(asked.get("store", ""), scope),
        title=asked.get("job", "")[:80],
        source=asked.get("source", "")[:80],
    )


def _period(asked: Mapping[str, str], today: date) -> Period:
    """What cannot be read is the usual; ends the wrong way round are turned."""
    try:
        ends = sorted(date.fromisoformat(asked.get(name, "")) for name in ("from", "to"))
    except ValueError:
        days = int(asked["days"]) if asked.get("days", "").isdecimal() else USUAL
        days = days if days in SPANS else USUAL
        return Period(today - timedelta(days=days - 1), today, days)
    last = min(ends[1], today)
    return Period(max(min(ends[0], last), last - timedelta(days=LONGEST)), last)


def _place(asked: str, scope: Scope) -> Location | None:
    """The address's, else the one chosen in the top bar; ``all`` is every place one sees."""
    if asked == "all":
        return None
    if not asked:
        return scope.location
    seen = Scope(scope.staff).locations()
    found = seen.filter(pk=int(asked)).first() if asked.isdecimal() else None
    if found is None:
        raise Http404
    return found


def cut_for(staff: Staff, wanted: Wanted) -> sums.Cut:
    """Never more than the places this person works for."""
    if wanted.place is not None:
        places: tuple[int, ...] | None = (wanted.place.pk,)
    elif staff.sees_everything:
        places = None
    else:
        places = tuple(staff.locations.order_by("pk").values_list("pk", flat=True))
    return sums.Cut(places, wanted.title, wanted.source)


class Figures:
    """The figures of one cut and period, each asked for once and only if shown."""

    def __init__(self, cut: sums.Cut, period: Period) -> None:
        self.cut, self.period = cut, period

    @cached_property
    def all(self) -> Tally:
        return sums.sum_up(self.cut, self.period.first, self.period.last)

    @cached_property
    def before(self) -> Tally:
        earlier = self.period.before
        return sums.totals(self.cut, earlier.first, earlier.last)

    @cached_property
    def by_place(self) -> Mapping[int, Tally]:
        return sums.by_place(self.cut, self.period.first, self.period.last)

    @cached_property
    def by_title(self) -> Mapping[str, Tally]:
        return sums.by_title(self.cut, self.period.first, self.period.last)

    @cached_property
    def by_source(self) -> Mapping[str, Tally]:
        return sums.by_source(self.cut, self.period.first, self.period.last)

    @property
    def absences(self) -> Rate:
        return Rate(self.all["absent"], self.all["known"])

    @property
    def absences_before(self) -> Rate:
        return Rate(self.before["absent"], self.before["known"])

    def rates(self, dimension: str) -> dict[str, Rate]:
        """Absences of known outcomes by one property of the interviews."""
        start = f"r.{dimension}."
        values = {key[len(start) : -2] for key in self.all if key.startswith(start)}
        return {value: Rate(self.all[f"{start}{value}.a"], self.all[f"{start}{value}.n"]) for value in values}

    def lengths(self, name: str) -> dict[str, int]:
        """Lengths of time by their codes: ``h`` and ``a`` for first contacts, ``d.…`` between two steps."""
        start = f"{name}."
        return {key[len(start) :]: n for key, n in self.all.items() if key.startswith(start)}

    @property
    def is_empty(self) -> bool:
        return not any(self.all.values())


@dataclass(frozen=True)
class Freshness:
    """How old the figures are, in the page's own words."""

    as_of: datetime | None
    waits_to: date | None
    is_stale: bool


def freshness(period: Period, now: datetime) -> Freshness:
    state = sums.state_of_figures()
    waits = state.recount_to if state.recount_to and state.recount_to >= period.before.first else None
    if waits and state.recount_from and state.recount_from > period.last:
        waits = None
    return Freshness(state.as_of, waits, state.as_of is None or now - state.as_of > STALE)

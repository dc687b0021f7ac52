"""Where too few times are open for those who wait, and which hours they asked for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from candidates.policy import HOURS_OF, Coming, DayPart, Hours, read_coming
from company.models import Location
from dashboard.scope import Scope
from dashboard.words import sentences
from scheduling.models import AvailabilityWish
from scheduling.policy import InterviewState, Mode

SATURDAY = 5
EVENING_FROM = HOURS_OF[DayPart.EVENING][0]


class Asked(StrEnum):
    """What somebody needs that not every time is."""

    WEEKEND = "weekend"
    EVENING = "evening"
    ONLINE = "online"


@dataclass(frozen=True)
class Time:
    """An open time, in the local time of its place."""

    starts_at: datetime
    mode: str

    @property
    def is_weekend(self) -> bool:
        return self.starts_at.weekday() >= SATURDAY

    @property
    def is_evening(self) -> bool:
        return self.starts_at.time() >= EVENING_FROM


IS: dict[Asked, Callable[[Time], bool]] = {
    Asked.WEEKEND: lambda time: time.is_weekend,
    Asked.EVENING: lambda time: time.is_evening,
    Asked.ONLINE: lambda time: time.mode == Mode.ONLINE,
}


@dataclass(frozen=True)
class Shortage:
    """A location where people wait and too few times are open: of what ``asking`` of them need, or at all."""

    location: Location
    waiting: int
    free: int
    asked: Asked | None = None
    asking: int = 0

    @property
    def head(self) -> str:
        place = {"place": self.location}
        heads = {
            Asked.WEEKEND: _("%(place)s: too few times at weekends") % place,
            Asked.EVENING: _("%(place)s: too few times in the evening") % place,
            Asked.ONLINE: _("%(place)s: too few times online") % place,
        }
        return heads[self.asked] if self.asked else _("%(place)s: too few times") % place

    @property
    def left(self) -> str:
        """``土日の面接枠 残り1つ``, with the place."""
        words = {"place": self.location, "n": self.free}
        if self.asked is Asked.WEEKEND:
            said = ngettext(
                "%(place)s: %(n)d weekend time left", "%(place)s: %(n)d weekend times left", self.free
            )
        elif self.asked is Asked.EVENING:
            said = ngettext(
                "%(place)s: %(n)d evening time left", "%(place)s: %(n)d evening times left", self.free
            )
        elif self.asked is Asked.ONLINE:
            said = ngettext(
                "%(place)s: %(n)d online time left", "%(place)s: %(n)d online times left", self.free
            )
        else:
            said = ngettext("%(place)s: %(n)d time left", "%(place)s: %(n)d times left", self.free)
        return said % words

    @property
    def who(self) -> str:
        """``日程まちの3人のうち2人が土日を希望。``"""
        count = {"n": self.asking or self.waiting, "all": self.waiting, "what": self._what}
        if self.asked is None:
            said = ngettext("%(n)d person waits for a time.", "%(n)d people wait for a time.", self.waiting)
        else:
            said = ngettext(
                "Of %(all)d waiting for a time, %(n)d asks for %(what)s.",
                "Of %(all)d waiting for a time, %(n)d ask for %(what)s.",
                self.asking,
            )
        return said % count

    @property
    def why(self) -> str:
        """``日程まちの3人のうち2人が土日を希望。土日の空きはあと1枠です。``"""
        if self.asked is None:
            free = ngettext("%(n)d open time is left.", "%(n)d open times are left.", self.free)
            return sentences([self.who, free % {"n": self.free}])
        free = ngettext(
            "Of %(what)s, %(n)d open time is left.", "Of %(what)s, %(n)d open times are left.", self.free
        )
        return sentences([self.who, free % {"n": self.free, "what": self._what}])

    @property
    def _what(self) -> str:
        names = {
            Asked.WEEKEND: pgettext("times asked for", "weekends"),
            Asked.EVENING: pgettext("times asked for", "evenings"),
            Asked.ONLINE: pgettext("times asked for", "online"),
        }
        return names[self.asked] if self.asked else ""


def shortages(scope: Scope, *, fewest: int, now: datetime) -> list[Shortage]:
    """Locations where somebody waits and fewer than ``fewest`` times are open that they can take."""
    waiting = _waiting_by_place(scope)
    places = list(Location.objects.filter(pk__in=waiting).order_by("pk"))
    free = _open_times(scope, places, now)
    found = [_shortage(place, waiting[place.pk], free[place.pk], fewest) for place in places]
    return [shortage for shortage in found if shortage is not None]


def _waiting_by_place(scope: Scope) -> dict[int, list[Coming]]:
    """When those without a time can come: as they said last with an open wish, else when they applied.

    Bare values: a company of many stores has thousands who wait.
    """
    invited = scope.interviews().filter(state=InterviewState.INVITED)
    open_wishes = AvailabilityWish.objects.filter(handled_at=None, application__interviews__in=invited)
    told = dict(open_wishes.exclude(coming={}).order_by("told_at", "pk").values_list("application", "coming"))
    waiting: dict[int, list[Coming]] = defaultdict(list)
    rows = invited.order_by("pk").values_list("application", "location", "application__constraints")
    for application, place, constraints in rows:
        wish = read_coming(told.get(application, {}))
        waiting[place].append(wish if wish.narrows else read_coming(constraints))
    return waiting


def _open_times(scope: Scope, places: Iterable[Location], now: datetime) -> dict[int, list[Time]]:
    zones = {place.pk: ZoneInfo(place.zone) for place in places}
    times: dict[int, list[Time]] = {place: [] for place in zones}
    if zones:
        rows = scope.slots().open(now).filter(location__in=zones)
        for place, starts_at, mode in rows.values_list("location", "starts_at", "mode"):
            times[place].append(Time(starts_at.astimezone(zones[place]), mode))
    return times


def _shortage(place: Location, waiters: list[Coming], free: list[Time], fewest: int) -> Shortage | None:
    """What most of them miss; failing that, whether there are too few at all."""
    asked = Counter(one for coming in waiters for one in asked_for(coming))
    for what, asking in asked.most_common():
        left = sum(map(IS[what], free))
        if left < fewest:
            return Shortage(place, len(waiters), left, what, asking)
    return Shortage(place, len(waiters), len(free)) if len(free) < fewest else None


def asked_for(coming: Coming) -> set[Asked]:
    """What it comes down to: weekends, evenings or both when no working hours of a weekday suit; online."""
    asked = {Asked.ONLINE} if coming.online_only else set()
    kinds = [_kinds(span) for span in coming.hours]
    if kinds and all(kinds):
        asked |= set().union(*kinds)
    return asked


def _kinds(span: Hours) -> set[Asked]:
    if span.weekday >= SATURDAY:
        return {Asked.WEEKEND}
    return {Asked.EVENING} if span.opens >= EVENING_FROM else set()

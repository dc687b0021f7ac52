"""待つ日数: where people would wait longer for a first time than the company wants."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Application
from candidates.policy import Coming, Stage, read_coming
from company.models import Company, Location
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task
from dashboard.scope import Scope
from dashboard.words import sentences
from scheduling.models import Interview, Slot
from scheduling.policy import InterviewState
from scheduling.policy.waiting import Wait, wait_until
from scheduling.services.offering import offer_to

TO_BE_MET = [Stage.RECEIVED, Stage.IN_CONTACT, Stage.INTERVIEWING]
LOOKED_AT = 600
Time = tuple[datetime, datetime, str]
"""Start, end and way of meeting of an open time."""
TOLD = ("location", "starts_at", "ends_at", "mode")


@dataclass(frozen=True)
class LongWait:
    """At one location: the wait for the first free time, and how many find none soon that suits them."""

    location: Location
    wait: Wait
    people: int

    @property
    def is_for_all(self) -> bool:
        return self.wait.is_too_long

    @property
    def head(self) -> str:
        days = self.wait.days
        if self.is_for_all:
            return ngettext(
                "%(place)s: %(n)d day until the first free time",
                "%(place)s: %(n)d days until the first free time",
                days,
            ) % {"place": self.location, "n": days}
        return ngettext(
            "%(place)s: no time soon that suits %(n)d person",
            "%(place)s: no time soon that suits %(n)d people",
            self.people,
        ) % {"place": self.location, "n": self.people}

    @property
    def why(self) -> str:
        limit = self.wait.limit
        aim = ngettext("The aim is %(n)d day.", "The aim is %(n)d days.", limit) % {"n": limit}
        if not self.is_for_all:
            return aim
        waiting = ngettext("%(n)d person would wait.", "%(n)d people would wait.", self.people)
        return sentences([aim, waiting % {"n": self.people}])


def long_waits(scope: Scope, company: Company, *, now: datetime) -> list[LongWait]:
    """Locations where somebody is to be met and would wait too long, the longest wait first.

    A location without any open time is a shortage and not told here. Three queries for all locations.
    """
    people = _to_be_met(scope)
    limit = company.longest_wait_days
    times = _open_times(people, now, limit)
    found = [
        LongWait(
            location,
            wait_until(times[location.pk][0][0], since=now, now=now, limit=limit, zone=location.zone),
            sum(not _is_met_soon(one, times[location.pk], location, limit, now) for one in comings),
        )
        for location, comings in people.items()
        if times[location.pk]
    ]
    too_long = [one for one in found if one.is_for_all or one.people]
    return sorted(too_long, key=lambda one: (-one.wait.days, one.location.pk))


def _to_be_met(scope: Scope) -> Mapping[Location, list[Coming]]:
    """What those without a time have said about when they can come, by location; the newest of very many."""
    interviews = Interview.objects.filter(application=OuterRef("pk"))
    has_one = interviews.filter(state__in=[InterviewState.BOOKED, InterviewState.ABSENT])
    rows = scope.applications().filter(~Exists(has_one), stage__in=TO_BE_MET, is_started=True)
    people: dict[Location, list[Coming]] = defaultdict(list)
    newest = rows.order_by("-applied_at", "-pk")[:LOOKED_AT]
    for row in newest.select_related("job__location").only("constraints", "job__location"):
        people[row.job.location].append(read_coming(row.constraints))
    return people


def _open_times(locations: Iterable[Location], now: datetime, limit: int) -> Mapping[int, list[Time]]:
    """Those that are soon enough, for a place without any the first one later."""
    places = [location.pk for location in locations]
    soon = now + timedelta(days=limit + 2)  # a day of some time zone may end later than ours
    times: dict[int, list[Time]] = defaultdict(list)
    for row in Slot.objects.open(now).filter(location__in=places, starts_at__lt=soon).values_list(*TOLD):
        times[row[0]].append(row[1:])
    without = [place for place in places if place not in times]
    later = Slot.objects.open(now).filter(location=OuterRef("pk"), starts_at__gte=soon)
    first = Location.objects.filter(pk__in=without).annotate(slot=Subquery(later.values("pk")[:1]))
    firsts = Slot.objects.filter(pk__in=first.order_by().values("slot")) if without else Slot.objects.none()
    for row in firsts.values_list(*TOLD):
        times[row[0]].append(row[1:])
    return times


def _is_met_soon(
    coming: Coming, times: Iterable[Time], location: Location, limit: int, now: datetime
) -> bool:
    zone = ZoneInfo(location.zone)
    first = next(
        (
            start
            for start, end, mode in times
            if coming.suits(start.astimezone(zone), end.astimezone(zone)) and coming.suits_way(mode)
        ),
        None,
    )
    if first is None:
        return False
    return not wait_until(first, since=now, now=now, limit=limit, zone=location.zone).is_too_long


def waits(sight: Sight) -> list[Task]:
    """One task a location, with the numbers, and the way to make more times."""
    found = long_waits(sight.scope, sight.company, now=sight.now)
    return [
        Task(
            rank=5,
            at=sight.now,
            label=_("A long wait"),
            head=one.head,
            why=one.why,
            icon="clock",
            tone="warn",
            acts=(Act(_("Make times"), reverse("dashboard:slots"), "", "soft"),),
            key=f"wait-{one.location.pk}",
        )
        for one in found[:SHOWN_OF_A_KIND]
    ]


@dataclass(frozen=True)
class FirstTime:
    """What an invitation now would offer: the wait for the first time that suits; None without any."""

    wait: Wait | None

    @property
    def is_a_worry(self) -> bool:
        return self.wait is None or self.wait.is_too_long


def first_time(
    application: Application, interview: Interview | None, company: Company, *, now: datetime
) -> FirstTime | None:
    """For the page of one application, beside the button that invites; None once they have a time."""
    has_one = interview is not None and interview.is_booked
    if has_one or application.stage not in TO_BE_MET:
        return None
    fitting = offer_to(application, now=now).fitting
    if not fitting:
        return FirstTime(None)
    since, zone = application.applied_at, application.job.location.zone
    first = fitting[0].starts_at
    return FirstTime(wait_until(first, since=since, now=now, limit=company.longest_wait_days, zone=zone))

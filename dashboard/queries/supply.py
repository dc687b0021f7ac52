"""What the pages of availability show: rules with their times, closures with whom they meet, calendars."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Count, Q, QuerySet

from company.models import Staff
from company.moments import weekday_words
from dashboard.queries.slots import interviewers_for
from dashboard.scope import Scope
from dashboard.words_supply import closure_when, feed_trouble, notice_words
from scheduling.models import AvailabilityRule, Booking, BusyFeed, Closure, Interview, Slot
from scheduling.policy import InterviewState


@dataclass(frozen=True)
class RuleRow:
    rule: AvailabilityRule
    free: int
    booked: int

    @property
    def days(self) -> str:
        return weekday_words(self.rule.weekdays)

    @property
    def notice(self) -> str:
        return notice_words(self.rule.notice_minutes)


@dataclass(frozen=True)
class ClosureRow:
    closure: Closure
    booked: tuple[Interview, ...]
    may_end: bool

    @property
    def when(self) -> str:
        return closure_when(self.closure)


@dataclass(frozen=True)
class FeedRow:
    feed: BusyFeed
    host: str
    times: int

    @property
    def trouble(self) -> str:
        return feed_trouble(self.feed.error) if self.feed.error else ""

    @property
    def is_waiting(self) -> bool:
        """Given a moment ago and not read yet."""
        return bool(self.feed.url) and self.feed.read_at is None and not self.feed.error


def rules_of(scope: Scope) -> QuerySet[AvailabilityRule]:
    rows = AvailabilityRule.objects.visible_to(scope.staff).filter(location__in=scope.locations())
    return rows.filter(location=scope.location) if scope.location else rows


def rule_rows(scope: Scope, *, now: datetime) -> list[RuleRow]:
    """Rules in use first, by place and hour, with their times to come."""
    rules = list(
        rules_of(scope)
        .select_related("location", "interviewer")
        .order_by("-is_active", "location__name", "opens", "pk")
    )
    slots = Slot.objects.filter(rule__in=rules)
    free = slots.filter(pk__in=slots.open(now).order_by().values("pk"))
    open_times = dict(free.order_by().values_list("rule").annotate(times=Count("pk")))
    booked = dict(
        Booking.objects.filter(active=True, slot__rule__in=rules, starts_at__gt=now)
        .order_by()
        .values_list("slot__rule")
        .annotate(people=Count("pk"))
    )
    return [RuleRow(rule, open_times.get(rule.pk, 0), booked.get(rule.pk, 0)) for rule in rules]


def closure_rows(scope: Scope, *, now: datetime) -> list[ClosureRow]:
    """Closures to come, soonest first, and the booked interviews that lie in them."""
    rows = Closure.objects.visible_to(scope.staff).filter(ends_at__gt=now)
    if scope.location:
        rows = rows.filter(Q(location=None) | Q(location=scope.location))
    closures = list(rows.select_related("location", "interviewer").order_by("starts_at", "pk"))
    booked = _booked_in(closures, scope, now)
    return [
        ClosureRow(closure, tuple(booked[closure.pk]), may_end_closure(scope, closure))
        for closure in closures
    ]


def may_end_closure(scope: Scope, closure: Closure) -> bool:
    """The company's own are an owner's; a location's belong to whoever acts there."""
    staff = scope.staff
    return staff.may_act and (staff.sees_everything or closure.location_id is not None)


def _booked_in(closures: list[Closure], scope: Scope, now: datetime) -> dict[int, list[Interview]]:
    found: dict[int, list[Interview]] = defaultdict(list)
    if not closures:
        return found
    bookings = (
        Booking.objects.filter(
            active=True,
            interview__in=scope.interviews(),
            interview__state=InterviewState.BOOKED,
            ends_at__gt=max(now, min(one.starts_at for one in closures)),
            starts_at__lt=max(one.ends_at for one in closures),
        )
        .select_related("slot", "interview__application__candidate")
        .order_by("starts_at", "pk")
    )
    for booking in bookings:
        for closure in closures:
            if _meets(closure, booking):
                found[closure.pk].append(booking.interview)
    return found


def _meets(closure: Closure, booking: Booking) -> bool:
    return (
        booking.starts_at < closure.ends_at
        and closure.starts_at < booking.ends_at
        and closure.location_id in {None, booking.slot.location_id}
        and closure.interviewer_id in {None, booking.slot.interviewer_id}
    )


def people_with_calendars(scope: Scope) -> QuerySet[Staff]:
    """Whose calendars this person may keep: those they plan for, or only their own."""
    if scope.staff.may_act:
        return interviewers_for(scope.locations())
    return Staff.objects.filter(pk=scope.staff.pk)


def feed_rows(scope: Scope, *, now: datetime) -> list[FeedRow]:
    people = people_with_calendars(scope)
    feeds = (
        BusyFeed.objects.filter(staff__in=people)
        .select_related("staff")
        .annotate(ahead=Count("times", filter=Q(times__ends_at__gt=now)))
        .order_by("staff__display_name", "pk")
    )
    return [FeedRow(feed, urlsplit(feed.url).hostname or "", getattr(feed, "ahead", 0)) for feed in feeds]

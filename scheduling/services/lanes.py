"""What the slots of one interviewer are computed from: their rules, what is closed or taken, what stands.

A lane is one interviewer's time wherever they work; rules that name nobody share one lane a location.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from company.models import Location, Staff
from scheduling.models import AvailabilityRule, Booking, BusyTime, Closure, EarlierOffer, Slot, SlotHold
from scheduling.policy import OfferState
from scheduling.policy.holidays import is_national_holiday
from scheduling.policy.spans import Span
from scheduling.policy.supply import SupplyRule, wanted_spans
from scheduling.policy.vocabulary import Holidays

LONGEST = timedelta(days=2)
"""No slot lasts longer: what began earlier than that is over."""


@dataclass(frozen=True)
class Lane:
    interviewer_id: int | None
    location_id: int | None = None  # only where no interviewer is named

    def rules(self) -> QuerySet[AvailabilityRule]:
        return AvailabilityRule.objects.filter(self._mine())

    def slots(self) -> QuerySet[Slot]:
        return Slot.objects.filter(self._mine())

    def _mine(self) -> Q:
        if self.interviewer_id is None:
            return Q(interviewer=None, location=self.location_id)
        return Q(interviewer=self.interviewer_id)


def lane_of(row: AvailabilityRule | Slot) -> Lane:
    return Lane(row.interviewer_id, None if row.interviewer_id else row.location_id)


@dataclass(frozen=True)
class Standing:
    """A slot and who needs it: booked now, or held or offered as an earlier time just now."""

    slot: Slot
    is_booked: bool
    is_kept: bool
    has_past: bool  # bookings or offers tell of it, so its row stays

    @property
    def span(self) -> Span:
        return Span(self.slot.starts_at, self.slot.ends_at)

    @property
    def is_withdrawn(self) -> bool:
        """A person took it away, not its rule."""
        return not self.slot.is_open and not self.slot.is_off_rule

    @property
    def is_of_a_rule(self) -> bool:
        return self.slot.rule_id is not None or self.slot.is_off_rule

    @property
    def is_spare(self) -> bool:
        """A rule's, and nobody needs it: it may be kept, changed or taken away."""
        return self.is_of_a_rule and not (self.is_booked or self.is_kept or self.is_withdrawn)


@dataclass(frozen=True)
class LaneFacts:
    rules: tuple[AvailabilityRule, ...]
    closures: tuple[Closure, ...]
    busy: tuple[Span, ...]
    standing: tuple[Standing, ...]

    def wanted(self, now: datetime) -> list[tuple[AvailabilityRule, list[Span]]]:
        """What each rule wants offered; an earlier rule goes before a later one, and none overlap."""
        found: list[tuple[AvailabilityRule, list[Span]]] = []
        withdrawn = [one.span for one in self.standing if one.is_withdrawn and not one.is_booked]
        meetings = [one.span for one in self.standing if _is_met(one)]
        for rule in self.rules:
            spans = wanted_spans(
                as_plain(rule),
                now=now,
                is_holiday=is_national_holiday,
                blocked=[*self._closed_for(rule), *self.busy, *withdrawn],
                meetings=meetings,
                booked=self._booked_by_day(rule),
            )
            meetings = [*meetings, *spans]
            found.append((rule, spans))
        return found

    def _closed_for(self, rule: AvailabilityRule) -> list[Span]:
        return [
            Span(one.starts_at, one.ends_at)
            for one in self.closures
            if one.location_id in {None, rule.location_id}
            and one.interviewer_id in {None, rule.interviewer_id}
        ]

    def _booked_by_day(self, rule: AvailabilityRule) -> Counter[date]:
        zone = ZoneInfo(rule.location.zone)
        return Counter(
            one.slot.starts_at.astimezone(zone).date()
            for one in self.standing
            if one.slot.rule_id == rule.pk and rule.pk and (one.is_booked or one.is_kept)
        )


def _is_met(one: Standing) -> bool:
    """Somebody comes or may come then, whatever the rules say: it is booked, kept, or a person's own slot."""
    return one.is_booked or one.is_kept or (one.slot.is_open and not one.is_of_a_rule)


def read_lane(lane: Lane, *, now: datetime, draft: AvailabilityRule | None = None) -> LaneFacts:
    """As it is now; ``draft`` stands in for its saved self, or comes last when it is new."""
    in_use = lane.rules().filter(is_active=True, location__is_active=True)
    if lane.interviewer_id is not None:
        in_use = in_use.filter(interviewer__is_active=True)
    rules = [rule for rule in in_use.select_related("location").order_by("pk") if not _same(rule, draft)]
    if draft is not None and draft.is_active:
        rules.append(draft)
        rules.sort(key=lambda rule: rule.pk or float("inf"))
    return LaneFacts(
        rules=tuple(rules),
        closures=tuple(_closures(lane, rules, now)),
        busy=tuple(_busy(lane, now)),
        standing=tuple(_standing(lane, now)),
    )


def _same(rule: AvailabilityRule, draft: AvailabilityRule | None) -> bool:
    return draft is not None and rule.pk == draft.pk


def _closures(lane: Lane, rules: Iterable[AvailabilityRule], now: datetime) -> QuerySet[Closure]:
    places = {rule.location_id for rule in rules}
    return Closure.objects.filter(
        Q(location=None) | Q(location__in=places),
        Q(interviewer=None) | Q(interviewer=lane.interviewer_id),
        ends_at__gt=now,
    )


def _busy(lane: Lane, now: datetime) -> list[Span]:
    if lane.interviewer_id is None:
        return []
    rows = BusyTime.objects.filter(interviewer=lane.interviewer_id, ends_at__gt=now)
    return [Span(*row) for row in rows.values_list("starts_at", "ends_at")]


def _standing(lane: Lane, now: datetime) -> list[Standing]:
    """From two days back, since the day's cap counts what was booked this morning."""
    bookings = Booking.objects.filter(slot=OuterRef("pk"))
    holds = SlotHold.objects.filter(slot=OuterRef("pk"), until__gt=now)
    offers = EarlierOffer.objects.filter(slot=OuterRef("pk"))
    rows = (
        lane.slots()
        .filter(starts_at__gt=now - LONGEST)
        .annotate(
            now_booked=Exists(bookings.filter(active=True)),
            now_held=Exists(holds),
            now_offered=Exists(offers.filter(state=OfferState.OPEN)),
            once_booked=Exists(bookings),
            once_offered=Exists(offers),
        )
        .order_by("starts_at", "pk")
    )
    return [
        Standing(
            row,
            is_booked=row.now_booked,
            is_kept=row.now_held or row.now_offered,
            has_past=row.once_booked or row.once_offered,
        )
        for row in rows
    ]


def as_plain(rule: AvailabilityRule) -> SupplyRule:
    return SupplyRule(
        zone=rule.location.zone,
        weekdays=frozenset(rule.weekdays),
        opens=rule.opens,
        closes=rule.closes,
        length=timedelta(minutes=rule.minutes),
        buffer=timedelta(minutes=rule.buffer_minutes),
        from_on=rule.from_on,
        until_on=rule.until_on,
        daily_cap=rule.daily_cap,
        notice=timedelta(minutes=rule.notice_minutes),
        horizon_days=rule.horizon_days,
        holidays=Holidays(rule.holidays),
    )


def lock_lanes(lanes: Iterable[Lane]) -> list[Lane]:
    """Lock interviewers, then the locations of the lanes without one, each in order; lanes in that order.

    All interviewers come before any slot, so that several lanes in one transaction keep the house's order.
    """
    ordered = sorted(
        set(lanes), key=lambda lane: (lane.interviewer_id is None, lane.interviewer_id or lane.location_id)
    )
    people = [lane.interviewer_id for lane in ordered if lane.interviewer_id is not None]
    places = [lane.location_id for lane in ordered if lane.interviewer_id is None and lane.location_id]
    list(Staff.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    if places:
        list(Location.objects.select_for_update(no_key=True).filter(pk__in=places).order_by("pk"))
    return ordered

"""Carrying rules into slots, and keeping them in step: what is still wanted stays as it is.

Nobody's booked, held or offered time is touched, nor one that a person made or withdrew by hand.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from company.models import Location, Staff
from company.services.trail import record
from scheduling.models import AvailabilityRule, Slot
from scheduling.policy.spans import Span
from scheduling.services.lanes import Lane, Standing, lane_of, lock_lanes, read_lane
from scheduling.services.locking import retried

CARRIED = ["rule", "ends_at", "online_url", "capacity", "is_open", "is_off_rule", "made_at"]


@dataclass(frozen=True)
class Supplied:
    """How many times are newly offered, and how many no longer."""

    made: int = 0
    gone: int = 0

    def __add__(self, other: "Supplied") -> "Supplied":
        return Supplied(self.made + other.made, self.gone + other.gone)


def supply(*, now: datetime) -> Supplied:
    """Bring everybody's slots up to date; each lane by itself, so nobody waits for all of them."""
    total = Supplied()
    for lane in lanes_in_use(now):
        total += retried(partial(supply_lanes, [lane], now=now))
    return total


def lanes_in_use(now: datetime) -> list[Lane]:
    """Everybody who has a rule, or times left over from one."""
    by_rules = AvailabilityRule.objects.order_by().values_list("interviewer", "location").distinct()
    left_over = Slot.objects.filter(is_off_rule=True, is_open=True, starts_at__gt=now)
    by_slots = left_over.order_by().values_list("interviewer", "location").distinct()
    rows = {*by_rules, *by_slots}
    return sorted(
        {Lane(person, None if person else place) for person, place in rows},
        key=lambda lane: (lane.interviewer_id or 0, lane.location_id or 0),
    )


def lanes_of(*, location: Location | None, interviewer: Staff | None) -> list[Lane]:
    """Whom a closure concerns: one interviewer, everybody with a rule at a location, or everybody."""
    if interviewer is not None:
        return [Lane(interviewer.pk)]
    rules = AvailabilityRule.objects.all()
    if location is not None:
        rules = rules.filter(location=location)
    return [lane_of(rule) for rule in rules]


@transaction.atomic
def supply_lanes(lanes: Iterable[Lane], *, now: datetime) -> Supplied:
    """Bring these up to date at once; several at the same moment wait for each other and do it once."""
    return sum((_Carrying(lane, now).carry() for lane in lock_lanes(lanes)), Supplied())


def take_out_of_rule(slot: Slot, *, former_id: int | None, now: datetime) -> None:
    """A slot changed by hand is a person's own from now on. Callers hold its interviewers, and have saved it.

    Where it went to another interviewer, the rule does not offer the ``former_id`` one's time again.
    """
    rule_id, slot.rule, slot.is_off_rule = slot.rule_id, None, False
    if rule_id is None:
        return
    slot.save(update_fields=["rule", "is_off_rule"])
    if former_id != slot.interviewer_id:
        Slot.objects.create(
            location_id=slot.location_id,
            interviewer_id=former_id,
            mode=slot.mode,
            online_url=slot.online_url,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            is_open=False,
            rule_id=rule_id,
            made_at=now,
        )


@dataclass
class _Carrying:
    """One lane being brought up to date, under its lock."""

    lane: Lane
    now: datetime
    missing: list[Slot] = field(default_factory=list)
    changed: list[Slot] = field(default_factory=list)
    made: Counter[AvailabilityRule] = field(default_factory=Counter)

    def carry(self) -> Supplied:
        list(self._to_come().select_for_update(no_key=True).order_by("pk").values_list("pk"))
        facts = read_lane(self.lane, now=self.now)
        spare: dict[tuple[object, ...], list[Standing]] = {}
        for one in facts.standing:
            if one.is_spare and one.slot.starts_at > self.now:
                spare.setdefault(_place(one.slot), []).append(one)
        for rule, spans in facts.wanted(self.now):
            for span in spans:
                same = spare.get((rule.location_id, rule.mode, span.starts_at))
                self._have(rule, span, same.pop(0).slot if same else None)
        gone = self._take_away([one for some in spare.values() for one in some])
        Slot.objects.bulk_create(self.missing, ignore_conflicts=True, batch_size=500)
        if self.changed:
            Slot.objects.bulk_update(self.changed, CARRIED, batch_size=200)
        self._note(facts.rules, gone)
        return Supplied(self.made.total(), gone.total())

    def _to_come(self) -> QuerySet[Slot]:
        return self.lane.slots().filter(starts_at__gt=self.now)

    def _have(self, rule: AvailabilityRule, span: Span, slot: Slot | None) -> None:
        """The wanted slot, as the rule says it is: there already, changed, or still to be made."""
        wanted = {
            "rule_id": rule.pk,
            "ends_at": span.ends_at,
            "online_url": rule.online_url,
            "capacity": rule.capacity,
            "is_open": True,
            "is_off_rule": False,
        }
        if slot is None:
            self.made[rule] += 1
            self.missing.append(
                Slot(
                    location_id=rule.location_id,
                    interviewer_id=rule.interviewer_id,
                    mode=rule.mode,
                    starts_at=span.starts_at,
                    made_at=self.now,
                    **wanted,
                )
            )
        elif any(getattr(slot, name) != value for name, value in wanted.items()):
            if not slot.is_open:
                self.made[rule] += 1
                slot.made_at = self.now
            for name, value in wanted.items():
                setattr(slot, name, value)
            self.changed.append(slot)

    def _take_away(self, unwanted: list[Standing]) -> Counter[int | None]:
        """Delete what nobody knows of; what bookings or offers tell of is set aside."""
        gone = [one for one in unwanted if one.slot.is_open]
        told_of = [one.slot for one in gone if one.has_past]
        for slot in told_of:
            slot.is_open, slot.is_off_rule = False, True
        self.changed += told_of
        Slot.objects.filter(pk__in=[one.slot.pk for one in unwanted if not one.has_past]).delete()
        return Counter(one.slot.rule_id for one in gone)

    def _note(self, rules: Iterable[AvailabilityRule], gone: Counter[int | None]) -> None:
        self.lane.rules().update(computed_at=self.now)
        for rule in rules:
            made, less = self.made[rule], gone[rule.pk]
            if made or less:
                record("slots_supplied", rule, now=self.now, made=made, gone=less)


def _place(slot: Slot) -> tuple[object, ...]:
    return (slot.location_id, slot.mode, slot.starts_at)

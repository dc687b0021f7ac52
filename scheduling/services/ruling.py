"""Making, changing, pausing and ending availability rules; the slots follow in the same transaction."""

from datetime import datetime

from django.db import transaction

from company.models import Staff
from company.services.trail import record
from scheduling.models import AvailabilityRule, Slot
from scheduling.policy import Mode
from scheduling.policy.spans import Span
from scheduling.services.lanes import lane_of, lock_lanes, read_lane
from scheduling.services.slots import MeetingLinkMissing
from scheduling.services.supplying import Supplied, supply_lanes

TOLD = (
    "location", "interviewer", "mode", "online_url", "weekdays", "opens", "closes", "from_on", "until_on",
    "minutes", "buffer_minutes", "capacity", "daily_cap", "notice_minutes", "horizon_days", "holidays",
)  # fmt: skip


@transaction.atomic
def keep_rule(rule: AvailabilityRule, *, by: Staff, now: datetime) -> Supplied:
    """Save a new or changed rule and bring its slots up to date. Raises MeetingLinkMissing."""
    if rule.mode == Mode.ONLINE and not rule.online_url:
        raise MeetingLinkMissing
    if rule.mode != Mode.ONLINE:
        rule.online_url = ""
    before = AvailabilityRule.objects.filter(pk=rule.pk).first() if rule.pk else None
    lanes = lock_lanes([lane_of(rule), *([lane_of(before)] if before else [])])
    if before is None:
        rule.created_at = now
    rule.save()
    changed = [name for name in TOLD if before and getattr(before, name) != getattr(rule, name)]
    record("rule_changed" if before else "rule_created", rule, now=now, by=by, fields=changed)
    return supply_lanes(lanes, now=now)


@transaction.atomic
def pause_rule(rule: AvailabilityRule, *, by: Staff, now: datetime) -> Supplied:
    """It offers nothing until it is taken up again; booked times stay. Twice is fine."""
    return _switch(rule, is_on=False, action="rule_paused", by=by, now=now)


@transaction.atomic
def resume_rule(rule: AvailabilityRule, *, by: Staff, now: datetime) -> Supplied:
    return _switch(rule, is_on=True, action="rule_resumed", by=by, now=now)


def _switch(rule: AvailabilityRule, *, is_on: bool, action: str, by: Staff, now: datetime) -> Supplied:
    lanes = lock_lanes([lane_of(rule)])
    rule.refresh_from_db(fields=["is_active"])
    if rule.is_active is is_on:
        return Supplied()
    rule.is_active = is_on
    rule.save(update_fields=["is_active"])
    record(action, rule, now=now, by=by)
    if is_on:
        _offer_given_back(rule, is_offered=True, now=now)
    supplied = supply_lanes(lanes, now=now)
    if not is_on:
        _offer_given_back(rule, is_offered=False, now=now)
    return supplied


def _offer_given_back(rule: AvailabilityRule, *, is_offered: bool, now: datetime) -> None:
    """Whether its times that are taken now are offered anew once somebody gives them back."""
    taken = Slot.objects.filter(rule=rule, is_open=True, starts_at__gt=now)
    taken.update(is_off_rule=not is_offered)


@transaction.atomic
def delete_rule(rule: AvailabilityRule, *, by: Staff, now: datetime) -> Supplied:
    """End it: its free times to come go, booked ones stay, and are not offered anew once somebody leaves."""
    lanes = lock_lanes([lane_of(rule)])
    rule.is_active = False
    rule.save(update_fields=["is_active"])
    supplied = supply_lanes(lanes, now=now)
    _offer_given_back(rule, is_offered=False, now=now)
    record("rule_deleted", rule, now=now, by=by, gone=supplied.gone)
    rule.delete()
    return supplied


def forecast(rule: AvailabilityRule, *, now: datetime) -> list[Span]:
    """The times this rule, saved or not, would offer now, beside everything else; nothing is written."""
    facts = read_lane(lane_of(rule), now=now, draft=rule)
    return next((spans for one, spans in facts.wanted(now) if one is rule), [])

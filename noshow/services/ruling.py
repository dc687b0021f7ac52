"""Keeping the closing rule. Every state of it stays: decisions name theirs, and old ones come back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from company.models import Staff
from company.services.settings import keep_setting
from noshow.models import RULE_FIELDS, Case, ClosingRule, ClosingRuleVersion
from noshow.policy import CaseState, Rule, closing
from noshow.services.facts import closing_facts

LOOKED_AT = 100
"""So many open cases are counted one by one; beyond them the page says "at least"."""


class RuleChanged(Exception):
    """Since it was looked at, somebody else kept another one; ``version`` says which."""

    def __init__(self, version: ClosingRuleVersion) -> None:
        super().__init__(version.number)
        self.version = version


def the_rule_row() -> ClosingRule:
    """The stored rule, or, before anybody kept one, the defaults."""
    return ClosingRule.objects.order_by("pk").first() or ClosingRule()


def newest_number() -> int:
    """The version decisions are taken by; 0 is the rule as it came, before anybody changed it."""
    return ClosingRuleVersion.objects.values_list("number", flat=True).first() or 0


@dataclass(frozen=True)
class Kept:
    """The row as it is stored now, and the names of what was changed in it."""

    row: ClosingRule
    changed: tuple[str, ...]


@transaction.atomic
def keep_rule(wanted: ClosingRule, *, by: Staff, now: datetime, seen: int | None = None) -> Kept:
    """Let this be the rule from now on. ``seen`` is the version it was typed over. Raises RuleChanged."""
    newest = ClosingRuleVersion.objects.select_for_update().first()
    if seen is not None and newest is not None and newest.number != seen:
        raise RuleChanged(newest)
    stored = the_rule_row()
    changed = tuple(name for name in RULE_FIELDS if getattr(stored, name) != getattr(wanted, name))
    if not changed and stored.pk is not None:
        return Kept(stored, ())
    if newest is None:
        _keep_version(stored, 1, by=None, now=now)
    for name in changed:
        setattr(stored, name, getattr(wanted, name))
    keep_setting(stored, by=by, now=now, fields=changed)
    if changed:
        _keep_version(stored, newest.number + 1 if newest else 2, by=by, now=now)
    return Kept(stored, changed)


def bring_back(version: ClosingRuleVersion, *, by: Staff, now: datetime) -> Kept:
    """The rule as it stood then holds again, as a version of its own."""
    return keep_rule(version.as_row(), by=by, now=now)


def _keep_version(rule: ClosingRule, number: int, *, by: Staff | None, now: datetime) -> None:
    values = {name: getattr(rule, name) for name in RULE_FIELDS}
    ClosingRuleVersion.objects.create(number=number, values=values, by=by, at=now)


@dataclass(frozen=True)
class Effect:
    """What another rule would do to the open cases: how many there are, and how many it judges otherwise."""

    open_cases: int
    differing: int
    is_part: bool


def effect_of(rule: Rule, *, now: datetime) -> Effect:
    """Changes nothing."""
    old = the_rule_row().as_rule()
    watched = Case.objects.filter(state__in=[CaseState.OPEN, CaseState.PROPOSED, CaseState.HANDED])
    rows = list(watched.select_related("interview__application__candidate").order_by("pk")[: LOOKED_AT + 1])
    differing = 0
    for case in rows[:LOOKED_AT]:
        facts = closing_facts(case, now)
        differing += closing(facts, old, now).verdict is not closing(facts, rule, now).verdict
    return Effect(len(rows[:LOOKED_AT]), differing, is_part=len(rows) > LOOKED_AT)

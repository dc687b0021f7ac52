"""Editing the cadence. Whatever changes here reaches every running application (see ``following``)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from company.models import Staff
from company.services.settings import keep_setting
from reminders.models import CadenceStep, StalePlan


@transaction.atomic
def keep_step(step: CadenceStep, *, by: Staff, now: datetime, fields: Sequence[str]) -> int:
    """Store a new or changed step; how many applications are planned again because of it.

    A new step gets a name that no step has or had: what was said is known by the step's name, so a
    name that meant something else before would silence the new one.
    """
    if not step.step:
        step.step = _free_name(step.kind)
    keep_setting(step, by=by, now=now, fields=fields)
    return StalePlan.objects.count()


@transaction.atomic
def use_steps(steps: Iterable[CadenceStep], is_active: bool, *, by: Staff, now: datetime) -> int:
    """Begin or cease to use these steps; how many applications are planned again because of it."""
    for step in steps:
        if step.is_active != is_active:
            step.is_active = is_active
            keep_setting(step, by=by, now=now, fields=["is_active"])
    return StalePlan.objects.count()


def _free_name(kind: str) -> str:
    base, number = kind.replace("_", "-"), 2
    taken = set(CadenceStep.objects.filter(step__startswith=base).values_list("step", flat=True))
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"

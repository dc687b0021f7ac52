"""Editing the cadence. Whatever changes here reaches every running application (see ``following``).

The whole cadence is kept anew with every change, so that it can be looked at and brought back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from company.models import Staff
from company.services.settings import keep_setting
from company.services.trail import record
from reminders.models import CadenceStep, CadenceVersion, StalePlan
from reminders.services.following import mark_all_stale

FIELDS = (
    *("step", "kind", "anchor", "offset_minutes", "days", "local_time"),
    *("condition", "route", "useful_minutes", "why", "is_active"),
)
"""What makes up a step, as a version keeps it."""


class CadenceChanged(Exception):
    """Since it was looked at, somebody else kept another one; ``version`` says which."""

    def __init__(self, version: CadenceVersion) -> None:
        super().__init__(version.number)
        self.version = version


@dataclass(frozen=True)
class Kept:
    """What keeping it changed. ``replanned`` counts the applications whose plans follow."""

    added: int
    changed: int
    removed: int
    replanned: int

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@transaction.atomic
def keep_step(step: CadenceStep, *, by: Staff, now: datetime, fields: Sequence[str]) -> int:
    """Store a new or changed step; how many applications are planned again because of it.

    A new step gets a name that no step has or had: what was said is known by the step's name, so a
    name that meant something else before would silence the new one.
    """
    _keep_the_first(now)
    if not step.step:
        step.step = _free_name(step.kind, set())
    keep_setting(step, by=by, now=now, fields=fields)
    _keep_version(by, now)
    return StalePlan.objects.count()


@transaction.atomic
def use_steps(steps: Iterable[CadenceStep], is_active: bool, *, by: Staff, now: datetime) -> int:
    """Begin or cease to use these steps; how many applications are planned again because of it."""
    _keep_the_first(now)
    for step in steps:
        if step.is_active != is_active:
            step.is_active = is_active
            keep_setting(step, by=by, now=now, fields=["is_active"])
    _keep_version(by, now)
    return StalePlan.objects.count()


@transaction.atomic
def keep_cadence(wanted: Sequence[CadenceStep], *, by: Staff, now: datetime, seen: int | None = None) -> Kept:
    """Make the cadence exactly these steps, all at once, and let every plan follow.

    Steps are known by their names; one without a name is new. What is not among them is removed. ``seen``
    is the version this was typed over. Raises CadenceChanged. Plans are marked once, however much changed.
    """
    stored = {row.step: row for row in CadenceStep.objects.select_for_update().order_by("pk")}
    newest = CadenceVersion.objects.first()
    if seen is not None and newest is not None and newest.number != seen:
        raise CadenceChanged(newest)
    _keep_the_first(now)
    names = set(stored)
    for step in wanted:
        if not step.step:
            step.step = _free_name(step.kind, names)
        names.add(step.step)
    asked = {step.step: step for step in wanted}
    removed = [row.pk for name, row in stored.items() if name not in asked]
    added = [step for name, step in asked.items() if name not in stored]
    changed = [
        (stored[name].pk, values)
        for name, step in asked.items()
        if name in stored and (values := _differing(stored[name], step))
    ]
    if not (removed or added or changed):
        return Kept(0, 0, 0, 0)
    _write(removed, added, changed)
    version = _keep_version(by, now)
    kept = Kept(len(added), len(changed), len(removed), mark_all_stale(now=now))
    record(
        "cadence_changed",
        version,
        now=now,
        by=by,
        version=version.number,
        added=[step.step for step in added],
        changed=[row.step for row in stored.values() if row.pk in dict(changed)],
        removed=[row.step for row in stored.values() if row.pk in removed],
    )
    return kept


def _differing(row: CadenceStep, step: CadenceStep) -> dict[str, object]:
    return {
        name: getattr(step, name)
        for name in FIELDS
        if name != "step" and getattr(row, name) != getattr(step, name)
    }


def _write(
    removed: Sequence[int],
    added: Sequence[CadenceStep],
    changed: Sequence[tuple[int, Mapping[str, object]]],
) -> None:
    """Mostly by queries, which send no signals: the plans are marked once, at the end."""
    CadenceStep.objects.filter(pk__in=removed).delete()
    CadenceStep.objects.bulk_create(added)
    for pk, values in changed:
        CadenceStep.objects.filter(pk=pk).update(**values)


def bring_back(version: CadenceVersion, *, by: Staff, now: datetime) -> Kept:
    """The cadence as it stood then, as a version of its own."""
    return keep_cadence([step_from(row) for row in version.steps], by=by, now=now)


def step_from(row: Mapping[str, object]) -> CadenceStep:
    """A step as a version keeps it."""
    values = {name: row[name] for name in FIELDS if name in row}
    if isinstance(at := values.get("local_time"), str):
        values["local_time"] = time.fromisoformat(at)
    return CadenceStep(**values)


def as_kept(step: CadenceStep) -> dict[str, object]:
    at = step.local_time
    values = {name: getattr(step, name) for name in FIELDS}
    return values | {"local_time": at.isoformat("minutes") if at else None}


def newest_number() -> int:
    """The number a form is typed over; 0 before anything was ever kept."""
    return CadenceVersion.objects.values_list("number", flat=True).first() or 0


def _keep_the_first(now: datetime) -> CadenceVersion:
    """The newest version; before the first change the cadence as it came becomes number 1."""
    return CadenceVersion.objects.first() or _store_version(None, now, 1)


def _keep_version(by: Staff, now: datetime) -> CadenceVersion:
    """The cadence as it stands now, if that is anything new."""
    newest = _keep_the_first(now)
    if newest.steps == _as_it_stands():
        return newest
    return _store_version(by, now, newest.number + 1)


def _store_version(by: Staff | None, now: datetime, number: int) -> CadenceVersion:
    return CadenceVersion.objects.create(number=number, steps=_as_it_stands(), by=by, at=now)


def _as_it_stands() -> list[dict[str, object]]:
    return [as_kept(row) for row in CadenceStep.objects.order_by("step")]


def _free_name(kind: str, taken_too: set[str]) -> str:
    base, number = kind.replace("_", "-"), 2
    taken = set(CadenceStep.objects.filter(step__startswith=base).values_list("step", flat=True))
    for steps in CadenceVersion.objects.values_list("steps", flat=True):
        taken |= {str(row["step"]) for row in steps}
    while f"{base}-{number}" in taken | taken_too:
        number += 1
    return f"{base}-{number}"

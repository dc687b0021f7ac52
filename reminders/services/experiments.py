"""Experiments on what is said before an interview: starting one, ending it, and what it found."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, Subquery

from company.models import Staff
from company.services.trail import record
from noshow.policy import Reason
from noshow.policy.rates import Rate
from reminders.models import CadenceStep, Experiment, ExperimentVariant
from reminders.policy import experiments as policy
from reminders.policy.experiments import CONTROL, KEYS, Difference, Varies
from reminders.services.following import mark_all_stale
from scheduling.models import Interview
from scheduling.policy import InterviewState

CAME = [InterviewState.CAME, InterviewState.CAME_LATE]


class NotOnThisStep(Exception):
    """This cannot be tried on this message: it is no message about a coming interview, or leaving it out
    could leave somebody without what they need."""


class AlreadyRunning(Exception):
    """Another experiment runs on this message."""


class NothingDiffers(Exception):
    """A variant says and does what the control does."""


@dataclass(frozen=True)
class Draft:
    """What somebody wants to try. ``variants`` without the control; moments are aware, shares per cent."""

    name: str
    step: str
    varies: Varies
    variants: Sequence[ExperimentVariant]
    expected: int
    smallest: int
    until: datetime


def start(draft: Draft, *, by: Staff, now: datetime) -> Experiment:
    """Whoever books from now on belongs to it.

    Raises NotOnThisStep, AlreadyRunning, NothingDiffers, and ValueError where no such difference can be.
    """
    step = CadenceStep.objects.filter(step=draft.step, is_active=True).first()
    if step is None or not policy.may_vary(step.as_step(), draft.varies):
        raise NotOnThisStep
    for variant in draft.variants:
        if not _differs(variant, step, draft.varies):
            raise NothingDiffers
    needed = policy.people_needed(
        draft.expected / 100, draft.smallest / 100, variants=1 + len(draft.variants)
    )
    try:
        with transaction.atomic():
            return _start(draft, needed, by=by, now=now)
    except IntegrityError as error:
        raise AlreadyRunning from error


def _start(draft: Draft, needed: int, *, by: Staff, now: datetime) -> Experiment:
    experiment = Experiment.objects.create(
        name=draft.name,
        step=draft.step,
        varies=draft.varies,
        salt=secrets.token_hex(16),
        expected=draft.expected,
        smallest=draft.smallest,
        needed=needed,
        until=draft.until,
        started_at=now,
        started_by=by,
    )
    ExperimentVariant(experiment=experiment, key=CONTROL, name="").save()
    for key, variant in zip(KEYS[1:], draft.variants, strict=False):
        variant.experiment, variant.key = experiment, key
        variant.save()
    record("experiment_started", experiment, now=now, by=by, step=draft.step, needed=needed)
    return experiment


def _differs(variant: ExperimentVariant, step: CadenceStep, varies: Varies) -> bool:
    match varies:
        case Varies.TEXT:
            return any(words[1].strip() for texts in variant.texts.values() for words in texts.values())
        case Varies.TIME:
            told = variant.days, variant.local_time
            is_before = (
                variant.days is not None and variant.days < 0
            )  # on the day itself it may come too late
            return is_before and variant.local_time is not None and told != (step.days, step.local_time)
        case Varies.ROUTE:
            return bool(variant.route) and variant.route != step.route
        case Varies.HOLD_OUT:
            return variant.is_hold_out


@transaction.atomic
def end(experiment: Experiment, *, by: Staff | None, now: datetime) -> bool:
    """From now on everybody is told the usual way again; whether it was still running.

    Plans are made again by a sweep. What was said stays said, and its people stay counted.
    """
    ended = Experiment.objects.filter(pk=experiment.pk, ended_at=None).update(ended_at=now, ended_by=by)
    if ended:
        record("experiment_ended", experiment, now=now, by=by)
        mark_all_stale(now=now)
    experiment.refresh_from_db()
    return bool(ended)


def end_overdue(*, now: datetime) -> int:
    """Those whose last day is over."""
    overdue = list(Experiment.objects.filter(ended_at=None, until__lte=now))
    return sum(end(one, by=None, now=now) for one in overdue)


@dataclass(frozen=True)
class Arm:
    """One variant's people: who came of those whose outcome counts, and those apart.

    ``other``: excused, cancelled, or we were not there; ``open``: not over, or nobody has said yet.
    """

    variant: ExperimentVariant
    came: Rate
    other: int
    open: int
    difference: Difference | None

    @property
    def people(self) -> int:
        return self.came.cases + self.other + self.open


@dataclass(frozen=True)
class Result:
    """``arms``, the control first. ``may_be_read`` by the rule stated beforehand."""

    arms: tuple[Arm, ...]
    may_be_read: bool

    @property
    def least(self) -> int:
        """Outcomes of the variant that has fewest."""
        return min(arm.came.cases for arm in self.arms)


def result_of(experiment: Experiment, *, now: datetime) -> Result:
    """By each application's first interview since the start, whatever it was told: as they were drawn."""
    counts: dict[str, dict[str, int]] = {}
    for variant, state in _outcomes(experiment):
        here = counts.setdefault(variant, {"came": 0, "absent": 0, "other": 0, "open": 0})
        here[state] += 1
    variants = list(experiment.variants.all())
    rates = {one.key: _rate(counts.get(one.key, {})) for one in variants}
    arms = tuple(
        Arm(
            one,
            rates[one.key],
            counts.get(one.key, {}).get("other", 0),
            counts.get(one.key, {}).get("open", 0),
            None
            if one.key == CONTROL
            else policy.difference(rates[CONTROL], rates[one.key], comparisons=len(variants) - 1),
        )
        for one in variants
    )
    end_of_it = experiment.ended_at or now
    readable = policy.may_be_read(list(rates.values()), experiment.needed, end_of_it, experiment.until)
    return Result(arms, readable)


def _rate(counts: dict[str, int]) -> Rate:
    came, absent = counts.get("came", 0), counts.get("absent", 0)
    return Rate(came, came + absent)


def _outcomes(experiment: Experiment) -> Iterable[tuple[str, str]]:
    first = Interview.objects.filter(
        application=OuterRef("application"), booked_at__gte=experiment.started_at
    ).order_by("pk")
    nobody = first.filter(Q(cases__reason=Reason.NOBODY_THERE) | Q(cases__our_absence_at__isnull=False))
    rows = experiment.members.annotate(
        state=Subquery(first.values("state")[:1]), ours=Subquery(nobody.values("pk")[:1])
    )
    for variant, state, ours in rows.values_list("variant", "state", "ours"):
        yield variant, _counted(state, is_ours=ours is not None)


def _counted(state: str | None, *, is_ours: bool) -> str:
    if state in CAME:
        return "came"
    if state == InterviewState.ABSENT:
        return "other" if is_ours else "absent"
    if state is None or state in {InterviewState.INVITED, InterviewState.BOOKED}:
        return "open"
    return "other"

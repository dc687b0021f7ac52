"""Learning from own interviews: set the base, fit the points, let them take over when they are better."""

import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from importlib.util import find_spec

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from company.services.trail import record
from noshow.models import Case, ModelKind, RiskModel, RiskNote
from noshow.policy import STARTING, Reason
from noshow.policy.learning import (
    ENOUGH_FOR_BASE,
    ENOUGH_TO_LEARN,
    Example,
    may_learn,
    may_set_base,
    new_before_looking_again,
    own_base,
    says_another_base,
)
from noshow.services.levels import take_over, the_settings
from scheduling.policy import InterviewState

MOST = 100_000
"""The newest so many interviews are learned from."""
WORTH_A_LOOK = 25
"""New outcomes before anything is read again."""
INSTALL = "pip install --require-hashes -r requirements-learning.txt"
CAME = [InterviewState.CAME, InterviewState.CAME_LATE]
logger = logging.getLogger(__name__)


class CannotLearn(Exception):
    """numpy is not installed here; ``INSTALL`` says how."""

    def __init__(self) -> None:
        super().__init__(f"Learning needs numpy, which is not installed: {INSTALL}")


def can_learn() -> bool:
    """Whether numpy is installed."""
    return find_spec("numpy") is not None


def judged_notes(now: datetime) -> QuerySet[RiskNote]:
    """Each interview's last note of those that ended one way or the other, the newest first.

    Neither excused nor cancelled, nor where they came and met nobody: those say nothing about coming.
    """
    rows = RiskNote.objects.filter(
        starts_at__lte=now,
        interview__state__in=[*CAME, InterviewState.ABSENT],
        interview__starts_at=F("starts_at"),
    )
    later = RiskNote.objects.filter(interview=OuterRef("interview"), at__gt=OuterRef("at"))
    nobody_there = Q(reason=Reason.NOBODY_THERE) | Q(our_absence_at__isnull=False)
    ours = Case.objects.filter(nobody_there, interview=OuterRef("interview"))
    return rows.filter(~Exists(later), ~Exists(ours)).order_by("-starts_at", "-pk")


def history(now: datetime) -> tuple[int, int]:
    """Outcomes to learn from, and how many of them did not come; counted up to what learning asks for."""
    states = list(judged_notes(now).values_list("interview__state", flat=True)[:ENOUGH_TO_LEARN])
    return len(states), sum(state == InterviewState.ABSENT for state in states)


def learn(*, now: datetime) -> RiskModel | None:
    """Look, if there is enough new to look at; returns the version that counts from now on, if it changed."""
    settings = the_settings()
    if not settings.learns or not _has_grown(RiskModel.objects.first(), WORTH_A_LOOK, now):
        return None
    examples = list(_examples(now))
    absent = sum(one.absent for one in examples)
    if may_learn(len(examples), absent) and _may_look(now):
        kept = _look(examples, now)
        if kept is not None:
            return kept
    stands = settings.active
    if may_set_base(len(examples), absent) and (stands is None or stands.kind == ModelKind.BASE):
        return _set_base(examples, stands.base if stands else STARTING.base, now)
    return None


def _has_grown(last: RiskModel | None, by: int, now: datetime) -> bool:
    """So many outcomes of later interviews than were known then; before the first, enough for a base."""
    if last is None:
        return judged_notes(now)[:ENOUGH_FOR_BASE].count() == ENOUGH_FOR_BASE
    return judged_notes(now).filter(starts_at__gt=last.trained_to)[:by].count() == by


def _may_look(now: datetime) -> bool:
    if not can_learn():
        logger.warning("%s", CannotLearn())
        return False
    last = RiskModel.objects.filter(kind=ModelKind.LEARNED).first()
    return last is None or _has_grown(last, new_before_looking_again(last.outcomes), now)


def _examples(now: datetime) -> Iterator[Example]:
    rows = judged_notes(now).values_list("values", "interview__state", "starts_at")[:MOST]
    for values, state, starts_at in rows.iterator(chunk_size=2000):
        yield Example(values, state == InterviewState.ABSENT, starts_at)


@transaction.atomic
def _look(examples: list[Example], now: datetime) -> RiskModel | None:
    """Fit, judge, and keep what is better; a look that found nothing better is kept as a record."""
    from noshow.policy.relearning import relearn  # numpy is optional

    found = relearn(examples)
    row = RiskModel.objects.create(
        **_about(examples, now),
        kind=ModelKind.LEARNED,
        base=found.model.base,
        weights=dict(found.model.weights),
        errors={"": found.base_error, **found.errors},
        metrics={
            "judged_on": found.judged_on,
            "better_by": found.better.by,
            "better_error": found.better.error,
            "new": asdict(found.judged),
            "start": asdict(found.start),
        },
        is_better=found.is_better,
    )
    if found.is_better and take_over(row, now=now):
        return row
    record("risk_points_not_better", row, now=now)
    return None


@transaction.atomic
def _set_base(examples: list[Example], standing: float, now: datetime) -> RiskModel | None:
    base = own_base(examples)
    if not says_another_base(base, standing):
        return None
    row = RiskModel.objects.create(
        **_about(examples, now), kind=ModelKind.BASE, base=base, weights=dict(STARTING.weights)
    )
    return row if take_over(row, now=now) else None


def _about(examples: list[Example], now: datetime) -> dict[str, object]:
    return {
        "made_at": now,
        "outcomes": len(examples),
        "absent": sum(one.absent for one in examples),
        "trained_from": min(one.starts_at for one in examples),
        "trained_to": max(one.starts_at for one in examples),
    }

"""Who belongs to which running experiment, and what the cadence is for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from candidates.models import Application
from company.prepared import Prepared
from messaging.models import Template
from reminders.models import CadenceStep, Experiment, ExperimentMember, ExperimentVariant
from reminders.policy import experiments as policy
from reminders.policy.cadence import Step
from reminders.policy.experiments import Varies
from reminders.policy.facts import Facts

_RUNNING = Prepared(lambda: Experiment.objects.filter(ended_at=None).order_by("pk"))
_VARIANTS = Prepared(
    lambda: ExperimentVariant.objects.filter(experiment__ended_at=None).order_by("experiment", "key")
)
_MEMBERSHIPS = Prepared(
    lambda application: ExperimentMember.objects.filter(application=application, experiment__ended_at=None)
)


@dataclass(frozen=True)
class Membership:
    """One application in one running experiment; ``is_new`` until a plan has written it down."""

    experiment: policy.Experiment
    variant: policy.Variant
    is_new: bool


def memberships_of(application: Application, facts: Facts) -> list[Membership]:
    """The running experiments this application belongs to.

    It joins when its interview is first booked while one runs, so nobody was told anything before; once in,
    it stays, whatever becomes of the interview.
    """
    running = _RUNNING.all()
    if not running:
        return []
    known = {row.experiment_id: row.variant for row in _MEMBERSHIPS.all(application.pk)}
    variants = _VARIANTS.all()
    found = []
    for row in running:
        experiment = _as_policy(row, variants, application.candidate.language)
        if not experiment.variants:  # it ended between two questions
            continue
        if row.pk in known:
            variant = next(one for one in experiment.variants if one.key == known[row.pk])
            found.append(Membership(experiment, variant, is_new=False))
        elif _joins(facts, experiment) and not _has_words_of_its_own(application, row):
            variant = policy.variant_for(experiment, application.pk)
            found.append(Membership(experiment, variant, is_new=True))
    return found


def _as_policy(row: Experiment, variants: Sequence[ExperimentVariant], language: str) -> policy.Experiment:
    theirs = tuple(one.in_language(language) for one in variants if one.experiment_id == row.pk)
    return policy.Experiment(row.pk, row.salt, row.step, theirs, row.started_at)


def _joins(facts: Facts, experiment: policy.Experiment) -> bool:
    interview = facts.interview
    return bool(
        interview
        and interview.is_booked
        and not interview.moves
        and interview.booked_at
        and interview.booked_at >= experiment.started_at
    )


def _has_words_of_its_own(application: Application, experiment: Experiment) -> bool:
    """Its job says this message in its own words, which no trial may take away."""
    if experiment.varies != Varies.TEXT:
        return False
    kinds = CadenceStep.objects.filter(step=experiment.step).values("kind")
    return Template.objects.filter(job=application.job_id, kind__in=kinds).exists()


def as_told(cadence: Sequence[Step], memberships: Iterable[Membership]) -> Sequence[Step]:
    """The cadence as somebody with these memberships is told it."""
    for one in memberships:
        cadence = policy.with_variant(cadence, one.experiment, one.variant)
    return cadence


def write_down(application: Application, memberships: Iterable[Membership], *, now: datetime) -> None:
    """Keep new memberships. The caller holds the person's lock."""
    rows = [
        ExperimentMember(
            experiment_id=one.experiment.id, application=application, variant=one.variant.key, since=now
        )
        for one in memberships
        if one.is_new
    ]
    if rows:
        ExperimentMember.objects.bulk_create(rows, ignore_conflicts=True)

"""The cadence and its versions, experiments on it, and the plans a wider change has made stale."""

from reminders.models.cadence import CadenceStep, CadenceVersion, PlanAudit, StalePlan
from reminders.models.experiments import Experiment, ExperimentMember, ExperimentVariant

__all__ = [
    "CadenceStep",
    "CadenceVersion",
    "Experiment",
    "ExperimentMember",
    "ExperimentVariant",
    "PlanAudit",
    "StalePlan",
]

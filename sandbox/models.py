"""Policies that were tried on made-up people, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from company.models import Staff


class SimulationState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Simulation(models.Model):
    """One comparison. ``job`` is what was asked for, ``seen_at`` machine time at the last sign of life."""

    asked_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    job = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=SimulationState.choices, default=SimulationState.WAITING)
    share = models.FloatField(default=0)
    seen_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"simulation {self.pk}"

    @property
    def is_over(self) -> bool:
        return self.state in {SimulationState.DONE, SimulationState.FAILED}

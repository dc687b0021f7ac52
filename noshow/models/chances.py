"""A second chance that was given: why, on which words, and when they agreed to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from company.models import Staff
from noshow.models.cases import REASONS, Case
from scheduling.models import Interview


class SecondChance(models.Model):
    """``given_by`` is empty where the rule gave it. ``words`` and ``language`` are what they agreed to."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="chances")
    interview = models.OneToOneField(Interview, models.CASCADE, related_name="second_chance")
    reason = models.CharField(_("reason"), max_length=20, blank=True, choices=REASONS)
    rule_version = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"second chance of case {self.case_id}"

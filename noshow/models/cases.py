"""Cases of interviews nobody came to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from company.models import Staff
from noshow.policy import CaseState, Reason
from scheduling.models import Interview

REASONS = [
    (Reason.FORGOT, _("It slipped my mind")),
    (Reason.UNWELL, _("I was unwell")),
    (Reason.LOST, _("I could not find the way")),
    (Reason.WORK_OR_SCHOOL, _("Work or school came up")),
    (Reason.FAMILY, _("Something in the family")),
    (Reason.OTHER_JOB, _("I found another job")),
    (Reason.NOT_AS_TOLD, _("It was not what I was told")),
    (Reason.NOBODY_THERE, _("I came, but nobody was there")),
    (Reason.OTHER, _("Something else")),
    (Reason.RATHER_NOT_SAY, _("I would rather not say")),
]


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, staff: Staff) -> "CaseQuerySet":
        here = self.filter(interview__location__staff=staff)
        return self if staff.sees_everything else here

    def open(self) -> "CaseQuerySet":
        return self.filter(state__in=[state for state in CaseState if state.is_open])


class Case(models.Model):
    """Somebody did not come: what we tried, what they said, how it ended. Never a verdict on a person."""

    interview = models.ForeignKey(
        Interview, models.CASCADE, related_name="cases", verbose_name=_("interview")
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        default=CaseState.OPEN,
        choices=[
            (CaseState.OPEN, _("Trying to reach them")),
            (CaseState.ANSWERED, _("They answered")),
            (CaseState.HELD, _("On hold")),
            (CaseState.PROPOSED, _("Closing proposed")),
            (CaseState.HANDED, _("A person decides")),
            (CaseState.CLOSED, _("Closed")),
            (CaseState.UNDONE, _("Taken back")),
            (CaseState.RESOLVED, _("Resolved")),
        ],
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, blank=True, choices=REASONS)
    reason_text = models.CharField(_("in their words"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    hold_reason = models.CharField(_("why on hold"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    findings = models.JSONField(_("facts"), default=list, blank=True)
    rule_version = models.PositiveIntegerField(_("version of the rule"), null=True, blank=True)
    our_absence_at = models.DateTimeField(_("our own absence noted at"), null=True, blank=True)
    our_absence_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-opened_at",)
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(
                fields=["interview"],
                condition=~models.Q(state=CaseState.UNDONE),
                name="one_case_per_interview",
            )
        ]
        indexes = [
            models.Index(
                fields=["opened_at"],
                condition=models.Q(state__in=sorted(state for state in CaseState if state.is_open)),
                name="open_cases",
            )
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def we_were_absent(self) -> bool:
        """They said so themselves, or somebody noted it: then it was us who did not come."""
        return self.reason == Reason.NOBODY_THERE or self.our_absence_at is not None

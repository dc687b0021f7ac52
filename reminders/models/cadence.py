"""The cadence as rows an administrator can edit, and the plans a wider change has made stale."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models import Application
from company.models import Staff
from messaging.models import KINDS
from reminders.policy.cadence import Anchor, Condition, Route, Step


class CadenceStep(models.Model):
    """One thing we say: when (anchor and offset, or a local time of day), if, where, how long it helps."""

    step = models.SlugField(_("step"), unique=True)
    kind = models.CharField(_("message"), max_length=20, choices=KINDS)
    anchor = models.CharField(
        _("counted from"),
        max_length=12,
        choices=[
            (Anchor.APPLIED, _("the application")),
            (Anchor.INVITED, _("the invitation")),
            (Anchor.ANSWER_BY, _("the invitation's deadline")),
            (Anchor.BOOKED, _("the booking or move")),
            (Anchor.START, _("the interview's start")),
            (Anchor.CASE, _("the opening of a case")),
        ],
    )
    offset_minutes = models.IntegerField(_("minutes after (negative: before)"), default=0)
    days = models.SmallIntegerField(_("days after (negative: before)"), null=True, blank=True)
    local_time = models.TimeField(_("at this local time"), null=True, blank=True)
    condition = models.CharField(
        _("only if"),
        max_length=14,
        default=Condition.ALWAYS,
        choices=[
            (Condition.ALWAYS, _("always")),
            (Condition.UNANSWERED, _("there is no answer yet")),
            (Condition.STALE_ANSWER, _("there is no answer of the last two days")),
            (Condition.LONG_WAIT, _("the wait is over four days")),
            (Condition.SECOND_CHANCE, _("it is a second chance, and they have not said yes")),
            (Condition.WAITED, _("they have waited three days or more")),
            (Condition.AT_RISK, _("coming is doubtful (high risk)")),
            (Condition.SILENT_OR_AT_RISK, _("there is no answer yet, or coming is doubtful")),
            (Condition.UNBOOKED, _("no time is chosen yet")),
        ],
    )
    route = models.CharField(
        _("on"),
        max_length=10,
        default=Route.PREFERRED,
        choices=[
            (Route.PREFERRED, _("the best channel")),
            (Route.OTHER, _("another channel than the best, if there is one")),
            (Route.OTHER_ELSE_BEST, _("another channel, else the best again")),
            (Route.EVERY, _("every channel")),
            (Route.CALL, _("the telephone, by a person")),
        ],
    )
    useful_minutes = models.PositiveIntegerField(
        _("useful for (minutes)"), default=720, help_text=_("Never beyond the interview's start.")
    )
    why = models.CharField(_("why (code)"), max_length=40, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("anchor", "days", "offset_minutes", "pk")
        verbose_name = _("cadence step")
        verbose_name_plural = _("cadence")

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def clean(self) -> None:
        if (self.days is None) != (self.local_time is None):
            raise ValidationError(_("Give both days and a local time, or neither."))

    def as_step(self) -> Step:
        return Step(
            name=self.step,
            kind=self.kind,
            anchor=Anchor(self.anchor),
            offset=timedelta(minutes=self.offset_minutes),
            days=self.days,
            local_time=self.local_time,
            condition=Condition(self.condition),
            route=Route(self.route),
            useful=timedelta(minutes=self.useful_minutes),
            why=self.why,
        )


class CadenceVersion(models.Model):
    """The whole cadence as it stood each time somebody kept it, to look at and to bring back."""

    number = models.PositiveIntegerField(unique=True)
    steps = models.JSONField(default=list)
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"cadence v{self.number}"


class StalePlan(models.Model):
    """An application whose plan must be made again because a rule or a company fact changed."""

    application = models.OneToOneField(Application, models.CASCADE)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["since", "id"], name="stale_plans_in_line")]

    def __str__(self) -> str:
        return f"stale plan of application {self.application_id}"


class PlanAudit(models.Model):
    """One walk over all plans: how many people were looked at, how many plans had drifted (none should)."""

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_candidate = models.BigIntegerField(default=0)
    checked = models.PositiveIntegerField(default=0)
    drifted = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"audit #{self.pk}: {self.checked} checked, {self.drifted} drifted"

"""Experiments: two or more ways of saying one thing, and who was told which."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Application
from company.models import Staff
from reminders.policy import experiments as policy
from reminders.policy.cadence import Route
from reminders.policy.experiments import Varies


class Experiment(models.Model):
    """What is compared, on whom, and the rule stated beforehand of when it may be read.

    ``expected`` and ``smallest`` are per cent of people who come: what is usual, and the smallest difference
    worth finding; ``needed`` outcomes for each variant follow from them. Only one runs on a step at a time.
    """

    name = models.CharField(_("name"), max_length=80)
    step = models.SlugField(_("message"))
    varies = models.CharField(
        _("what differs"),
        max_length=8,
        choices=[
            (Varies.TEXT, _("the words")),
            (Varies.TIME, _("when it is sent")),
            (Varies.ROUTE, _("on which channel")),
            (Varies.HOLD_OUT, _("whether it is sent at all")),
        ],
    )
    salt = models.CharField(max_length=32)
    expected = models.PositiveSmallIntegerField(_("usually come (%)"))
    smallest = models.PositiveSmallIntegerField(_("smallest difference worth finding (points)"))
    needed = models.PositiveIntegerField(_("outcomes for each variant"))
    until = models.DateTimeField(_("ends at the latest"))
    started_at = models.DateTimeField(_("started at"))
    started_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    looked_early = models.PositiveSmallIntegerField(default=0)
    """How often somebody looked at the figures before they may be read."""

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("experiment")
        verbose_name_plural = _("experiments")
        constraints = [
            models.UniqueConstraint(
                fields=["step"], condition=Q(ended_at=None), name="one_experiment_on_a_step"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


class ExperimentVariant(models.Model):
    """One way. ``texts`` by language and channel: ``{"ja": {"sms": ["", "…"]}}``; ``a`` has none."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="variants")
    key = models.CharField(max_length=1)
    name = models.CharField(_("name"), max_length=60)
    days = models.SmallIntegerField(_("days before"), null=True, blank=True)
    local_time = models.TimeField(_("at"), null=True, blank=True)
    route = models.CharField(
        _("on"),
        max_length=10,
        blank=True,
        choices=[
            (Route.PREFERRED, _("the best channel")),
            (Route.OTHER_ELSE_BEST, _("another channel, else the best again")),
            (Route.EVERY, _("every channel")),
        ],
    )
    is_hold_out = models.BooleanField(_("is not sent"), default=False)
    texts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("experiment", "key")
        constraints = [models.UniqueConstraint(fields=["experiment", "key"], name="a_variant_once")]

    def __str__(self) -> str:
        return f"{self.key.upper()}: {self.name}"

    @property
    def days_before(self) -> int:
        return -(self.days or 0)

    def in_language(self, language: str) -> policy.Variant:
        """As planning reads it. A language without words of its own is spoken to as usual."""
        texts = {channel: (words[0], words[1]) for channel, words in self.texts.get(language, {}).items()}
        return policy.Variant(
            self.key,
            self.days,
            self.local_time,
            Route(self.route) if self.route else None,
            self.is_hold_out,
            texts,
        )


class ExperimentMember(models.Model):
    """Who belongs to which variant, from the plan that first said so."""

    experiment = models.ForeignKey(Experiment, models.CASCADE, related_name="members")
    application = models.ForeignKey(Application, models.CASCADE, related_name="+")
    variant = models.CharField(max_length=1)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["experiment", "application"], name="one_variant_for_each_application"
            )
        ]

    def __str__(self) -> str:
        return f"{self.experiment_id}{self.variant}: application {self.application_id}"

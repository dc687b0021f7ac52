"""What the company set about the risk, what was known beforehand, and the versions learned from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from noshow.policy import STARTING, Model
from scheduling.models import Interview


class Moment(models.TextChoices):
    """When a note of what was known is taken."""

    AHEAD = "ahead", _("On the morning two days before")
    EVE = "eve", _("At the first asking")
    AGAIN = "again", _("At the second asking")
    MORNING = "morning", _("On the morning")


class ModelKind(models.TextChoices):
    BASE = "base", _("Published points, own starting point")
    LEARNED = "learned", _("Points from your own interviews")


class RiskModel(models.Model):
    """One version of the sum, learned at one moment; its number is its key. Number 0 is ``STARTING``.

    ``errors`` are the standard errors of the weights, ``metrics`` what was found on interviews it had not
    seen. One that was no better than what stood is kept as a record that somebody looked (``is_better``).
    """

    kind = models.CharField(_("kind"), max_length=8, choices=ModelKind.choices)
    base = models.FloatField(_("what every interview begins with"))
    weights = models.JSONField(_("weights"), default=dict)
    errors = models.JSONField(_("standard errors"), default=dict)
    metrics = models.JSONField(_("how it did"), default=dict)
    outcomes = models.PositiveIntegerField(_("interviews"))
    absent = models.PositiveIntegerField(_("of them not come to"))
    trained_from = models.DateTimeField(_("first interview"))
    trained_to = models.DateTimeField(_("last interview"))
    is_better = models.BooleanField(_("better"), default=True)
    made_at = models.DateTimeField(_("learned at"))

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("points of the risk")
        verbose_name_plural = _("points of the risk")

    def __str__(self) -> str:
        return f"risk model {self.pk}"


class RiskSettings(models.Model):
    """One row: where the levels begin, which version counts, whether new ones may take over by themselves."""

    middle = models.PositiveSmallIntegerField(_("middle from"), default=STARTING.middle)
    high = models.PositiveSmallIntegerField(_("high from"), default=STARTING.high)
    learns = models.BooleanField(_("learns from own interviews"), default=True)
    active = models.ForeignKey(RiskModel, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("levels of the risk")
        verbose_name_plural = _("levels of the risk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(middle__gte=1, middle__lt=models.F("high"), high__lte=99),
                name="middle_begins_before_high",
            )
        ]

    def __str__(self) -> str:
        return str(_("levels of the risk"))

    def as_model(self) -> Model:
        """What counts now."""
        if self.active is None:
            return Model(STARTING.name, STARTING.base, STARTING.weights, self.middle, self.high)
        weights = {code: float(weight) for code, weight in self.active.weights.items()}
        return Model(self.active.kind, self.active.base, weights, self.middle, self.high)


class RiskNote(models.Model):
    """The signals of one interview as known at ``at``, before anybody could know how it ended.

    Learning reads these alone, and so does help; ``is_high`` is by the levels of that moment. An interview
    that was moved is asked about anew, and the note with it.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="risk_notes")
    moment = models.CharField(max_length=8, choices=Moment.choices)
    at = models.DateTimeField()
    starts_at = models.DateTimeField()
    values = models.JSONField(default=dict)
    model = models.ForeignKey(RiskModel, models.SET_NULL, null=True, related_name="+")
    percent = models.PositiveSmallIntegerField()
    is_high = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["interview", "moment"], name="one_risk_note_a_moment"),
        ]
        indexes = [models.Index(fields=["starts_at"], name="risk_notes_by_start")]

    def __str__(self) -> str:
        return f"risk of interview {self.interview_id}, {self.moment}"

"""The one closing rule as a row, and every state of it that ever held."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from company.models import Staff
from noshow.policy import CHANCE_REASONS, ChanceTerms, Reason, Rule


def given_without_asking() -> list[str]:
    return sorted(reason.value for reason in CHANCE_REASONS)


class ClosingRule(models.Model):
    """One row: when a case may be closed, and who is given another interview."""

    attempts = models.PositiveSmallIntegerField(_("attempts at least"), default=Rule.attempts)
    channels = models.PositiveSmallIntegerField(_("different channels at least"), default=Rule.channels)
    hours = models.PositiveSmallIntegerField(_("hours at least"), default=Rule.hours)
    grace = models.PositiveSmallIntegerField(
        _("minutes of grace after the interview's end"), default=Rule.grace
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("hours the last notice leaves"), default=Rule.notice_hours
    )
    person_confirms = models.BooleanField(_("a person confirms"), default=Rule.person_confirms)
    chances = models.PositiveSmallIntegerField(_("second chances a person"), default=ChanceTerms.most)
    chance_reasons = models.JSONField(
        _("reasons for which it is given without asking"), default=given_without_asking, blank=True
    )
    chance_words_ja = models.TextField(_("condition, in Japanese"), max_length=400, blank=True)
    chance_words_en = models.TextField(_("condition, in English"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("closing rule")
        verbose_name_plural = _("closing rule")

    def __str__(self) -> str:
        return str(_("closing rule"))

    def as_rule(self) -> Rule:
        return Rule(
            self.attempts, self.channels, self.hours, self.person_confirms, self.grace, self.notice_hours
        )

    def as_terms(self) -> ChanceTerms:
        words = {"ja": self.chance_words_ja, "en": self.chance_words_en}
        known = frozenset(reason for reason in Reason if reason in self.chance_reasons)
        return ChanceTerms(self.chances, known, words)


RULE_FIELDS = (
    *("attempts", "channels", "hours", "grace", "notice_hours", "person_confirms"),
    *("chances", "chance_reasons", "chance_words_ja", "chance_words_en"),
)
"""What makes up the rule, as a version keeps it."""


class ClosingRuleVersion(models.Model):
    """The whole rule as it stood each time somebody kept it; decisions name its number."""

    number = models.PositiveIntegerField(unique=True)
    values = models.JSONField(default=dict)
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"closing rule v{self.number}"

    def as_row(self) -> ClosingRule:
        """The rule it holds, not stored. What a later release added has its default."""
        return rule_from(self.values)


def rule_from(values: Mapping[str, object]) -> ClosingRule:
    return ClosingRule(**{name: values[name] for name in RULE_FIELDS if name in values})

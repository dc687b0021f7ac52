"""The closing rule as somebody types it: never harsher than a day, two tries, two ways."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from noshow.models import REASONS, ClosingRule
from noshow.policy import Reason

NOT_ASKED_FOR = {Reason.NOBODY_THERE, Reason.RATHER_NOT_SAY, Reason.OTHER_JOB}
"""Where nobody of ours was there, no chance is used up; the other two are no reasons to come."""

RANGES = {
    "attempts": (2, 10),
    "channels": (1, 3),
    "hours": (24, 14 * 24),
    "grace": (0, 24 * 60),
    "notice_hours": (24, 7 * 24),
    "chances": (0, 5),
}
"""Over at least a day, several times. There are three channels: SMS or LINE, e-mail, telephone."""


class ClosingRuleForm(forms.ModelForm[ClosingRule]):
    chance_reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Given without asking anybody when they tell us"),
        choices=[(code, words) for code, words in REASONS if code not in NOT_ASKED_FOR],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = ClosingRule
        fields: tuple[str, ...] = (
            *("attempts", "channels", "hours"),
            *("notice_hours", "grace", "person_confirms"),
            *("chances", "chance_reasons", "chance_words_ja", "chance_words_en"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in RANGES.items():
            if name in self.fields:
                self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
                self.fields[name].widget.attrs |= {"min": least, "max": most}

    def clean_chance_reasons(self) -> list[str]:
        return sorted(self.cleaned_data["chance_reasons"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        attempts, channels = cleaned.get("attempts"), cleaned.get("channels")
        if attempts and channels and channels > attempts:
            words = _("One attempt is on one channel: with fewer attempts than channels it can never be met.")
            self.add_error("channels", words)
        return cleaned

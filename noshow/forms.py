"""The closing rule as somebody types it: never harsher than a day, two tries, two ways."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from noshow.models import ClosingRule

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
    class Meta:
        model = ClosingRule
        fields: tuple[str, ...] = (
            *("attempts", "channels", "hours"),
            *("notice_hours", "grace", "person_confirms"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in RANGES.items():
            if name in self.fields:
                self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]
                self.fields[name].widget.attrs |= {"min": least, "max": most}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        attempts, channels = cleaned.get("attempts"), cleaned.get("channels")
        if attempts and channels and channels > attempts:
            words = _("One attempt is on one channel: with fewer attempts than channels it can never be met.")
            self.add_error("channels", words)
        return cleaned

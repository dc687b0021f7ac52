"""The closing rule as an administrator types it: never harsher than a day, two tries, two ways."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from noshow.models import ClosingRule

RANGES = {"attempts": (2, 10), "channels": (1, 3), "hours": (24, 14 * 24)}
"""PRODUCT S35: over at least a day, several times. There are three channels: SMS, e-mail, telephone."""


class ClosingRuleForm(forms.ModelForm[ClosingRule]):
    class Meta:
        model = ClosingRule
        fields = ("attempts", "channels", "hours", "person_confirms")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in RANGES.items():
            self.fields[name].validators += [MinValueValidator(least), MaxValueValidator(most)]

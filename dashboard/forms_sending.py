"""Putting sending on hold, and releasing it."""

from typing import Any  # Django's form initialisers are untyped

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

ALL, WITHOUT_OVERDUE = "all", "without_overdue"
COUNT_FROM = 50
"""From here on the number has to be typed: it goes to that many people at once."""


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for the hold"),
        max_length=200,
        error_messages={"required": _("Please say why, for your colleagues.")},
        widget=forms.TextInput(attrs={"class": "input", "placeholder": _("e.g. restored from a backup")}),
    )


class ReleaseForm(forms.Form):
    how = forms.ChoiceField(
        choices=[(ALL, _("Send everything")), (WITHOUT_OVERDUE, _("Put it before a person"))],
        error_messages={"required": _("Please choose what becomes of the messages that wait.")},
    )
    typed = forms.CharField(required=False, max_length=12)

    def __init__(self, *args: Any, due: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        typed = str(data.get("typed", "")).strip().replace(",", "")
        if data.get("how") == ALL and self.due > COUNT_FROM and typed != str(self.due):
            raise ValidationError(
                gettext("%(n)d messages wait now. Type this number to send them all.") % {"n": self.due}
            )
        return data

    @property
    def first_error(self) -> str:
        return next((str(words[0]) for words in self.errors.values()), "")

"""Form fields that clean what was typed before they judge it."""

from typing import Any  # Django's form fields take anything by keyword

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _

from candidates.policy import clean_kana, clean_name, clean_text
from portal.services.line_offer import is_offered

LONGEST_NAME = 60
LONGEST_TEXT = 2000


def channels_on_offer() -> list[tuple[str, str]]:
    """The ways to be reached that this deployment has switched on; a person can always call."""
    on_offer = [("phone", _("Phone"))]
    if settings.EMAIL_PROVIDER != "off":
        on_offer.append(("email", _("E-mail")))
    if is_offered():
        on_offer.insert(0, ("line", _("LINE")))
    if settings.SMS_PROVIDER != "off":
        on_offer.insert(0, ("sms", _("SMS")))
    return on_offer


class Cleaned(forms.CharField):
    """Text cleaned before it is measured, so that nothing invisible makes it too long or refused."""

    def __init__(self, *, several_lines: bool = False, kana: bool = False, **options: Any) -> None:
        self.clean_with = clean_text if several_lines else clean_kana if kana else clean_name
        super().__init__(required=False, **options)

    def to_python(self, value: Any) -> str:
        return self.clean_with(str(value or ""))


def line(label: Any, complete: str = "", *, kana: bool = False) -> Cleaned:
    attrs = {"class": "input"} | ({"autocomplete": complete} if complete else {})
    return Cleaned(label=label, kana=kana, max_length=LONGEST_NAME, widget=forms.TextInput(attrs))


def typed(label: Any, kind: str, complete: str, *, most: int) -> forms.CharField:
    """Text of a kind phones have a keyboard for; the form reads it as people type it."""
    attrs = {"class": "input", "type": kind, "autocomplete": complete}
    if kind != "date":
        attrs["inputmode"] = kind
    return forms.CharField(label=label, required=False, max_length=most, widget=forms.TextInput(attrs))


def lines(label: Any, rows: int, example: Any) -> Cleaned:
    widget = forms.Textarea({"class": "textarea", "rows": rows, "placeholder": example})
    return Cleaned(label=label, several_lines=True, max_length=LONGEST_TEXT, widget=widget)

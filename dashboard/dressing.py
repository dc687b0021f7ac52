"""The looks of a form's fields: one class for each kind of control, and kind words for what is left empty."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _


def dress(form: forms.BaseForm, lines: Mapping[str, int] | None = None) -> None:
    """``lines`` are the heights of text areas, by field."""
    for name, field in form.fields.items():
        field.error_messages["required"] = _("Please fill this in.")
        widget = field.widget
        if isinstance(widget, forms.Select):
            widget.attrs["class"] = "select"
        elif isinstance(widget, forms.Textarea):
            widget.attrs |= {"class": "textarea", "rows": (lines or {}).get(name, 3)}
        elif not isinstance(widget, (forms.CheckboxInput, forms.RadioSelect)):
            widget.attrs |= {"class": "input", "autocomplete": "off"}

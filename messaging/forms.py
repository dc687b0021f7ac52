"""A message text as it is edited: unknown placeholders are refused when saving."""

from typing import Any  # cleaned_data is untyped

from django import forms
from django.utils.translation import gettext as _

from messaging.models import Template
from messaging.policy import ChannelName
from messaging.rendering import check, sms_parts

LONGEST_SMS = 4  # parts; RELIABILITY: budget two, refuse more than four


class TemplateForm(forms.ModelForm[Template]):
    class Meta:
        model = Template
        fields = ("kind", "channel", "language", "job", "subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("subject", "body"):
            unknown = check(self.cleaned_data.get(name) or "")
            if unknown:
                words = _("There is no placeholder %(names)s.") % {
                    "names": ", ".join("{" + one + "}" for one in unknown)
                }
                self.add_error(name, words)
        if (
            self.cleaned_data.get("channel") == ChannelName.SMS
            and sms_parts(self.cleaned_data.get("body") or "") > LONGEST_SMS
        ):
            self.add_error(
                "body", _("This is longer than four SMS parts. Shorten it; the page has room for more.")
            )
        return cleaned

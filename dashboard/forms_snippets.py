"""A saved text, as typed by whoever writes to candidates."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.models import LANGUAGES
from candidates.policy import clean_line
from messaging.models import Snippet


class SnippetForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the text"), max_length=40, help_text=_("Colleagues choose it by this.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    subject = forms.CharField(
        label=_("Subject of the e-mail"),
        max_length=120,
        required=False,
        help_text=_("Put in only where there is none yet."),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What is in braces is filled in for whoever gets it, the moment you choose the text."),
    )

    def __init__(self, *args: Any, snippet: Snippet, **kwargs: Any) -> None:
        kwargs["initial"] = {
            name: getattr(snippet, name) for name in ("name", "language", "subject", "body")
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            looks = {"language": "select", "body": "textarea"}
            field.widget.attrs |= {"class": looks.get(name, "input"), "id": f"snippet-{name}"}

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Give it a name, so that you find it again."))
        return name

    def clean_subject(self) -> str:
        return clean_line(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        return body.replace("\r\n", "\n")

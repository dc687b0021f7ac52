"""What is on record about a person, put right."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.models import Candidate
from candidates.policy import clean_kana, clean_name
from candidates.services.correcting import NAMED
from dashboard.dressing import dress


class CorrectionForm(forms.Form):
    """Name, kana and date of birth; what was typed anew is written, and nothing else."""

    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=60, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=60, required=False)
    family_kana = forms.CharField(label=gettext_lazy("Family name in kana"), max_length=60, required=False)
    given_kana = forms.CharField(label=gettext_lazy("Given name in kana"), max_length=60, required=False)
    birth_on = forms.DateField(
        label=gettext_lazy("Date of birth"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as 2001-04-03.")},
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(candidate, name) for name in NAMED}
        kwargs.setdefault("prefix", "is")
        super().__init__(*args, **kwargs)
        dress(self)

    def clean_family_name(self) -> str:
        return clean_name(self.cleaned_data["family_name"])

    def clean_given_name(self) -> str:
        return clean_name(self.cleaned_data["given_name"])

    def clean_family_kana(self) -> str:
        return clean_kana(self.cleaned_data["family_kana"])

    def clean_given_kana(self) -> str:
        return clean_kana(self.cleaned_data["given_kana"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("family_name") and not data.get("given_name"):
            self.add_error("family_name", _("What are they called? One name is enough."))
        return data

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}

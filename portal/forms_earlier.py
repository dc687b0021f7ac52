"""The answer to an earlier time."""

from django import forms

from portal.forms_me import VersionForm

TAKE, KEEP = "take", "keep"


class EarlierForm(VersionForm):
    """Which time it is about, and whether they take it; with ``no_more`` they want no further ones."""

    offer = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    answer = forms.ChoiceField(choices=[(TAKE, TAKE), (KEEP, KEEP)])
    no_more = forms.BooleanField(required=False)

    @property
    def takes(self) -> bool:
        return bool(self.cleaned_data["answer"] == TAKE)

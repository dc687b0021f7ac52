"""How a call went, when the next one is, and what is said on the telephone."""

from datetime import datetime
from typing import Any  # Django's cleaned data
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _

from candidates.policy.scripts import Purpose
from messaging.policy import CallOutcome
from messaging.rendering import check

LONGEST_SCRIPT = 2000
IN_VAIN = {CallOutcome.NO_ANSWER, CallOutcome.CALL_BACK}


class OutcomeForm(forms.Form):
    """``again_at`` is typed in the place's zone."""

    outcome = forms.ChoiceField(choices=[(outcome, outcome) for outcome in CallOutcome])
    note = forms.CharField(max_length=500, required=False)
    again_at = forms.CharField(required=False)

    def __init__(self, *args: Any, zone: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.now = ZoneInfo(zone), now

    def clean_again_at(self) -> datetime | None:
        text = self.cleaned_data["again_at"].strip()
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError(_("Please write the time like 17:30, with its day.")) from None
        return moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        outcome, again_at = data.get("outcome"), data.get("again_at")
        if outcome not in IN_VAIN:
            return {**data, "again_at": None}
        if outcome == CallOutcome.CALL_BACK and again_at is None and "again_at" not in self.errors:
            self.add_error("again_at", _("When do we call again? Please choose a time."))
        if again_at is not None and again_at <= self.now:
            self.add_error("again_at", _("That time is past. Please choose a later one."))
        return data


class ScriptForm(forms.Form):
    purpose = forms.ChoiceField(choices=[(purpose, purpose) for purpose in Purpose])
    words = forms.CharField(max_length=LONGEST_SCRIPT, required=False, widget=forms.Textarea)

    def clean_words(self) -> str:
        said: str = self.cleaned_data["words"]
        if unknown := check(said):
            raise forms.ValidationError(
                _("We do not know {%(name)s}. Please use one of the variables below.") % {"name": unknown[0]}
            )
        return said

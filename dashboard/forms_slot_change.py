"""The panel beside the calendar: another interviewer, more seats, another meeting link."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from company.models import Location, Staff
from dashboard.queries.slots import interviewers_for
from scheduling.models import Slot
from scheduling.services.slot_changes import SlotFacts


class SlotChangeForm(forms.Form):
    interviewer = forms.ModelChoiceField(
        Staff.objects.none(),
        label=pgettext_lazy("slot", "Interviewer"),
        required=False,
        empty_label=_("Not decided yet"),
        widget=forms.Select({"class": "select"}),
    )
    seats = forms.IntegerField(
        label=pgettext_lazy("slot", "Seats"),
        min_value=1,
        max_value=50,
        widget=forms.NumberInput({"class": "input num"}),
    )
    online_url = forms.URLField(
        label=pgettext_lazy("slot", "Meeting link"),
        assume_scheme="https",
        widget=forms.URLInput({"class": "input num", "placeholder": "https://"}),
    )

    def __init__(self, data: Any = None, *, slot: Slot) -> None:
        initial = {
            "interviewer": slot.interviewer_id,
            "seats": slot.capacity,
            "online_url": slot.online_url,
        }
        super().__init__(data, initial=initial, auto_id="sc_%s")
        field = self.fields["interviewer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  tells the type checker, not the user
        field.queryset = interviewers_for(Location.objects.filter(pk=slot.location_id))
        if not slot.is_online:
            del self.fields["online_url"]
        for one in self.fields.values():
            one.error_messages["required"] = _("Please fill this in.")

    @property
    def facts(self) -> SlotFacts:
        data = self.cleaned_data
        return SlotFacts(data["interviewer"], data["seats"], data.get("online_url", ""))

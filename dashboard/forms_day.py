"""A whole day of one place: which, what becomes of it, and why."""

from datetime import date, datetime
from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from company.models import Location
from dashboard.scope import Scope
from dashboard.services.day_deeds import Choices, Deed
from scheduling.policy.whole_day import DayReason

DATE = forms.DateInput({"type": "date", "class": "input num"}, "%Y-%m-%d")
DEEDS = [
    (Deed.CALL_OFF, gettext_lazy("Call off, and ask everybody to choose another time")),
    (Deed.MOVE, gettext_lazy("Move everybody to another day, at the same hour")),
    (Deed.ONLINE, gettext_lazy("Meet online instead, at the same hour")),
]
REASONS = [
    (DayReason.WEATHER, gettext_lazy("Weather (typhoon, snow)")),
    (DayReason.ILLNESS, gettext_lazy("An interviewer is ill")),
    (DayReason.CLOSED, gettext_lazy("The place has to close")),
    (DayReason.TROUBLE, gettext_lazy("Something broke down")),
    (DayReason.OTHER, gettext_lazy("Another reason of ours")),
]


class DayForm(forms.Form):
    place = forms.ModelChoiceField(
        label=gettext_lazy("Location"), queryset=Location.objects.none(), empty_label=None
    )
    on = forms.DateField(label=gettext_lazy("Which day"), widget=DATE)
    deed = forms.ChoiceField(
        label=pgettext_lazy("a whole day", "What becomes of it"), choices=DEEDS, widget=forms.RadioSelect
    )
    to = forms.DateField(label=gettext_lazy("To which day"), widget=DATE, required=False)
    online_url = forms.URLField(
        label=gettext_lazy("Meeting link"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"class": "input", "placeholder": "https://"}),
    )
    else_call_off = forms.BooleanField(
        label=gettext_lazy("Where that cannot be: call off, and ask for another time"), required=False
    )
    reason = forms.ChoiceField(label=pgettext_lazy("a whole day", "Why"), choices=REASONS)

    def __init__(self, *args: Any, scope: Scope, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        places = self.fields["place"]
        assert isinstance(places, forms.ModelChoiceField)  # noqa: S101  declared above
        places.queryset = scope.locations()
        for name in ("place", "reason"):
            self.fields[name].widget.attrs["class"] = "select"

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < timezone.localtime(self.now).date():
            raise forms.ValidationError(_("That day has passed. Choose today or a later one."))
        return on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("deed") == Deed.MOVE and "on" in data:
            to = data.get("to")
            if to is None:
                self.add_error("to", _("Choose the day they are moved to."))
            elif to <= data["on"] and to < timezone.localtime(self.now).date():
                self.add_error("to", _("That day has passed. Choose a later one."))
            elif to == data["on"]:
                self.add_error("to", _("That is the same day. Choose another."))
        if data.get("deed") == Deed.ONLINE and not data.get("online_url") and "online_url" not in self.errors:
            self.add_error("online_url", _("Put the link people will open for the interview."))
        return data

    @property
    def where(self) -> Location:
        place: Location = self.cleaned_data["place"]
        return place

    @property
    def choices(self) -> Choices:
        data = self.cleaned_data
        return Choices(
            place=self.where.pk,
            on=data["on"],
            deed=Deed(data["deed"]),
            reason=DayReason(data["reason"]),
            to=data["to"] if data["deed"] == Deed.MOVE else None,
            online_url=data["online_url"] if data["deed"] == Deed.ONLINE else "",
            else_call_off=data["else_call_off"],
        )

    @property
    def reason_words(self) -> str:
        return str(dict(REASONS)[DayReason(self.cleaned_data["reason"])])

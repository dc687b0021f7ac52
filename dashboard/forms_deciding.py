"""An offer and a first day, as people type them."""

from datetime import date, datetime, time, timedelta
from typing import Any  # Django's forms take anything by keyword
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.models import Application
from candidates.services.offers import FirstDay

DAYS_TO_ANSWER = 7
ANSWER_HOUR = time(18)


class FirstDayForm(forms.Form):
    """Without a day it is to be agreed."""

    starts_on = forms.DateField(
        label=pgettext_lazy("work", "First day"),
        required=False,
        error_messages={"invalid": _("Please write the day like 2026-07-01.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    starts_time = forms.TimeField(
        label=_("Time"),
        required=False,
        error_messages={"invalid": _("Please write the time like 9:30.")},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    starts_place = forms.CharField(label=_("Place, if it is another one"), max_length=160, required=False)
    starts_bring = forms.CharField(label=_("What to bring"), max_length=160, required=False)

    def __init__(self, *args: Any, application: Application, now: datetime, **kwargs: Any) -> None:
        known = {name: getattr(application, name) for name in FirstDayForm.base_fields}
        kwargs["initial"] = known | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.today = now.astimezone(ZoneInfo(application.job.location.zone)).date()
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "input input--sm", "id": f"{self.prefix or 'first'}-{name}"}

    def clean_starts_on(self) -> date | None:
        day: date | None = self.cleaned_data["starts_on"]
        if day is not None and day < self.today:
            raise forms.ValidationError(_("This day has passed. Please choose one to come."))
        return day

    @property
    def first_day(self) -> FirstDay:
        data = self.cleaned_data
        hour = data["starts_time"] if data["starts_on"] else None
        return FirstDay(data["starts_on"], hour, data["starts_place"], data["starts_bring"])


class OfferForm(FirstDayForm):
    """With the deadline of their answer, in the place's own time."""

    answer_on = forms.DateField(
        label=_("Answer by"),
        error_messages={
            "required": _("Until when may they answer?"),
            "invalid": _("Please write the day like 2026-07-01."),
        },
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answer_hour = forms.TimeField(
        label=_("Until"),
        error_messages={
            "required": _("Until what time?"),
            "invalid": _("Please write the time like 9:30."),
        },
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    field_order = ("answer_on", "answer_hour", "starts_on", "starts_time", "starts_place", "starts_bring")

    def __init__(self, *args: Any, application: Application, now: datetime, **kwargs: Any) -> None:
        self.zone = ZoneInfo(application.job.location.zone)
        due = application.offer_answer_by or now + timedelta(days=DAYS_TO_ANSWER)
        local = due.astimezone(self.zone)
        hour = local.time() if application.offer_answer_by else ANSWER_HOUR
        kwargs["initial"] = {"answer_on": local.date(), "answer_hour": hour}
        super().__init__(*args, application=application, now=now, **kwargs)

    @property
    def answer_by(self) -> datetime:
        return datetime.combine(self.cleaned_data["answer_on"], self.cleaned_data["answer_hour"], self.zone)


class StandingForm(forms.Form):
    """What a recruiter heard: how keen they are, and how many other places they applied at."""

    keenness = forms.ChoiceField(required=False)
    other_applications = forms.IntegerField(required=False, min_value=0, max_value=99)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = Application._meta.get_field("keenness").choices or ()
        self.fields["keenness"].choices = [("", ""), *choices]  # type: ignore[attr-defined]  # a ChoiceField

"""Turning "Saturdays and Sundays, 10 to 13, half an hour each" into moments."""

from datetime import date, datetime, timedelta
from typing import Any  # Django's forms take anything by keyword
from zoneinfo import ZoneInfo

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from company.models import Location, Staff
from dashboard.queries.slots import interviewers_for
from dashboard.scope import Scope
from scheduling.models import Slot
from scheduling.policy import LONGEST_SERIES, Mode, series_starts

LONGEST = timedelta(days=366)
LENGTHS = (15, 20, 30, 45, 60, 90)
ONCE, WEEKLY = "once", "weekly"


class SlotForm(forms.Form):
    """One day or a series: back to back from ``start`` while a slot ends by ``end``; one slot without it."""

    location = forms.ModelChoiceField(
        Location.objects.none(), label=pgettext_lazy("slot", "Location"), empty_label=None
    )
    interviewer = forms.ModelChoiceField(
        Staff.objects.none(),
        label=pgettext_lazy("slot", "Interviewer"),
        required=False,
        empty_label=_("Not decided yet"),
    )
    repeat = forms.ChoiceField(
        label=_("How often"),
        choices=[(ONCE, _("One day")), (WEEKLY, _("Every week"))],
        widget=forms.RadioSelect,
    )
    first = forms.DateField(
        label=pgettext_lazy("slot", "Day"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        required=False,
        coerce=int,
        choices=[
            (0, _("Mon")),
            (1, _("Tue")),
            (2, _("Wed")),
            (3, _("Thu")),
            (4, _("Fri")),
            (5, _("Sat")),
            (6, _("Sun")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(
        label=pgettext_lazy("slot", "Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    start = forms.TimeField(
        label=pgettext_lazy("slot", "From"), widget=forms.TimeInput({"type": "time", "step": 300}, "%H:%M")
    )
    end = forms.TimeField(
        label=pgettext_lazy("slot", "To"),
        required=False,
        widget=forms.TimeInput({"type": "time", "step": 300}, "%H:%M"),
    )
    minutes = forms.TypedChoiceField(
        label=_("Length of one"),
        coerce=int,
        choices=[(length, format_lazy(_("{length} minutes"), length=length)) for length in LENGTHS],
    )
    seats = forms.IntegerField(label=pgettext_lazy("slot", "Seats"), min_value=1, max_value=50, initial=1)
    mode = forms.ChoiceField(
        label=pgettext_lazy("slot", "How"),
        choices=[
            (Mode.ONSITE, pgettext_lazy("slot", "At the place")),
            (Mode.ONLINE, pgettext_lazy("slot", "Online")),
            (Mode.PHONE, pgettext_lazy("slot", "Phone")),
        ],
        widget=forms.RadioSelect,
    )
    online_url = forms.URLField(
        label=pgettext_lazy("slot", "Meeting link"), required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, scope: Scope, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        locations = scope.locations()
        self._choices("location").queryset = locations
        self._choices("interviewer").queryset = interviewers_for(locations)
        for name in ("location", "interviewer", "minutes"):
            self.fields[name].widget.attrs["class"] = "select"
        for name in ("first", "until", "start", "end", "seats", "online_url"):
            self.fields[name].widget.attrs["class"] = "input num"
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")
        self.fields["online_url"].widget.attrs |= {"placeholder": "https://", "inputmode": "url"}

    def _choices(self, name: str) -> "forms.ModelChoiceField[Any]":
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  tells the type checker, not the user
        return field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") == Mode.ONLINE and not data.get("online_url") and "online_url" not in self.errors:
            self.add_error("online_url", _("Put the link people will open for the interview."))
        if data.get("repeat") == WEEKLY:
            self._check_series(data)
        if not self.errors:
            self._check_moments()
        return data

    def _check_series(self, data: dict[str, Any]) -> None:
        first, until = data.get("first"), data.get("until")
        if not data.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Choose at least one weekday."))
        if until is None and "until" not in self.errors:
            self.add_error("until", _("Say until which day it repeats."))
        elif first and until and until < first:
            self.add_error("until", _("This is before the first day. Choose a later one."))
        elif first and until and until - first > LONGEST:
            self.add_error("until", _("This is more than a year. Choose an earlier day."))

    def _check_moments(self) -> None:
        data, starts, all_starts = self.cleaned_data, self.starts(), self._series()
        if data["end"] and data["end"] <= data["start"]:
            words = _("This is not after the start. Choose a later time, or leave it empty for one slot.")
            self.add_error("end", words)
        elif len(all_starts) > LONGEST_SERIES:
            words = _("These would be %(count)d slots; %(most)d are possible at once. Choose fewer days.")
            self.add_error("until", words % {"count": len(all_starts), "most": LONGEST_SERIES})
        elif all_starts and not starts:
            self.add_error("first", _("This time has passed. Choose a later one."))
        elif not starts and not self._has_such_a_day():
            self.add_error("until", _("No such weekday lies in these days."))
        elif not starts:
            words = _("Not even one slot fits in. Choose a later end or a shorter length.")
            self.add_error("end", words)

    def _has_such_a_day(self) -> bool:
        data = self.cleaned_data
        span = (self.series_end - data["first"]).days
        days = {(data["first"] + timedelta(days=offset)).weekday() for offset in range(min(span, 6) + 1)}
        return bool(days & set(self.series_weekdays))

    @property
    def first_start(self) -> datetime:
        data = self.cleaned_data
        return datetime.combine(data["first"], data["start"], ZoneInfo(data["location"].zone))

    @property
    def series_weekdays(self) -> list[int]:
        """One day is a series of one weekday that ends on the day it begins."""
        data = self.cleaned_data
        return [data["first"].weekday()] if data["repeat"] == ONCE else data["weekdays"]

    @property
    def series_end(self) -> date:
        data = self.cleaned_data
        end: date = data["first"] if data["repeat"] == ONCE else data["until"]
        return end

    def _series(self) -> list[datetime]:
        data = self.cleaned_data
        return series_starts(
            self.first_start,
            self.series_weekdays,
            self.series_end,
            minutes=data["minutes"],
            day_ends=data["end"],
            zone=data["location"].zone,
        )

    def starts(self) -> list[datetime]:
        """Every start that is still to come, aware, in the location's zone."""
        return [moment for moment in self._series() if moment > self.now]

    def new_starts(self) -> list[datetime]:
        """The starts for which no slot is offered yet with this interviewer, place and way."""
        data, starts = self.cleaned_data, self.starts()
        there = Slot.objects.filter(
            location=data["location"],
            interviewer=data["interviewer"],
            mode=data["mode"],
            is_open=True,
            starts_at__in=starts,
        )
        standing = set(there.values_list("starts_at", flat=True))
        return [moment for moment in starts if moment not in standing]

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data["minutes"])

    def facts(self) -> dict[str, Any]:
        """What ``scheduling.services.slots.create_series`` wants besides days and ``now``."""
        data = self.cleaned_data
        return {
            "location": data["location"],
            "interviewer": data["interviewer"],
            "minutes": data["minutes"],
            "day_ends": data["end"],
            "mode": Mode(data["mode"]),
            "online_url": data["online_url"],
            "capacity": data["seats"],
        }

"""Availability rules, closures and interviewers' own calendars, as typed by a recruiter."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any  # Django's forms take anything by keyword
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from company.models import Location, Staff
from dashboard.forms_slots import SlotForm
from dashboard.queries.slots import interviewers_for
from dashboard.scope import Scope
from scheduling.models import AvailabilityRule, Closure
from scheduling.policy import Mode
from scheduling.services.feeds_fetching import LARGEST

LENGTHS = (15, 20, 30, 45, 60, 90)
PAUSES = (0, 5, 10, 15, 30)
NOTICES = (0, 60, 120, 180, 360, 720, 1440, 2880)
HORIZONS = (7, 14, 21, 28, 42, 60, 90)
LONGEST_CLOSURE = timedelta(days=366)
DATE = forms.DateInput({"type": "date", "class": "input num"}, "%Y-%m-%d")
TIME = forms.TimeInput({"type": "time", "step": 300, "class": "input num"}, "%H:%M")


class RuleForm(forms.ModelForm[AvailabilityRule]):
    """A week that repeats: on these weekdays from opening to closing, back to back."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekdays"),
        coerce=int,
        choices=SlotForm.base_fields["weekdays"].choices,  # type: ignore[attr-defined]  # a choice field
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one weekday.")},
    )

    class Meta:
        model = AvailabilityRule
        fields = (
            "location",
            "interviewer",
            "weekdays",
            "opens",
            "closes",
            "minutes",
            "buffer_minutes",
            "capacity",
            "daily_cap",
            "mode",
            "online_url",
            "holidays",
            "from_on",
            "until_on",
            "notice_minutes",
            "horizon_days",
        )
        labels = {
            "location": pgettext_lazy("slot", "Location"),
            "interviewer": pgettext_lazy("slot", "Interviewer"),
            "opens": pgettext_lazy("slot", "From"),
            "closes": pgettext_lazy("slot", "To"),
            "minutes": gettext_lazy("Length of one"),
            "buffer_minutes": gettext_lazy("Pause after each"),
            "capacity": pgettext_lazy("slot", "Seats"),
            "daily_cap": gettext_lazy("At most a day"),
            "mode": pgettext_lazy("slot", "How"),
            "online_url": pgettext_lazy("slot", "Meeting link"),
            "holidays": gettext_lazy("On national holidays"),
            "from_on": gettext_lazy("First day"),
            "until_on": gettext_lazy("Last day"),
            "notice_minutes": gettext_lazy("Bookable until"),
            "horizon_days": gettext_lazy("Offered ahead"),
        }
        help_texts = {
            "capacity": gettext_lazy("More than one makes it a group session."),
            "daily_cap": gettext_lazy("The earliest of the day are offered; who is booked counts."),
        }
        widgets = {"from_on": DATE, "until_on": DATE, "opens": TIME, "closes": TIME}

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        locations = scope.locations()
        set_choices(self, "location", locations, None)
        people = Q(pk__in=interviewers_for(locations)) | Q(pk=self.instance.interviewer_id)
        set_choices(self, "interviewer", Staff.objects.filter(people).order_by("pk"), _("Not decided yet"))
        self._choose("mode", forms.RadioSelect(), SlotForm.base_fields["mode"].choices)  # type: ignore[attr-defined]  # a choice field
        self._choose("holidays", forms.RadioSelect(), HOLIDAY_CHOICES)
        for name, values, words in (
            ("minutes", LENGTHS, minutes_words),
            ("buffer_minutes", PAUSES, pause_words),
            ("notice_minutes", NOTICES, notice_words),
            ("horizon_days", HORIZONS, horizon_words),
        ):
            known = sorted({*values, getattr(self.instance, name)})
            self._choose(name, forms.Select({"class": "select"}), [(value, words(value)) for value in known])
        for name, most in (("capacity", 50), ("daily_cap", 50)):
            field = self.fields[name]
            field.validators += [MinValueValidator(1), MaxValueValidator(most)]
            field.widget = forms.NumberInput({"class": "input num", "min": 1, "max": most})
        self.fields["online_url"].widget.attrs |= {
            "class": "input", "placeholder": "https://", "inputmode": "url", "autocomplete": "off",
        }  # fmt: skip
        for field in self.fields.values():
            field.error_messages.setdefault("required", _("Please fill this in."))
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill this in.")

    def _choose(
        self, name: str, widget: forms.Select | forms.RadioSelect, choices: Iterable[tuple[Any, Any]]
    ) -> None:
        old = self.fields[name]
        field = forms.TypedChoiceField(
            label=old.label, help_text=old.help_text, widget=widget, choices=list(choices),
            coerce=str if isinstance(widget, forms.RadioSelect) else int,
        )  # fmt: skip
        self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mode") == Mode.ONLINE and not data.get("online_url") and "online_url" not in self.errors:
            self.add_error("online_url", _("Put the link people will open for the interview."))
        opens, closes, minutes = data.get("opens"), data.get("closes"), data.get("minutes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("This is not after the start. Choose a later time."))
        elif opens and closes and minutes and _minutes(closes) - _minutes(opens) < minutes:
            words = _("Not even one slot fits in. Choose a later end or a shorter length.")
            self.add_error("closes", words)
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("This is before the first day. Choose a later one."))
        return data


HOLIDAY_CHOICES = [
    ("as_usual", pgettext_lazy("national holidays", "As on any day")),
    ("closed", pgettext_lazy("national holidays", "No times")),
    ("only", pgettext_lazy("national holidays", "Only then")),
]


class ClosureForm(forms.Form):
    """Whole days, or some hours of one day, in which nobody is met."""

    location = forms.ModelChoiceField(
        Location.objects.none(), label=pgettext_lazy("closure", "Where"), required=False
    )
    interviewer = forms.ModelChoiceField(
        Staff.objects.none(), label=pgettext_lazy("closure", "Who"), required=False
    )
    first = forms.DateField(label=gettext_lazy("First day"), widget=DATE)
    last = forms.DateField(label=gettext_lazy("Last day"), widget=DATE, required=False)
    start = forms.TimeField(label=pgettext_lazy("closure", "From"), widget=TIME, required=False)
    end = forms.TimeField(label=pgettext_lazy("closure", "To"), widget=TIME, required=False)
    label = forms.CharField(
        label=pgettext_lazy("closure", "Why"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, scope: Scope, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        locations = scope.locations()
        everywhere = _("The whole company") if scope.staff.sees_everything else None
        set_choices(self, "location", locations, everywhere)
        self.fields["location"].required = not scope.staff.sees_everything
        set_choices(self, "interviewer", interviewers_for(locations), _("Everybody"))
        self.fields["label"].widget.attrs["placeholder"] = _("e.g. stocktaking")
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        start, end = data.get("start"), data.get("end")
        if first and last and last < first:
            self.add_error("last", _("This is before the first day. Choose a later one."))
        elif first and last and last - first > LONGEST_CLOSURE:
            self.add_error("last", _("This is more than a year. Choose an earlier day."))
        if bool(start) != bool(end) and not {"start", "end"} & self.errors.keys():
            self.add_error("end" if start else "start", _("Fill in both, or neither for whole days."))
        elif start and end and end <= start and (last is None or last == first):
            self.add_error("end", _("This is not after the start. Choose a later time."))
        if not self.errors and self.closure().ends_at <= self.now:
            self.add_error("last" if last else "first", _("This has passed. Choose a later day."))
        return data

    def closure(self) -> Closure:
        """As typed, not saved. Days are those of the location, or of the company's own zone."""
        data = self.cleaned_data
        place: Location | None = data["location"]
        zone = ZoneInfo(place.zone if place else settings.TIME_ZONE)
        first: date = data["first"]
        last: date = data["last"] or first
        ends = (
            datetime.combine(last, data["end"], zone)
            if data["end"]
            else datetime.combine(last + timedelta(days=1), time(), zone)
        )
        return Closure(
            location=place,
            interviewer=data["interviewer"],
            starts_at=datetime.combine(first, data["start"] or time(), zone),
            ends_at=ends,
            label=data["label"],
        )


class FeedForm(forms.Form):
    """One interviewer's calendar: a file, or an address that is read again and again."""

    staff = forms.ModelChoiceField(
        Staff.objects.none(), label=pgettext_lazy("calendar", "Whose calendar"), empty_label=None
    )
    name = forms.CharField(
        label=pgettext_lazy("calendar", "What it is called"),
        max_length=80,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )
    url = forms.CharField(
        label=pgettext_lazy("calendar", "Address (https)"),
        max_length=500,
        required=False,
        widget=forms.TextInput(
            {"class": "input", "inputmode": "url", "autocomplete": "off", "placeholder": "https://"}
        ),
    )
    file = forms.FileField(
        label=pgettext_lazy("calendar", "or a file (.ics)"),
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput({"class": "input", "accept": ".ics,text/calendar"}),
    )

    def __init__(self, *args: Any, people: "Iterable[Staff]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "staff", people, None)
        self.fields["name"].widget.attrs["placeholder"] = _("e.g. Google Calendar")
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        url, file = data.get("url"), data.get("file")
        if not self.errors and not url and file is None:
            self.add_error("url", _("Put an address, or choose a file."))
        elif url and file is not None:
            self.add_error("url", _("An address or a file, not both."))
        elif file is not None and file.size > LARGEST:
            self.add_error("file", _("This file is larger than 1 MB. Export fewer months."))
        return data


def set_choices(form: forms.BaseForm, name: str, rows: Any, empty: str | None) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  tells the type checker what it is
    field.queryset = rows
    field.empty_label = empty
    field.widget.attrs["class"] = "select"


def minutes_words(minutes: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def pause_words(minutes: int) -> str:
    return minutes_words(minutes) if minutes else _("No pause")


def notice_words(minutes: int) -> str:
    """Until how long before the start somebody may still choose it."""
    if not minutes:
        return _("right before the start")
    hours, rest = divmod(minutes, 60)
    if rest:
        return _("%(n)d minutes before") % {"n": minutes}
    if hours % 24:
        return ngettext("%(n)d hour before", "%(n)d hours before", hours) % {"n": hours}
    return ngettext("%(n)d day before", "%(n)d days before", hours // 24) % {"n": hours // 24}


def horizon_words(days: int) -> str:
    if days % 7:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7}


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute

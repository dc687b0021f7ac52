"""When somebody can come, as heard on the telephone: hours by weekday, written as one says them."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.policy import WEEKDAYS, BadHours, Coming, Hours, clean_text, read_spans, write_spans
from candidates.policy.coming import LONGEST_WORDS


class ComingForm(forms.Form):
    """Seven lines of hours; all of them empty means that any day suits."""

    leave_by = forms.TimeField(
        label=_("Free again by"),
        required=False,
        widget=forms.TimeInput({"class": "input input--sm", "type": "time"}, format="%H:%M"),
    )
    online_only = forms.BooleanField(label=_("Only online"), required=False)
    phone_ok = forms.BooleanField(label=_("By telephone is fine"), required=False)
    words = forms.CharField(
        label=_("In their words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.TextInput({"class": "input input--sm", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None, *, known: Coming) -> None:
        super().__init__(data, prefix="coming", initial=_said(known))
        for day in WEEKDAYS:
            self.fields[f"day{day}"] = forms.CharField(
                label=NAMES[day],
                required=False,
                max_length=60,
                widget=forms.TextInput(
                    {"class": "input input--sm", "autocomplete": "off", "placeholder": _("e.g. 9–15, 18–21")}
                ),
            )
        self._hours: list[Hours] = []

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day{day}"] for day in WEEKDAYS]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        for day in WEEKDAYS:
            try:
                self._hours += read_spans(day, said.get(f"day{day}") or "")
            except BadHours:
                wrong = ValidationError(gettext("Please write hours like 9–15 or 18:30–21."), code="hours")
                self.add_error(f"day{day}", wrong)
        return said

    def coming(self) -> Coming:
        said = self.cleaned_data
        return Coming(
            hours=tuple(sorted(self._hours)),
            leave_by=said["leave_by"],
            online_only=said["online_only"],
            phone_ok=said["phone_ok"],
            words=clean_text(said["words"]),
        )


def _said(known: Coming) -> dict[str, object]:
    spans = {day: write_spans(one for one in known.hours if one.weekday == day) for day in WEEKDAYS}
    return {
        **{f"day{day}": words for day, words in spans.items()},
        "leave_by": known.leave_by,
        "online_only": known.online_only,
        "phone_ok": known.phone_ok,
        "words": known.words,
    }

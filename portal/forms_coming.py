"""When somebody can come, as they tick it: a few words on the application form, later a week's boxes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import time

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.policy import WEEKDAYS, Coming, DayPart, clean_text, hours_of
from candidates.services.coming_words import coming_words

LONGEST_WISH = 200
WORKING_DAYS, SATURDAY, SUNDAY = range(5), 5, 6
PARTS = [
    (DayPart.MORNING, "morning", pgettext_lazy("part of a day", "morning")),
    (DayPart.DAYTIME, "sun", pgettext_lazy("part of a day", "daytime")),
    (DayPart.EVENING, "moon", pgettext_lazy("part of a day", "evening")),
]
ONLINE = "online"
COMING_TAGS = [
    ("weekday_morning", _("Weekday mornings")),
    ("weekday_daytime", _("Weekdays by day")),
    ("weekday_evening", _("Weekday evenings")),
    ("saturday", _("Saturdays")),
    ("sunday", _("Sundays")),
    (ONLINE, _("Rather online")),
]
"""What the application form offers: no more than a thumb takes in at a glance."""

CELLS_OF = {
    **{f"weekday_{part}": [(day, part) for day in WORKING_DAYS] for part in DayPart},
    "saturday": [(SATURDAY, part) for part in DayPart],
    "sunday": [(SUNDAY, part) for part in DayPart],
}
LEAVE_BY = [
    ("", _("Does not matter")),
    *(
        (f"{hour}:{minute:02}", _("by %(time)s") % {"time": f"{hour}:{minute:02}"})
        for hour in range(11, 21)
        for minute in (0, 30)
    ),
]


def coming_of_tags(tags: Collection[str], leave_by: str) -> Coming:
    """What the application form says."""
    cells = [cell for tag in tags for cell in CELLS_OF.get(tag, ())]
    return Coming(hours=hours_of(cells), leave_by=_moment(leave_by), online_only=ONLINE in tags)


@dataclass(frozen=True)
class Box:
    code: str
    icon: str
    label: str
    is_ticked: bool


@dataclass(frozen=True)
class Week:
    """The boxes of a wish, ticked by what is known already."""

    coming: Coming

    @property
    def rows(self) -> list[tuple[str, list[Box]]]:
        return [
            (
                str(WEEKDAYS_ABBR[day]),
                [
                    Box(_code(day, part), icon, str(label), (day, part) in ticked)
                    for part, icon, label in PARTS
                ],
            )
            for ticked in [self.coming.cells]
            for day in WEEKDAYS
        ]

    @property
    def leave_by(self) -> list[tuple[str, str, bool]]:
        known = self.coming.leave_by
        chosen = f"{known.hour}:{known.minute:02}" if known else ""
        return [(value, str(label), value == chosen) for value, label in LEAVE_BY]


class WishForm(forms.Form):
    """「この中に合う日がない」: boxes of the week, how, and a word."""

    times = forms.MultipleChoiceField(
        required=False, choices=[(f"{day}-{part}", part) for day in WEEKDAYS for part in DayPart]
    )
    leave_by = forms.ChoiceField(required=False, choices=LEAVE_BY)
    online_only = forms.BooleanField(required=False)
    phone_ok = forms.BooleanField(required=False)
    text = forms.CharField(required=False, max_length=LONGEST_WISH)

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if not any(said.get(name) for name in self.fields):
            raise forms.ValidationError(_("Please choose a time or write a word."), code="empty")
        return said

    def coming(self, known: Coming) -> Coming:
        """Boxes left as they were keep the exact hours behind them, should a colleague have entered these."""
        said = self.cleaned_data
        cells = [(int(day), DayPart(part)) for day, part in (code.split("-") for code in said["times"])]
        return replace(
            known.with_cells(cells),
            leave_by=_moment(said["leave_by"]),
            online_only=said["online_only"],
            phone_ok=said["phone_ok"],
            words=clean_text(said["text"]),
        )

    def in_words(self, known: Coming) -> str:
        """In one line of the house's own language: staff read it, whatever the candidate reads."""
        with translation.override(settings.LANGUAGE_CODE):
            return coming_words(self.coming(known))


def _code(day: int, part: DayPart) -> str:
    return f"{day}-{part}"


def _moment(said: str) -> time | None:
    hour, _colon, minute = said.partition(":")
    return time(int(hour), int(minute)) if minute else None

"""What a linked page's forms may say, as clean values; and the words staff read for a tap."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import LANGUAGES
from candidates.policy import clean_text
from candidates.policy.languages import EASY_JAPANESE
from noshow.policy import Reason
from portal.policy import HOURS
from scheduling.models import LEAVING_REASONS, MOVING_REASONS

LATE_REASONS = [
    ("train", "train", _("The train is late")),
    ("lost", "map", _("I lost my way")),
    ("errand", "clock", _("Something before it")),
    ("other", "dots", _("Something else")),
]
ABSENCE_REASONS = [
    (Reason.UNWELL, "thermo", _("I was unwell")),
    (Reason.WORK_OR_SCHOOL, "clock", _("Work or school came up")),
    (Reason.FORGOT, "forgot", _("It slipped my mind")),
    (Reason.LOST, "map", _("I could not find the way")),
    (Reason.FAMILY, "heart", _("Something in the family")),
    (Reason.OTHER_JOB, "building", _("I found another job")),
    (Reason.NOT_AS_TOLD, "note", _("It was not what I was told")),
    (Reason.OTHER, "dots", _("Something else")),
]
"""Beside these the page offers NOBODY_THERE and RATHER_NOT_SAY, each in a line of its own."""
TODAYS_REASONS = [(Reason.UNWELL, "thermo", _("I am unwell")), *ABSENCE_REASONS[1:]]
NOBODY_THERE = (Reason.NOBODY_THERE, _("I came, but could not meet anybody"))

LATE_MINUTES = (10, 15, 30, 60)


def in_our_words(choices: Sequence[tuple[str, object]], codes: list[str]) -> list[str]:
    """The labels of the codes in the house's own language: staff read them, whatever the candidate reads."""
    with translation.override(settings.LANGUAGE_CODE):
        return [str(label) for code, label in choices if code in codes]


@dataclass(frozen=True)
class Delay:
    """One choice of 遅れます and the moment it stands for."""

    minutes: int
    at: datetime

    @property
    def is_longest(self) -> bool:
        return self.minutes == LATE_MINUTES[-1]


def delays_of(starts_at: datetime) -> list[Delay]:
    return [Delay(minutes, starts_at + timedelta(minutes=minutes)) for minutes in LATE_MINUTES]


class VersionForm(forms.Form):
    """Every form carries the version of the interview it showed; without an interview there is none."""

    version = forms.IntegerField(required=False, min_value=1)

    @property
    def shown(self) -> int | None:
        version: int | None = self.cleaned_data.get("version")
        return version


class PickForm(VersionForm):
    slot = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    reason = forms.ChoiceField(
        required=False, choices=[(code.value, code.value) for code, _label in MOVING_REASONS]
    )


class HereForm(VersionForm):
    """The number at the reception; how it is written is read by whoever compares it."""

    code = forms.CharField(max_length=20)


class LateForm(VersionForm):
    minutes = forms.TypedChoiceField(coerce=int, choices=[(minutes, minutes) for minutes in LATE_MINUTES])
    why = forms.ChoiceField(required=False, choices=[(code, label) for code, _icon, label in LATE_REASONS])


def late_in_words(form: LateForm) -> str:
    """The reason they gave, for staff."""
    why = in_our_words([(code, label) for code, _icon, label in LATE_REASONS], [form.cleaned_data["why"]])
    with translation.override(settings.LANGUAGE_CODE):
        return f"{gettext('Running late')}: {''.join(why)}"


class WithdrawForm(VersionForm):
    why = forms.ChoiceField(required=False, choices=LEAVING_REASONS)


class AbsenceForm(VersionForm):
    reason = forms.ChoiceField(choices=[(reason.value, reason.value) for reason in Reason])


class MessageForm(forms.Form):
    text = forms.CharField(max_length=1000)

    def clean_text(self) -> str:
        said = clean_text(self.cleaned_data["text"])
        if not said:
            raise forms.ValidationError(_("Please write a word first."), code="empty")
        return said


class PreferencesForm(forms.Form):
    """How to be reached; ``channels`` are the ones that can reach this person."""

    preferred_channel = forms.ChoiceField()
    preferred_hours = forms.MultipleChoiceField(
        required=False, choices=[(hours, hours) for hours, _icon in HOURS]
    )

    def __init__(self, data: QueryDict, *, channels: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["preferred_channel"].choices = channels  # type: ignore[attr-defined]  # a ChoiceField


class LanguageForm(forms.Form):
    """「ことば」: a language, or easy Japanese."""

    language = forms.ChoiceField(choices=[*LANGUAGES, (EASY_JAPANESE, EASY_JAPANESE)])

"""A step of the cadence as an administrator types it. What could never go out is refused, in words."""

from collections.abc import Iterator
from typing import Any, cast  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company.policy import SpeakingHours
from company.services.profile import the_company
from messaging.models import KINDS
from reminders.fields import SpanField
from reminders.models import CadenceStep
from reminders.policy.checking import OFFERED_KINDS, Flaw, flaws
from reminders.wording import WHY, span_words, why_words

FARTHEST = 14  # days
ANSWERS = frozenset({"cancelled", "confirmed", "late_noted", "rejected", "reply_link"})
"""Reasons of what is said in answer to something, without a step."""
WORDS = {
    Flaw.KIND: (
        "anchor",
        gettext_lazy("This message cannot be counted from here; its facts are not known yet."),
    ),
    Flaw.CONDITION: ("condition", gettext_lazy("This condition has no meaning counted from here.")),
    Flaw.CALL_BY_TEXT: ("route", gettext_lazy("This is a call: choose the telephone.")),
    Flaw.TEXT_BY_CALL: (
        "route",
        gettext_lazy("This is a text. For a call choose one of the calls as the message."),
    ),
    Flaw.HALF_A_TIME: ("local_time", gettext_lazy("Give both a day and a time of day, or neither.")),
    Flaw.TWO_TIMES: (
        "offset_minutes",
        gettext_lazy("There is a day and a time of day already; set this to 0."),
    ),
    Flaw.TOO_LATE: (
        None,
        gettext_lazy("It would come too late: this has to go out before what it is counted from."),
    ),
    Flaw.TOO_EARLY: (
        None,
        gettext_lazy("It would come too early: this can only go out after what it is counted from."),
    ),
    Flaw.AT_NIGHT: (
        "local_time",
        gettext_lazy("Outside the hours in which we write and call; see the company."),
    ),
    Flaw.USELESS: ("useful_minutes", gettext_lazy("It has to help for some time, or it never goes out.")),
}


def _days() -> Iterator[tuple[str, str]]:
    """From two weeks before to two weeks after, as words."""
    near = {-1: _("the day before"), 0: _("the same day"), 1: _("the next day")}
    yield "", _("No day: the span above counts")
    for number in range(-FARTHEST, FARTHEST + 1):
        span = span_words(abs(number) * 24 * 60)
        words = _("%(span)s earlier") if number < 0 else _("%(span)s later")
        yield str(number), near.get(number) or words % {"span": span}


def _whole_number(text: str) -> int:
    return int(text)


class CadenceStepForm(forms.ModelForm[CadenceStep]):
    offset_minutes = SpanField(sided=True, label=gettext_lazy("how long"), required=True)
    days = forms.TypedChoiceField(
        label=gettext_lazy("or on which day"), required=False, coerce=_whole_number, empty_value=None
    )
    useful_minutes = SpanField(label=gettext_lazy("useful for"), required=True)
    why = forms.ChoiceField(label=gettext_lazy("why"))

    class Meta:
        model = CadenceStep
        fields = (
            "kind",
            "anchor",
            "offset_minutes",
            "days",
            "local_time",
            "condition",
            "route",
            "useful_minutes",
            "why",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("days", list(_days()))
        self._offer(
            "why", [("", "---------"), *((code, why_words(code)) for code in WHY if code not in ANSWERS)]
        )
        self._offer("kind", [(kind, name) for kind, name in KINDS if kind in OFFERED_KINDS])
        self.fields["offset_minutes"].help_text = _("0 minutes: at once.")
        self.fields["days"].help_text = _("For a fixed time of day, such as 18:00 on the day before.")
        self.fields["useful_minutes"].help_text = _(
            "If it could not go out by then, it is left out instead of coming too late. "
            "Nothing goes out after the interview has begun."
        )
        self.fields["why"].help_text = _("Stands beside the planned message on the desk.")

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        if name in self.fields:  # what stands fast is not asked
            cast(forms.ChoiceField, self.fields[name]).choices = choices

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        step = self._step()
        for flaw in flaws(step.as_step(), _hours()):
            field, words = WORDS[flaw]
            self.add_error(field if field in self.fields else None, str(words))
        if not self.errors and self._is_said_twice(step):
            self.add_error(
                None, _("Another step in use says the same at the same time. Change or stop that one.")
            )
        return cleaned

    def _step(self) -> CadenceStep:
        """The step as it would be kept."""
        names = [field.name for field in CadenceStep._meta.concrete_fields if field.name != "id"]
        known = {name: getattr(self.instance, name) for name in names}
        return CadenceStep(
            **known | {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        )

    def _is_said_twice(self, step: CadenceStep) -> bool:
        same = ("kind", "anchor", "offset_minutes", "days", "local_time", "condition", "route")
        twins = CadenceStep.objects.filter(is_active=True, **{name: getattr(step, name) for name in same})
        return step.is_active and twins.exclude(pk=self.instance.pk).exists()


def _hours() -> SpeakingHours:
    company = the_company()
    return SpeakingHours(company.speaking_opens, company.speaking_closes)

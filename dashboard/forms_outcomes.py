"""How an interview went, as pressed or filled in at the desk."""

from typing import Any  # cleaned values

from django import forms
from django.utils.translation import gettext_lazy as _

from scheduling.models import EXCUSES
from scheduling.policy import By, Excuse, ExcuseReason, InterviewState
from scheduling.services.outcomes import Said

OUTCOMES = [state for state in InterviewState if state.is_outcome]


class OutcomeForm(forms.Form):
    """``seen`` is the state the page showed; a press on an aged one is told what was said meanwhile."""

    outcome = forms.ChoiceField(
        choices=[(state.value, state.value) for state in OUTCOMES],
        error_messages={
            "required": _("Please press one of the buttons."),
            "invalid_choice": _("Please press one of the buttons."),
        },
    )
    seen = forms.ChoiceField(required=False, choices=[(state.value, state.value) for state in InterviewState])
    why = forms.ChoiceField(required=False, choices=EXCUSES)
    words = forms.CharField(required=False, max_length=300)
    minutes = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=600,
        error_messages={
            "invalid": _("Write the minutes as a number, e.g. 10."),
            "min_value": _("Write the minutes as a number, e.g. 10."),
            "max_value": _("That is more than ten hours. Please check the minutes."),
        },
    )

    @property
    def chosen(self) -> InterviewState:
        return InterviewState(self.cleaned_data["outcome"])

    def said(self, way: By) -> Said:
        data: dict[str, Any] = self.cleaned_data
        is_excused = self.chosen is InterviewState.EXCUSED
        return Said(
            way,
            excuse=Excuse(ExcuseReason(data["why"]), data["words"]) if is_excused and data["why"] else None,
            minutes_late=data["minutes"],
            seen=InterviewState(data["seen"]) if data["seen"] else None,
        )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        if data.get("outcome") == InterviewState.EXCUSED and not data.get("why") and "why" not in self.errors:
            self.add_error("why", _("Please choose why it is excused."))
        return data

    @property
    def fault(self) -> str:
        """The first thing that is not right, in words."""
        return next((str(words[0]) for words in self.errors.values()), "")

"""What an owner chooses for a simulation."""

from typing import Any  # Django's form arguments are untyped

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sandbox.simulator.assumptions import Assumptions, assume, parameters
from sandbox.simulator.life import Plan
from sandbox.simulator.policies import Policy, named

POLICIES = [
    ("none", _("no reminders")),
    ("text", _("one text the evening before")),
    ("default", _("as Yakusoku comes")),
    ("company", _("ours as it is now")),
]
MOST_DAYS, MOST_APPLICATIONS = 365, 20_000


class SimulationForm(forms.Form):
    """The plan, two policies, and every assumption by its name."""

    days = forms.IntegerField(label=_("Days"), initial=30, min_value=1, max_value=MOST_DAYS)
    applications = forms.IntegerField(
        label=_("Applications"), initial=300, min_value=1, max_value=MOST_APPLICATIONS
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        initial=1,
        min_value=0,
        max_value=2**31,
        help_text=_("The same number, the same people."),
    )
    first = forms.ChoiceField(label=_("Compare"), choices=POLICIES, initial="none")
    second = forms.ChoiceField(label=_("with"), choices=POLICIES, initial="company")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = Assumptions()
        for one in parameters():
            self.fields[one.name] = forms.FloatField(
                label=gettext(one.metadata["words"]),
                help_text=gettext(one.metadata["source"]),
                initial=getattr(usual, one.name),
                min_value=0,
                max_value=one.metadata["most"],
                required=False,
            )
            self.fields[one.name].widget.attrs["step"] = "any"
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "select" if is_choice else "input"

    def assumptions(self) -> list[forms.BoundField]:
        return [self[one.name] for one in parameters()]

    def plan(self) -> Plan:
        told = self.cleaned_data
        given = {one.name: told[one.name] for one in parameters() if told.get(one.name) is not None}
        return Plan(told["days"], told["applications"], told["seed"], assume(given))

    def policies(self) -> list[Policy]:
        return [named(self.cleaned_data[name]) for name in ("first", "second")]

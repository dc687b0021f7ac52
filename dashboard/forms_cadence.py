"""The whole cadence as one form: every step's time, condition and way, steps added and taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any  # Django's forms take anything by keyword
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.models import KINDS
from messaging.policy import Kind
from reminders.cadence_words import in_order
from reminders.forms import CadenceStepForm
from reminders.models import CadenceStep
from reminders.policy.cadence import Anchor, Condition, Route, Step
from reminders.policy.checking import CALLS, CONDITIONS_OF, KINDS_OF

MOST_NEW = 10
LEADS = (1, 2, 3, 5, 7, 14)
HOURS = ("8:30", "10:00", "13:00", "16:00", "19:00")
LEAD, HOUR = 5, "13:00"


class StepForm(CadenceStepForm):
    """One step on the desk. What it says and what it is counted from stand fast once it exists."""

    remove = forms.BooleanField(label=gettext_lazy("Take this step out"), required=False)
    field_order = ["offset_minutes", "days", "local_time", "condition", "route", "useful_minutes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("kind", "anchor", "why"):
            del self.fields[name]
        self._offer_what_fits(Anchor(self.instance.anchor), self.instance.kind)
        for name, field in self.fields.items():
            self._dress(name, field)
        self.said_twice = False

    def _offer_what_fits(self, anchor: Anchor, kind: str) -> None:
        fit = CONDITIONS_OF[anchor]
        for name, allowed in (("condition", set(fit)), ("route", _routes(kind))):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                choices: Any = field.choices  # pairs, as the model has them
                field.choices = [(value, words) for value, words in choices if value in allowed]

    def _dress(self, name: str, field: forms.Field) -> None:
        widget = field.widget
        for part in getattr(widget, "widgets", [widget]):
            kind = "select" if isinstance(part, forms.Select) else "input"
            if not isinstance(part, forms.CheckboxInput):
                part.attrs["class"] = f"{kind} {kind}--sm"
        if name == "local_time":
            field.widget = forms.TimeInput(attrs={"type": "time", "class": "input input--sm"}, format="%H:%M")

    def clean_days(self) -> int | None:
        """A day with an hour takes the place of the span."""
        days: int | None = self.cleaned_data["days"]
        if days is not None:
            self.cleaned_data["offset_minutes"] = 0
        return days

    def clean_local_time(self) -> time | None:
        at: time | None = self.cleaned_data["local_time"]
        return at if self.cleaned_data.get("days") is not None else None

    def _is_said_twice(self, step: CadenceStep) -> bool:
        return False  # looked at among what was typed, see Draft

    @property
    def is_removed(self) -> bool:
        return self.is_bound and self.data.get(self.add_prefix("remove")) == "on"

    @property
    def is_new(self) -> bool:
        return self.instance.pk is None


def _routes(kind: str) -> set[Route]:
    return {Route.CALL} if kind in CALLS else set(Route) - {Route.CALL}


@dataclass
class Draft:
    """Everything that was typed: forms for the steps there are and for new ones, and the sample interview."""

    forms: list[StepForm]
    lead: int
    hour: str
    seen: int

    @property
    def is_valid(self) -> bool:
        kept = [form for form in self.forms if not form.is_removed]
        shown = [form for form in kept if form.is_bound]
        right = [form.is_valid() for form in shown]  # each says what is wrong with it
        return all(right) and not self._twins(kept)

    def _twins(self, kept: Sequence[StepForm]) -> bool:
        """Two steps in use that say the same at the same time; the later one is told."""
        seen: set[tuple[object, ...]] = set()
        found = False
        for form in kept:
            step = form.instance
            same = (step.kind, step.anchor, step.offset_minutes, step.days, step.local_time)
            key = (*same, step.condition, step.route)
            if step.is_active and key in seen and not form.said_twice:
                words = _("Another step in use says the same at the same time. Change or stop that one.")
                form.add_error(None, words)
                form.said_twice = True
            found = found or form.said_twice
            seen.add(key)
        return found

    @property
    def rows(self) -> list[CadenceStep]:
        """The steps as they would be kept; only of a valid draft."""
        return [form.instance for form in self.forms if not form.is_removed]

    @property
    def cadence(self) -> tuple[Step, ...]:
        steps = []
        for number, row in enumerate(self.rows):
            if row.is_active:
                named = row.step or f"new-{number}"
                steps.append(CadenceStep(**{**_values(row), "step": named}).as_step())
        return tuple(steps)

    @property
    def new(self) -> int:
        return sum(form.is_new for form in self.forms)

    def interview(self, now: datetime, zone: str) -> tuple[datetime, datetime]:
        """Booked today at ten, to begin so many days later at that hour."""
        today = now.astimezone(ZoneInfo(zone)).replace(hour=10, minute=0, second=0, microsecond=0)
        hour, minute = (int(part) for part in self.hour.split(":"))
        return today, (today + timedelta(days=self.lead)).replace(hour=hour, minute=minute)


def _values(row: CadenceStep) -> dict[str, object]:
    return {
        field.name: getattr(row, field.name)
        for field in CadenceStep._meta.concrete_fields
        if field.name != "id"
    }


def draft_from(data: QueryDict | None, *, seen: int) -> Draft:
    """What stands, or what was typed over it."""
    rows = list(CadenceStep.objects.all())
    place = {step.name: number for number, step in enumerate(in_order([row.as_step() for row in rows]))}
    rows.sort(key=lambda row: place[row.step])
    typed = [StepForm(data, instance=row, prefix=f"s{row.pk}") for row in rows]
    if data is not None:
        for number, of in enumerate(_asked_anew(data)):
            was_shown = f"n{number}-useful_minutes_0" in data
            typed.append(StepForm(data if was_shown else None, instance=new_step(of), prefix=f"n{number}"))
    data = data or QueryDict()
    lead = data.get("lead", "")
    return Draft(
        forms=typed,
        lead=int(lead) if lead in {str(days) for days in LEADS} else LEAD,
        hour=data.get("hour", "") if data.get("hour") in HOURS else HOUR,
        seen=int(shown) if (shown := data.get("seen", "")).isdecimal() else seen,
    )


def _asked_anew(data: QueryDict) -> list[str]:
    """What new steps are to say, in the order they were added."""
    known = {code for _name, codes in new_choices() for code, _words in codes}
    return [of for of in data.getlist("of") if of in known][:MOST_NEW]


def new_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kind that can be a step, grouped by what it is counted from."""
    names = dict(KINDS)
    anchors = dict(CadenceStep._meta.get_field("anchor").choices or ())
    return [
        (str(anchors[anchor]), [(f"{anchor}:{kind}", str(names[kind])) for kind in sorted(kinds)])
        for anchor, kinds in KINDS_OF.items()
    ]


STARTS: dict[str, dict[str, object]] = {
    Anchor.START: {"days": -1, "local_time": time(18), "condition": Condition.UNANSWERED},
    Anchor.ANSWER_BY: {"offset_minutes": -24 * 60, "condition": Condition.UNBOOKED},
    Anchor.CASE: {"days": 1, "local_time": time(12)},
    Anchor.APPLIED: {"offset_minutes": 0},
    Anchor.INVITED: {"offset_minutes": 24 * 60, "condition": Condition.UNBOOKED},
    Anchor.BOOKED: {"offset_minutes": 0},
}
"""Where a new step begins before anybody says otherwise."""


def new_step(of: str) -> CadenceStep:
    anchor, _colon, kind = of.partition(":")
    twin = CadenceStep.objects.filter(kind=kind).first()
    return CadenceStep(
        kind=Kind(kind),
        anchor=Anchor(anchor),
        route=Route.CALL if kind in CALLS else Route.PREFERRED,
        why=twin.why if twin else kind.replace("_", "-"),
        useful_minutes=twin.useful_minutes if twin else 720,
        **STARTS[anchor],
    )

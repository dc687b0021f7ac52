"""Experiments in words: what is compared, how far it is, and what may be said of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messaging.models import KINDS
from reminders.cadence_words import short_moment
from reminders.models import CadenceStep, Experiment, ExperimentVariant
from reminders.policy.experiments import CONTROL, Varies
from reminders.services.experiments import Arm, Result


def step_words(name: str) -> str:
    """「前日の確認（前日 18:00）」."""
    step = CadenceStep.objects.filter(step=name).first()
    if step is None:
        return _("A message that is gone")
    kinds = {str(kind): str(words) for kind, words in KINDS}
    return _("%(kind)s (%(when)s)") % {"kind": kinds[step.kind], "when": short_moment(step.as_step())}


def variant_words(variant: ExperimentVariant) -> str:
    if variant.key == CONTROL:
        return _("As it is")
    return variant.name


def why_variant(code: str) -> str:
    """What a message's why says of the experiment it is part of; ``code`` as ``experiment-3b``."""
    number, key = code.removeprefix("experiment-")[:-1], code[-1:]
    found = Experiment.objects.filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        return ""
    values = {"name": found.name, "variant": key.upper()}
    return _("Experiment “%(name)s”, variant %(variant)s.") % values


def progress_words(experiment: Experiment, result: Result) -> str:
    values = {"n": result.least, "needed": experiment.needed}
    return _("%(n)s of %(needed)s outcomes in the variant that has fewest") % values


def rule_words(experiment: Experiment) -> str:
    """The rule stated beforehand."""
    words = ngettext(
        "It is read when every variant has %(n)s outcome, or when its last day is over, and not before.",
        "It is read when every variant has %(n)s outcomes, or when its last day is over, and not before.",
        experiment.needed,
    )
    return words % {"n": experiment.needed}


@dataclass(frozen=True)
class ArmRow:
    """One variant as the table shows it; shares and differences in words, and a bar in per cent."""

    key: str
    name: str
    people: int
    came: int
    known: int
    other: int
    open: int
    share: str
    low: float
    middle: float
    high: float
    difference: str
    verdict: str
    tone: str


def arm_rows(result: Result) -> list[ArmRow]:
    return [_row(arm) for arm in result.arms]


def _row(arm: Arm) -> ArmRow:
    low, high = arm.came.interval
    share = arm.came.share
    return ArmRow(
        key=arm.variant.key.upper(),
        name=variant_words(arm.variant),
        people=arm.people,
        came=arm.came.hits,
        known=arm.came.cases,
        other=arm.other,
        open=arm.open,
        share="—" if share is None else f"{share:.0%}",
        low=round(100 * low, 1),
        middle=round(100 * (share or 0), 1),
        high=round(100 * high, 1),
        difference=_difference(arm),
        verdict=_verdict(arm),
        tone=_tone(arm),
    )


def _difference(arm: Arm) -> str:
    found = arm.difference
    if found is None:
        return "—"
    values = {"points": f"{100 * found.points:+.1f}", "low": f"{100 * found.low:+.1f}"}
    return _("%(points)s points (%(low)s to %(high)s)") % {**values, "high": f"{100 * found.high:+.1f}"}


def _verdict(arm: Arm) -> str:
    if arm.variant.key == CONTROL:
        return ""
    if arm.difference is None or not arm.difference.is_clear:
        return _("No clear difference")
    return _("More people come") if arm.difference.points > 0 else _("Fewer people come")


def _tone(arm: Arm) -> str:
    if arm.difference is None or not arm.difference.is_clear:
        return ""
    return "ok" if arm.difference.points > 0 else "bad"


def varies_words(varies: str) -> str:
    return str(dict(Experiment._meta.get_field("varies").flatchoices)[Varies(varies)])

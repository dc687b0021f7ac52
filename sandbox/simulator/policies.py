"""The policies that are compared: a cadence and a closing rule, from the house or from a file."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from messaging.policy import Kind
from noshow.models import ClosingRule
from noshow.models.rules import RULE_FIELDS, rule_from
from reminders.models import CadenceStep
from reminders.services.cadence import FIELDS, as_kept, step_from
from sandbox.simulator.reading import load

REMINDERS = frozenset(
    {Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS, Kind.CALL_MORNING}
)
NAMED = ("none", "text", "default", "company")
Row = Mapping[str, object]


class UnknownPolicy(ValueError):
    """Neither a name nor a file that can be read; the text says which."""


@dataclass(frozen=True)
class Policy:
    """``steps`` as a version of the cadence keeps them, None for the product's own; ``rule`` too."""

    name: str
    steps: Sequence[Row] | None = None
    rule: Row = field(default_factory=dict)
    without: Sequence[str] = ()  # kinds that are left out

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def named(name: str) -> Policy:
    """``none``: no reminders. ``text``: one the evening before. ``default``: as the product comes."""
    match name:
        case "none":
            return Policy(name, without=sorted(REMINDERS))
        case "text":
            return Policy(name, without=sorted(REMINDERS - {Kind.REMINDER_EVE}))
        case "default":
            return Policy(name)
        case "company":
            return of_the_house()
    return from_file(Path(name))


def of_the_house() -> Policy:
    """What this instance does at present."""
    steps = [as_kept(row) for row in CadenceStep.objects.order_by("step")]
    rule = ClosingRule.objects.order_by("pk").first() or ClosingRule()
    return Policy("company", steps, {name: getattr(rule, name) for name in RULE_FIELDS})


def from_file(path: Path) -> Policy:
    """``name``, ``steps`` and ``rule`` by name, all optional. Raises UnknownPolicy."""
    if not path.is_file():
        raise UnknownPolicy(f"{path} is neither a file nor one of {', '.join(NAMED)}")
    try:
        return read(load(path) | {"name": path.stem})
    except (OSError, ValueError, TypeError) as error:
        raise UnknownPolicy(f"{path}: {error}") from error


def read(told: Mapping[str, object]) -> Policy:
    """Raises UnknownPolicy for names that are none."""
    policy = Policy("")
    if strange := told.keys() - {"name", "steps", "rule", "without"}:
        raise UnknownPolicy(f"unknown: {', '.join(sorted(strange))}")
    policy = replace(policy, **told)  # type: ignore[arg-type]  # checked by name above, by value below
    if strange := policy.rule.keys() - set(RULE_FIELDS):
        raise UnknownPolicy(f"a closing rule has no {', '.join(sorted(strange))}")
    for row in policy.steps or ():
        if strange := row.keys() - set(FIELDS):
            raise UnknownPolicy(f"a step has no {', '.join(sorted(strange))}")
    return policy


def use(policy: Policy) -> None:
    """Make it the policy of this database, before anybody applies."""
    if policy.steps is not None:
        CadenceStep.objects.all().delete()
        CadenceStep.objects.bulk_create(step_from(row) for row in policy.steps)
    CadenceStep.objects.filter(kind__in=policy.without).update(is_active=False)
    if policy.rule:
        ClosingRule.objects.all().delete()
        rule_from(policy.rule).save()

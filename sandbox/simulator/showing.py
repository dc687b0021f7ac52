"""A kept simulation in words and figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sandbox.models import Simulation, SimulationState
from sandbox.simulator.forms import POLICIES

NAMES = dict(POLICIES)
MEASURES = {
    "missed": gettext_lazy("did not come, of those expected"),
    "attended": gettext_lazy("came, of all who applied"),
    "joined": pgettext_lazy("simulator", "joined"),
    "messages": gettext_lazy("messages for each application"),
    "calls": gettext_lazy("calls for each application"),
    "yen": gettext_lazy("yen for each application"),
}
SHARES = {"missed", "attended", "joined"}


@dataclass(frozen=True)
class Line:
    """One measure; the texts are ready to be shown."""

    words: str
    first: str
    second: str
    difference: str
    between: str
    is_clear: bool


@dataclass(frozen=True)
class Shown:
    row: Simulation
    first: str
    second: str
    lines: tuple[Line, ...]
    ratio: str
    totals: tuple[Mapping[str, object], ...]

    @property
    def per_cent(self) -> int:
        return round(self.row.share * 100)

    @property
    def has_failed(self) -> bool:
        return self.row.state == SimulationState.FAILED

    @property
    def changes(self) -> dict[str, object]:
        plan: dict[str, object] = self.row.job["plan"]
        return plan

    def as_file(self) -> JsonResponse:
        answer = JsonResponse(self.row.report, json_dumps_params={"indent": 1, "ensure_ascii": False})
        answer["Content-Disposition"] = f'attachment; filename="simulation-{self.row.pk}.json"'
        return answer


def shown(row: Simulation) -> Shown:
    first, second, *_rest = [str(NAMES.get(one["name"], one["name"])) for one in row.job["policies"]]
    comparisons = row.report.get("comparisons") or [None]
    return Shown(
        row,
        first,
        second,
        _lines(comparisons[0]) if comparisons[0] else (),
        _ratio(comparisons[0]) if comparisons[0] else "",
        tuple(_total(one) for one in row.report.get("policies", ())),
    )


def _total(one: Mapping[str, object]) -> Mapping[str, object]:
    return {**one, "words": NAMES.get(str(one["name"]), one["name"])}


def _lines(comparison: Mapping[str, list[dict[str, object]]]) -> tuple[Line, ...]:
    return tuple(_line(one) for one in comparison["measures"])


def _line(one: Mapping[str, object]) -> Line:
    name, near = str(one["name"]), one["difference"]
    if not isinstance(near, dict):
        raise TypeError("a difference is an estimate")
    low, high = near["low"], near["high"]
    between = _("%(low)s to %(high)s") % {
        "low": _number(name, low, sign=True),
        "high": _number(name, high, sign=True),
    }
    return Line(
        str(MEASURES.get(name, name)),
        _number(name, one["first"]),
        _number(name, one["second"]),
        _number(name, near["value"], sign=True),
        between,
        low > 0 or high < 0,
    )


def _number(name: str, value: object, *, sign: bool = False) -> str:
    number = float(str(value))
    plus = "+" if sign else ""
    if name in SHARES:
        unit = _("points") if sign else "%"
        return f"{100 * number:{plus}.1f} {unit}"
    return f"{number:{plus}.2f}" if name != "yen" else f"{number:{plus}.0f}"


def _ratio(comparison: Mapping[str, object]) -> str:
    ratio = comparison["miss_ratio"]
    if not isinstance(ratio, dict):
        return ""
    return _("×%(value).2f (%(low).2f to %(high).2f)") % ratio

"""A simulation from its plan to its report, which says what it can and cannot know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from sandbox.simulator.comparing import compare
from sandbox.simulator.life import Plan
from sandbox.simulator.policies import Policy
from sandbox.simulator.processes import Lived, Told, live_all

NOTE = (
    "This shows how a policy works on the people that were assumed. It does not show what people are like: "
    "what goes in as an assumption comes out as a result. Try the numbers you doubt."
)
Report = dict[str, object]


def simulate(
    plan: Plan,
    chosen: Sequence[Policy],
    *,
    is_checked: bool = False,
    log: Path | None = None,
    tell: Told,
    meanwhile: Callable[[], None] = lambda: None,
) -> Report:
    """Every policy lived through, and each compared with the first. Raises LifeBroke."""
    lived = live_all(plan, chosen, is_checked=is_checked, tell=tell, meanwhile=meanwhile)
    if log is not None:
        log.mkdir(parents=True, exist_ok=True)
        for one in lived:
            (log / f"{one.policy}.log").write_text(one.log + "\n", encoding="utf-8")
    first, *others = lived
    comparisons = [compare(first.policy, first.fates, one.policy, one.fates).as_json() for one in others]
    return {
        "note": NOTE,
        "plan": asdict(plan),
        "policies": [_totals(one) for one in lived],
        "comparisons": comparisons,
    }


def _totals(lived: Lived) -> dict[str, object]:
    found = lived.fates
    return {
        "name": lived.policy,
        "applications": len(found),
        "booked": sum(one.is_booked for one in found),
        "expected": sum(one.due for one in found),
        "missed": sum(one.missed for one in found),
        "came": sum(one.has_come for one in found),
        "excused": sum(one.is_excused for one in found),
        "withdrew": sum(one.has_left for one in found),
        "joined": sum(one.has_joined for one in found),
        "messages": sum(one.messages for one in found),
        "calls": sum(one.calls for one in found),
        "yen": round(sum(one.yen for one in found)),
        "seconds": round(lived.seconds, 1),
    }


def in_words(report: Mapping[str, object]) -> str:
    """For a terminal."""
    lines = [str(report["note"]), ""]
    for policy in _list(report["policies"]):
        lines.append("  ".join(f"{name} {value}" for name, value in policy.items()))
    for one in _list(report["comparisons"]):
        lines.append(f"\n{one['second']} against {one['first']}, {one['people']} people")
        for row in _list(one["measures"]):
            near = row["difference"]
            lines.append(
                f"  {row['name']:9} {row['first']:9.3f} → {row['second']:9.3f}   "
                f"{near['value']:+.3f} ({near['low']:+.3f} to {near['high']:+.3f})"  # type: ignore[index]
            )
        if (ratio := one["miss_ratio"]) is not None:
            words = "risk of missing ×{value:.2f} ({low:.2f} to {high:.2f})"
            lines.append("  " + words.format(**ratio))  # type: ignore[arg-type]  # an Estimate's fields
    return "\n".join(lines)


def _list(value: object) -> list[dict[str, object]]:
    return list(value) if isinstance(value, list | tuple) else []

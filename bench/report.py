"""The table and the file of results."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from bench.figures import Figure

HEAD = (
    "what",
    "who",
    "per second",
    "CPU ms",
    "PostgreSQL ms",
    "late p50 s",
    "late p99 s",
    "twice",
    "lost",
    "note",
)


@dataclass(frozen=True)
class Row:
    """``what`` was done by ``who``; figures that were not taken stay None. CPU is per message."""

    what: str
    who: str
    rate: Figure | None = None
    cpu_ms: Figure | None = None
    database_ms: Figure | None = None
    late_p50: float | None = None
    late_p99: float | None = None
    twice: int | None = None
    lost: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Target:
    what: str
    value: float
    limit: float
    at_least: bool  # else at most

    @property
    def is_met(self) -> bool:
        return self.value >= self.limit if self.at_least else self.value <= self.limit


@dataclass
class Report:
    machine: dict[str, object] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "machine": self.machine,
            "rows": [asdict(row) for row in self.rows],
            "targets": [asdict(target) | {"is_met": target.is_met} for target in self.targets],
        }

    def find(self, what: str, who: str) -> Row | None:
        return next((row for row in self.rows if (row.what, row.who) == (what, who)), None)

    def words(self) -> str:
        parts = [f"{name}: {value}" for name, value in self.machine.items()]
        return "\n".join([*parts, "", table(self.rows), "", *(_judged(target) for target in self.targets)])


def table(rows: Iterable[Row]) -> str:
    """One line a row, the medians with their span; what one group does is said once."""
    lines: list[tuple[str, ...]] = [HEAD]
    said = ""
    for row in rows:
        lines.append((row.what if row.what != said else "", row.who, *_figures(row), row.note))
        said = row.what
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    return "\n".join(
        _aligned(line, widths).rstrip() for line in [lines[0], tuple("-" * w for w in widths), *lines[1:]]
    )


def _aligned(line: Iterable[str], widths: list[int]) -> str:
    words = list(line)
    left = {0, 1, len(HEAD) - 1}
    return "  ".join(
        word.ljust(width) if column in left else word.rjust(width)
        for column, (word, width) in enumerate(zip(words, widths, strict=True))
    )


def _figures(row: Row) -> tuple[str, ...]:
    return (
        _span(row.rate, ".0f"),
        _span(row.cpu_ms, ".2f"),
        _span(row.database_ms, ".2f"),
        *("" if value is None else f"{value:.2f}" for value in (row.late_p50, row.late_p99)),
        *("" if value is None else str(value) for value in (row.twice, row.lost)),
    )


def _span(figure: Figure | None, form: str) -> str:
    if figure is None:
        return ""
    return f"{figure.middle:{form}} ({figure.lowest:{form}}–{figure.highest:{form}})"


def _judged(target: Target) -> str:
    sign = "≥" if target.at_least else "≤"
    verdict = "met" if target.is_met else "MISSED"
    return f"{verdict:6}  {target.what}: {target.value:.2f} (target {sign} {target.limit:g})"

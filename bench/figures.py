"""What a run of a variant gives, and several of them together."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Run:
    rate: float  # messages a second
    cpu_ms: float  # of the sending process and its children, a message
    database_ms: float  # PostgreSQL's CPU, a message


@dataclass(frozen=True)
class Figure:
    """The median of a few runs and how far they lie apart."""

    middle: float
    lowest: float
    highest: float

    @classmethod
    def of(cls, values: list[float]) -> "Figure":
        return cls(median(values), min(values), max(values))

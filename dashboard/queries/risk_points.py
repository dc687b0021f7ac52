"""What the points are now, where they come from, and the versions that were learned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dashboard.words_risk import signal_words
from noshow.models import ModelKind, RiskModel, RiskSettings
from noshow.policy import STARTING
from noshow.policy.learning import ENOUGH_FOR_BASE, ENOUGH_TO_LEARN, NEWEST
from noshow.policy.risk import POINTS
from noshow.services.learning import INSTALL, can_learn, history

SHOWN = 12
"""Versions, the newest first."""


@dataclass(frozen=True)
class PointLine:
    """One signal: its points now, with their standard error, beside the published ones."""

    words: str
    now: int
    published: int
    error: float | None


@dataclass(frozen=True)
class Version:
    number: int
    row: RiskModel | None
    """None: the published points."""
    is_active: bool

    @property
    def is_base(self) -> bool:
        return self.row is not None and self.row.kind == ModelKind.BASE

    @property
    def may_count(self) -> bool:
        """It was better than what stood, and is not what counts."""
        return not self.is_active and (self.row is None or self.row.is_better)

    @property
    def gained(self) -> str:
        """By how much its log loss was lower on interviews it had not seen."""
        metrics: Mapping[str, float] = self.row.metrics if self.row else {}
        if "better_by" not in metrics:
            return ""
        return f"{metrics['better_by']:+.3f} ± {metrics['better_error']:.3f}"

    @property
    def auc(self) -> str:
        """Of it, and of the published points on the same interviews."""
        metrics = self.row.metrics if self.row else {}
        return f"{metrics['new']['auc']:.2f} / {metrics['start']['auc']:.2f}" if "new" in metrics else ""


@dataclass(frozen=True)
class Points:
    lines: tuple[PointLine, ...]
    base: int
    source: str
    active: RiskModel | None
    versions: tuple[Version, ...]
    known: int
    """Own outcomes to learn from, counted up to ``for_points``."""
    absent: int
    learns: bool
    can_learn: bool
    for_base: int = ENOUGH_FOR_BASE
    for_points: int = ENOUGH_TO_LEARN
    aside: int = round(100 * NEWEST)
    install: str = INSTALL
    published_base: int = round(POINTS * STARTING.base)

    @property
    def wants_numpy(self) -> bool:
        return not self.can_learn and self.known >= self.for_points


def points(settings: RiskSettings, *, now: datetime) -> Points:
    model, active = settings.as_model(), settings.active
    errors: Mapping[str, float] = active.errors if active else {}
    known, absent = history(now)
    return Points(
        lines=tuple(_line(code, model.weights, errors) for code in STARTING.weights),
        base=round(POINTS * model.base),
        source=model.name,
        active=active,
        versions=tuple(_versions(settings)),
        known=known,
        absent=absent,
        learns=settings.learns,
        can_learn=can_learn(),
    )


def _line(code: str, weights: Mapping[str, float], errors: Mapping[str, float]) -> PointLine:
    error = errors.get(code)
    return PointLine(
        signal_words(code),
        round(POINTS * weights.get(code, 0.0)),
        round(POINTS * STARTING.weights[code]),
        POINTS * error if error is not None else None,
    )


def _versions(settings: RiskSettings) -> list[Version]:
    rows = list(RiskModel.objects.all()[:SHOWN])
    learned = [Version(row.pk, row, row.pk == settings.active_id) for row in rows]
    return [*learned, Version(0, None, settings.active_id is None)]

"""How long it takes to compute the slots that availability rules want, and to carry them into rows."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from statistics import median

from django.utils import timezone

from bench.options import Options
from bench.place import Place
from bench.report import Report, Row, Target
from company.models import Location
from scheduling.models import AvailabilityRule, Slot
from scheduling.policy.holidays import is_national_holiday
from scheduling.policy.spans import Span
from scheduling.policy.supply import SupplyRule, wanted_spans
from scheduling.services.lanes import lane_of
from scheduling.services.supplying import supply_lanes

WANTED = 10_000
LIMIT_SECONDS = 2.0


def supply(place: Place, options: Options, report: Report) -> None:
    """10,000 wanted slots beside a thousand busy times; then one full calendar into rows, and once more."""
    taken = [_timed(_compute) for _ in range(options.rounds)]
    seconds, slots = median(seconds for seconds, _slots in taken), taken[0][1]
    report.rows.append(Row("slots from rules, computed", "Yakusoku", note=f"{slots:,} in {seconds:.2f} s"))
    each = seconds * WANTED / slots
    report.targets.append(Target("seconds to compute 10,000 slots", each, LIMIT_SECONDS, at_least=False))
    report.rows += _carried()


def _compute() -> int:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    busy = [Span(at := now + timedelta(hours=9 * n), at + timedelta(minutes=20)) for n in range(1000)]
    rule = SupplyRule(
        zone="Asia/Tokyo",
        weekdays=frozenset(range(7)),
        opens=hour(8),
        closes=hour(21),
        length=timedelta(minutes=15),
        horizon_days=230,
    )
    return len(wanted_spans(rule, now=now, is_holiday=is_national_holiday, blocked=busy))


def _carried() -> list[Row]:
    now = timezone.now()
    spot = Location.objects.create(name="Bench", slug=f"bench-{now:%H%M%S%f}")
    rule = AvailabilityRule.objects.create(
        location=spot, weekdays=list(range(7)), opens=hour(9), closes=hour(20), minutes=30, horizon_days=45,
        created_at=now,
    )  # fmt: skip
    rows = []
    for what in ("slots from a rule, first time", "slots from a rule, nothing to change"):
        seconds, made = _timed(lambda: supply_lanes([lane_of(rule)], now=now).made)
        there = Slot.objects.filter(rule=rule).count()
        note = f"{made:,} made, {there:,} there, {seconds * 1000:.0f} ms"
        rows.append(Row(what, "Yakusoku", note=note))
    Slot.objects.filter(rule=rule).delete()
    spot.delete()
    return rows


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done

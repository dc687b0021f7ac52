"""How late messages leave that are due at a given moment, with the processes of a real deployment."""

import random
import time
from datetime import datetime, timedelta
from statistics import quantiles

from django.utils import timezone

from bench.place import Place
from bench.processes import Running
from bench.variants import Product, Variant

TO_START = 15.0  # seconds until every process has started and waits
FILLED_A_SECOND = 700  # at least, by the slowest way of filling


def all_at_once(place: Place, variant: Variant, count: int, latency: float) -> tuple[float, float]:
    """Median and 99th percentile of the delays, in seconds, when all are due at one moment."""
    due = timezone.now() + timedelta(seconds=TO_START + count / FILLED_A_SECOND)
    variant.fill(count, due)
    delays = _sent(place, variant, count, latency, longest=count / 20 + 60, due=[due])
    hundredths = quantiles(delays, n=100)
    return hundredths[49], hundredths[98]


def one_by_one(place: Place, product: Product, count: int, seconds: float) -> tuple[float, float]:
    """Median and 95th percentile of the delays of messages due at moments strewn over so many seconds."""
    chance = random.Random(1)  # noqa: S311  the same moments in every run
    first = timezone.now() + timedelta(seconds=TO_START)
    due = [first + timedelta(seconds=chance.uniform(0, seconds)) for _ in range(count)]
    product.fill_at(due)
    delays = _sent(place, product, count, 0.0, longest=seconds + 60, due=due)
    hundredths = quantiles(delays, n=100)
    return hundredths[49], hundredths[94]


def _sent(
    place: Place, variant: Variant, count: int, latency: float, *, longest: float, due: list[datetime]
) -> list[float]:
    place.far_end.prepare(latency)
    running: list[Running] = []
    try:
        running += [place.start(command, variant.env()) for command in variant.service()]
        _sleep_until(due[0] - timedelta(seconds=1))
        place.far_end.wait_for(count, seconds=longest, watching=running[0])
    finally:
        for one in running:
            one.kill()
    return [one.at - due[(one.number - 1) % len(due)].timestamp() for one in place.far_end.taken()]


def _sleep_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()))

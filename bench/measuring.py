"""One run of one variant: how fast, at what CPU, measured in the middle of a backlog."""

from bench.figures import Run
from bench.place import Place
from bench.variants import Variant
from tests.services_fixture.session import wait_until

LONGEST = 120.0  # seconds


def measure(place: Place, variant: Variant, count: int, latency: float) -> Run:
    """From the first tenth of the backlog, when everything is warm, until all is sent and written down."""
    variant.fill(count)
    place.far_end.prepare(latency)
    warm = count // 10
    running = place.start(variant.sender(count), variant.env())
    try:
        place.far_end.wait_for(warm, seconds=LONGEST, watching=running)
        before, database_before = running.cpu(), place.cluster.cpu()
        place.far_end.wait_for(count, seconds=LONGEST, watching=running)
        wait_until(variant.is_settled, f"{variant.name} to write everything down", seconds=LONGEST)
        spent, database = running.cpu() - before, place.cluster.cpu() - database_before
    finally:
        running.kill()
    taken = place.far_end.taken()
    measured = count - warm
    return Run(
        rate=measured / (taken[count - 1].at - taken[warm - 1].at),
        cpu_ms=1000 * spent / measured,
        database_ms=1000 * database / measured,
    )

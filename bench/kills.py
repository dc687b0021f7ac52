"""What becomes of the messages when the sending process is killed with -9 in the middle and started again."""

import random
import time
from dataclasses import dataclass

from bench.far_end import Tally, tally
from bench.place import Place
from bench.processes import Running
from bench.variants import Variant

QUIET = 30.0  # seconds without any message: nothing more will come
LONGEST = 240.0


@dataclass(frozen=True)
class Damage:
    tally: Tally
    kills: int
    seconds: float  # from the first start to the last message


def under_kills(place: Place, variant: Variant, count: int, kills: int, seed: int) -> Damage:
    """The kills come when so many messages have arrived; ``seed`` draws how many, alike for everybody."""
    variant.fill(count)
    place.far_end.prepare(0.1)
    started = time.time()
    service = [place.start(command, variant.env()) for command in variant.service()]
    done = 0
    try:
        for moment in _moments(count, kills, seed):
            if not _arrives(place, service[0], moment):
                break
            service[0].kill()
            service[0] = place.start(variant.service()[0], variant.env())
            done += 1
        _await_the_end(place, variant, count)
    finally:
        for one in service:
            one.kill()
    taken = place.far_end.taken()
    return Damage(tally(taken, count), done, max((one.at for one in taken), default=started) - started)


def _moments(count: int, kills: int, seed: int) -> list[int]:
    chance = random.Random(seed)  # noqa: S311  to be repeatable
    return sorted(chance.sample(range(count // 20, count * 17 // 20), kills))


def _arrives(place: Place, running: Running, moment: int) -> bool:
    """Whether that many came; not when the sender has nothing left or nothing comes any more."""
    seen, since = -1, time.monotonic()
    while place.far_end.count < moment:
        if place.far_end.count != seen:
            seen, since = place.far_end.count, time.monotonic()
        if time.monotonic() - since > QUIET + 30:
            return False
        time.sleep(0.001)
    return True


def _await_the_end(place: Place, variant: Variant, count: int) -> None:
    seen, since, started = -1, time.monotonic(), time.monotonic()
    while time.monotonic() - started < LONGEST:
        if place.far_end.count != seen:
            seen, since = place.far_end.count, time.monotonic()
        quiet = time.monotonic() - since
        if quiet > QUIET or (quiet > 3 and seen >= count and variant.is_settled()):
            return
        time.sleep(0.2)

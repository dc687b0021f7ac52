"""Chance without a sequence: each draw is a hash of seed, person and purpose.

So whoever is asked twice answers alike, whatever happened in between, and under every policy the same people
apply with the same habits (common random numbers).
"""

import hashlib
import math
from dataclasses import dataclass
from statistics import NormalDist

_NORMAL = NormalDist()


@dataclass(frozen=True)
class Draws:
    """Those of one person."""

    seed: int
    person: int

    def share(self, purpose: str, occasion: object = 0) -> float:
        """Between 0 and 1, both left out."""
        text = f"{self.seed}|{self.person}|{purpose}|{occasion}".encode()
        number = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest())
        return (number + 0.5) / 2**64

    def happens(self, chance: float, purpose: str, occasion: object = 0) -> bool:
        return self.share(purpose, occasion) < chance

    def minutes(self, median: float, purpose: str, occasion: object = 0, spread: float = 1.0) -> float:
        """Lognormal around a median: most are quick, a few take very long."""
        return median * math.exp(spread * _NORMAL.inv_cdf(self.share(purpose, occasion)))

    def until(self, per_day: float, purpose: str, occasion: object = 0) -> float:
        """Days until something happens that has this chance each day."""
        if per_day <= 0:
            return math.inf
        hazard = -math.log1p(-min(per_day, 0.999))
        return -math.log(self.share(purpose, occasion)) / hazard

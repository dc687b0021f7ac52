"""PINs on a tablet that a store shares: which are too easy, and how long the door stays shut."""

from datetime import timedelta
from itertools import pairwise

FREE_TRIES = 5
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=12)


def is_pin(text: str) -> bool:
    return text.isascii() and text.isdecimal() and 4 <= len(text) <= 6


def is_too_easy(pin: str) -> bool:
    """All the same, counting up or down, or a pair repeated: what a thief of a tablet tries first."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {9}) or (len(pin) in {4, 6} and pin == pin[:2] * (len(pin) // 2))


def wait_after(failures: int) -> timedelta | None:
    """A minute after five wrong ones in a row, twice as long after each further one, half a day at most."""
    if failures < FREE_TRIES:
        return None
    return min(_FIRST_WAIT * (1 << min(failures - FREE_TRIES, 10)), _LONGEST_WAIT)

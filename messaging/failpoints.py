"""Named places on a message's way where a trial may stop, kill or break this process.

``reached`` does nothing unless somebody armed the place: a test in its own process, or the setting
FAILPOINTS, which only a sandbox may use (``claimed=kill:0.01 gated=stop:0.002``).
"""

import os
import random
import signal
from collections.abc import Callable, Iterable

POINTS = (
    "planned",  # the plan is written, its transaction still open
    "claimed",  # a batch is claimed and committed
    "gating",  # sending and attempts are written, the transaction still open
    "gated",  # sending is committed, nothing has left yet
    "before_request",  # in a pool thread, right before the provider is called
    "after_request",  # the provider has answered, nobody has written it down
    "recording",  # how it went is written, the transaction still open
    "recorded",  # how it went is committed
    "doubted",  # an outcome is called unknown and committed
    "asked",  # the provider was asked about it, nothing is written down yet
    "heard",  # a provider's event is kept, nothing was made of it yet
    "settling",  # it was made something of, the transaction still open
)

_armed: dict[str, Callable[[], None]] = {}


def reached(name: str) -> None:
    if _armed and (act := _armed.get(name)):
        act()


def arm(name: str, act: Callable[[], None]) -> None:
    """From now on ``act`` runs whenever this process reaches the place. Raises ValueError."""
    if name not in POINTS:
        raise ValueError(f"{name!r} is none of {', '.join(POINTS)}")
    _armed[name] = act


def disarm() -> None:
    _armed.clear()


def arm_all(told: Iterable[str]) -> None:
    """As the setting says it: ``name=kill:rate`` or ``name=stop:rate``. Raises ValueError."""
    for one in told:
        name, _, how = one.partition("=")
        deed, _, rate = how.partition(":")
        number = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}.get(deed)
        if number is None:
            raise ValueError(f"{one!r}: it must end in kill:RATE or stop:RATE")
        arm(name, _signal_now_and_then(f"failpoint {name} {deed}\n", number, float(rate or 1)))


def _signal_now_and_then(words: str, number: signal.Signals, rate: float) -> Callable[[], None]:
    def act() -> None:
        if random.random() < rate:  # noqa: S311  chance, not secrecy
            os.write(2, words.encode())  # whoever armed it counts what was hit
            os.kill(os.getpid(), number)

    return act

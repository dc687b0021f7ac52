"""Who watches a life, and what a check needs to know of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from messaging.channels import Outgoing
from messaging.policy import ChannelName
from sandbox.simulator.promises.facts import Facts


class Broken(AssertionError):
    """An invariant of RELIABILITY does not hold; the first word names it."""


def fail(name: str, words: str) -> None:
    raise Broken(f"{name}: {words}")


class Handed(Protocol):
    """One request that reached a provider; ``facts`` are those of that moment."""

    @property
    def channel(self) -> ChannelName: ...

    @property
    def outgoing(self) -> Outgoing: ...

    @property
    def at(self) -> datetime: ...

    @property
    def facts(self) -> Facts: ...

    @property
    def is_taken(self) -> bool: ...


class Witness(Protocol):
    """``own_acts`` are the moments at which each candidate themselves did something; ``silences`` when no
    dispatcher worked; ``names`` of people, that nobody else may ever read.
    """

    turn: int
    seen_history: int
    seen_log: int
    facts: Facts

    @property
    def now(self) -> datetime: ...

    @property
    def handed(self) -> Sequence[Handed]: ...

    @property
    def names(self) -> Collection[str]: ...

    @property
    def own_acts(self) -> Mapping[int, Sequence[datetime]]: ...

    @property
    def silences(self) -> Sequence[tuple[datetime, datetime]]: ...

    @property
    def out_of_reach(self) -> Collection[int]: ...

    @property
    def interrupted(self) -> Collection[str]: ...


def taken_of(world: Witness) -> list[Handed]:
    return [entry for entry in world.handed if entry.is_taken]

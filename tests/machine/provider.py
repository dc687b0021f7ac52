"""Providers that do what a script says, and a log of what they took: the only witness the checks trust."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from queue import SimpleQueue
from typing import Self

from messaging.channels.base import (
    Accepted,
    DeliveryFailed,
    Doubt,
    Doubtful,
    OutcomeUnknown,
    Outgoing,
    fingerprint_of,
)
from messaging.policy import ChannelName
from tests.machine.facts import Facts


class Crash(BaseException):
    """The process is gone. No ``except Exception`` of ours may survive it, as none survives a kill."""


class Deed(StrEnum):
    TAKES = "takes"
    TAKES_AND_DELIVERS = "takes and delivers at once"
    BUSY = "is busy"
    REFUSES = "refuses for good"
    KNOWS_NO_SUCH_ADDRESS = "knows no such address"
    TAKES_AND_HANGS_UP = "takes it and hangs up"
    HANGS_UP = "hangs up without taking it"
    DIES_BEFORE = "we die before it has it"
    DIES_AFTER = "we die when it has it"


@dataclass(frozen=True)
class Handed:
    """One request that reached a provider; ``facts`` are those of that moment."""

    channel: ChannelName
    outgoing: Outgoing
    at: datetime
    facts: Facts
    is_taken: bool
    provider_id: str = ""


@dataclass
class Process:
    """The one that dispatches; when it is gone, none of its threads write anything down any more."""

    is_gone: bool = False

    def dies(self, where: str) -> Crash:
        self.is_gone = True
        return Crash(where)

    def lines(self) -> type["Line"]:
        process = self

        class OfThisProcess(Line):
            def is_cut(self) -> bool:
                return process.is_gone

        return OfThisProcess


class Line(SimpleQueue[object]):
    """Between the pool and the thread that writes down; it ends with its process."""

    def is_cut(self) -> bool:
        return False

    def get(self, block: bool = True, timeout: float | None = None) -> object:
        if self.is_cut():
            raise Crash("with its process")
        return super().get(block=False)


class Pool:
    """Does what it is told at once, so that every run is the same."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, step: Callable[..., object], *values: object) -> None:
        step(*values)


@dataclass
class Log:
    """Shared by all providers; ``moment`` and ``facts`` are set by whoever moves the world."""

    moment: Callable[[], datetime]
    facts: Callable[[], Facts]
    process: Process = field(default_factory=Process)
    script: deque[Deed] = field(default_factory=deque)
    entries: list[Handed] = field(default_factory=list)
    can_be_asked: bool = True

    @property
    def taken(self) -> list[Handed]:
        return [entry for entry in self.entries if entry.is_taken]


@dataclass
class Provider:
    """SMS can be asked, LINE knows a key again, and nobody can ask about mail."""

    name: ChannelName
    log: Log

    @property
    def doubt(self) -> Doubt:
        return {ChannelName.SMS: Doubt.ASK, ChannelName.LINE: Doubt.SAME_KEY}.get(self.name, Doubt.ONCE)

    def send(self, outgoing: Outgoing) -> Accepted:
        outgoing.check_in_time()
        deed = self.log.script.popleft() if self.log.script else Deed.TAKES
        if deed is Deed.DIES_BEFORE:
            raise self.log.process.dies(deed)
        is_taken = deed in {
            Deed.TAKES,
            Deed.TAKES_AND_DELIVERS,
            Deed.TAKES_AND_HANGS_UP,
            Deed.DIES_AFTER,
        }
        provider_id = self._note(outgoing, is_taken)
        return self._answer(deed, provider_id)

    def find_out(self, doubtful: Doubtful) -> Accepted | None:
        """As a provider's list of messages does: by recipient, and by what the text is known by."""
        if not self.log.can_be_asked:
            raise DeliveryFailed("busy", permanent=False)
        for entry in self.log.taken:
            same = fingerprint_of(entry.outgoing.body) == doubtful.fingerprint
            if entry.channel == self.name and entry.outgoing.to == doubtful.to and same:
                return Accepted(entry.provider_id)
        return None

    def _note(self, outgoing: Outgoing, is_taken: bool) -> str:
        if self.doubt is Doubt.SAME_KEY:
            for entry in self.log.taken:
                if entry.channel == self.name and entry.outgoing.key == outgoing.key:
                    return entry.provider_id  # the key was carried out before
        provider_id = f"{self.name}-{outgoing.message_id}-{outgoing.attempt_id}" if is_taken else ""
        facts, at = self.log.facts(), self.log.moment()
        self.log.entries.append(Handed(self.name, outgoing, at, facts, is_taken, provider_id))
        return provider_id

    def _answer(self, deed: Deed, provider_id: str) -> Accepted:
        match deed:
            case Deed.BUSY:
                raise DeliveryFailed("busy", permanent=False)
            case Deed.REFUSES:
                raise DeliveryFailed("rejected", permanent=True)
            case Deed.KNOWS_NO_SUCH_ADDRESS:
                spoilt = "bounced" if self.name == ChannelName.EMAIL else "not_mobile"
                raise DeliveryFailed(spoilt, permanent=True)
            case Deed.TAKES_AND_HANGS_UP | Deed.HANGS_UP:
                raise OutcomeUnknown("timeout")
            case Deed.DIES_AFTER:
                raise self.log.process.dies(deed)
        return Accepted(provider_id, delivered=deed is Deed.TAKES_AND_DELIVERS)

"""What the stand-in has taken, and the faults it was told to make."""

import json
import random
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any  # a line of the journal is what an earlier run wrote

ACCOUNT_SID = "AC" + "0" * 31 + "1"
AUTH_TOKEN = "stand-in-token"  # noqa: S105  opens nothing but the stand-in

NOT_TAKEN = frozenset({"429", "500", "503", "reset"})
TAKEN_ALL_THE_SAME = frozenset({"accepted_500", "accepted_reset", "accepted_garbage", "accepted_late"})
FAULTS = NOT_TAKEN | TAKEN_ALL_THE_SAME | {"late"}
"""``late`` takes the message only after a long wait, ``accepted_late`` at once but is long in saying so."""


@dataclass(frozen=True)
class Taken:
    """One message accepted. ``status`` is the provider's word for how far it has come.

    ``arrived_at`` is when its request came, ``at`` when it was taken: a slow stand-in keeps them apart.
    """

    channel: str
    provider_id: str
    to: str
    sender: str
    body: str
    at: datetime
    arrived_at: datetime | None = None
    subject: str = ""
    status: str = "queued"
    error_code: str = ""
    validity_seconds: int | None = None
    callback_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Fault:
    """What goes wrong: one of FAULTS, at this ``rate``, ``times`` times (None: for good).

    ``channel`` (``sms`` or ``email``) and ``to`` (the end of the address) narrow it down.
    """

    do: str
    times: int | None = 1
    rate: float = 1.0
    channel: str = ""
    to: str = ""

    def __post_init__(self) -> None:
        if self.do not in FAULTS:
            raise ValueError(f"{self.do!r} is none of {', '.join(sorted(FAULTS))}")


class Book:
    """Shared by all request threads.

    With a ``journal`` each message is a line of JSON there before anybody hears that it was taken; a book
    opened on the same file knows what was taken before, so the stand-in may be killed and started again.
    """

    def __init__(self, journal: Path | None = None) -> None:
        self._lock = threading.Lock()
        self._taken: dict[str, Taken] = {}
        self._journal = None
        if journal is not None:
            self._taken = {taken.provider_id: taken for taken in read_journal(journal)}
            self._journal = journal.open("ab", buffering=0)
            self._journal.truncate(_whole_lines(journal))
        self._faults: list[Fault] = []
        self._chance = random.Random(1)  # noqa: S311  the same faults on every run
        self.turned_away = 0

    @property
    def taken(self) -> list[Taken]:
        """In the order they came."""
        with self._lock:
            return list(self._taken.values())

    def find(self, provider_id: str) -> Taken | None:
        return self._taken.get(provider_id)

    def take(self, message: Taken) -> Taken:
        with self._lock:
            self._taken[message.provider_id] = message
            if self._journal is not None:
                self._journal.write(_line(message))
        return message

    def move(self, provider_id: str, status: str, error_code: str = "") -> None:
        with self._lock:
            if provider_id in self._taken:
                kept = self._taken[provider_id]
                self._taken[provider_id] = replace(kept, status=status, error_code=error_code)

    def forget(self) -> None:
        with self._lock:
            self._taken.clear()
            self.turned_away = 0

    def script(self, faults: list[Fault]) -> None:
        """These faults from now on; an empty list means all is well again."""
        with self._lock:
            self._faults = list(faults)

    def next_fault(self, channel: str, to: str) -> str:
        """What shall go wrong with this request, or an empty text. Counts a fault's times down."""
        with self._lock:
            for number, fault in enumerate(self._faults):
                if fault.channel not in {"", channel} or not to.endswith(fault.to):
                    continue
                if fault.times == 0 or self._chance.random() >= fault.rate:
                    continue
                if fault.times is not None:
                    self._faults[number] = replace(fault, times=fault.times - 1)
                self.turned_away += fault.do in NOT_TAKEN
                return fault.do
        return ""


def read_journal(journal: Path) -> list[Taken]:
    """What a stand-in has written there, in the order it was taken; a line cut off by a kill is no line."""
    if not journal.exists():
        return []
    lines = journal.read_text(encoding="utf-8").split("\n")[:-1]
    return [_taken_from(json.loads(line)) for line in lines]


def _whole_lines(journal: Path) -> int:
    """How many bytes of the file are lines that were written to their end."""
    return journal.read_bytes().rfind(b"\n") + 1


def _line(taken: Taken) -> bytes:
    said = asdict(taken) | {
        "at": taken.at.isoformat(),
        "arrived_at": taken.arrived_at and taken.arrived_at.isoformat(),
    }
    return (json.dumps(said, ensure_ascii=False) + "\n").encode()


def _taken_from(said: dict[str, Any]) -> Taken:
    arrived_at = said["arrived_at"] and datetime.fromisoformat(said["arrived_at"])
    moments = {"at": datetime.fromisoformat(said["at"]), "arrived_at": arrived_at}
    return Taken(**{**said, **moments, "attachments": tuple(said["attachments"])})


def now() -> datetime:
    """Providers live by the machine's clock, whatever the sandbox's says."""
    return datetime.now(UTC)

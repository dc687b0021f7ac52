"""Listening to a signal in a test."""

from types import TracebackType
from typing import Any, Self  # a signal's arguments are its own

from django.dispatch import Signal


class Heard:
    """Collects what a signal carried while the block runs; ``calls`` leaves out sender and signal."""

    def __init__(self, signal: Signal) -> None:
        self.signal = signal
        self.calls: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        self.signal.connect(self._note, weak=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.signal.disconnect(self._note)

    def _note(self, sender: object, signal: Signal, **carried: Any) -> None:
        self.calls.append(carried)

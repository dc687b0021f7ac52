"""Leaving a provider alone that takes nothing: otherwise every message would spend its tries on an outage."""

from datetime import datetime, timedelta
from threading import Lock

from messaging.channels import DeliveryFailed, OutcomeUnknown
from messaging.policy import ChannelName

IN_A_ROW = 5
SHORTEST, LONGEST = timedelta(seconds=2), timedelta(seconds=60)
PROBE = timedelta(seconds=15)
TROUBLES = frozenset({"busy", "no_connection", "misconfigured", "queue_full"})


class Circuits:
    """One per process. After IN_A_ROW failures of the provider itself a channel rests, twice as long each
    time; then one message tries it, and the first that is taken ends the rest.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures: dict[ChannelName, int] = {}
        self._since: dict[ChannelName, datetime] = {}
        self._rest: dict[ChannelName, timedelta] = {}
        self._until: dict[ChannelName, datetime] = {}
        self._probed: set[ChannelName] = set()

    def forget(self) -> None:
        """As if nothing had gone wrong."""
        with self._lock:
            for known in (self._failures, self._since, self._rest, self._until):
                known.clear()
            self._probed.clear()

    def resting(self) -> set[ChannelName]:
        """Channels to be left alone but for their probes."""
        with self._lock:
            return set(self._until)

    def resting_since(self) -> dict[ChannelName, datetime]:
        """The same, each with the first failure of the row that led there."""
        with self._lock:
            return {channel: self._since[channel] for channel in self._until}

    def probes(self, now: datetime) -> set[ChannelName]:
        """Of those the ones to be tried with one message now; asked again only when that had time to end."""
        with self._lock:
            ready = {name for name, until in self._until.items() if now >= until}
            for name in ready:
                self._until[name] = now + PROBE
            self._probed |= ready
            return ready

    def note(self, channel: ChannelName, result: object, now: datetime) -> None:
        """How a try on this channel ended."""
        with self._lock:
            was_probe = channel in self._probed
            self._probed.discard(channel)
            if not _is_trouble(result):
                for known in (self._failures, self._since, self._rest, self._until):
                    known.pop(channel, None)
                return
            self._since.setdefault(channel, now)
            if channel in self._until and not was_probe:
                return  # it had left before the rest began, and says nothing new
            self._failures[channel] = self._failures.get(channel, 0) + 1
            if self._failures[channel] < IN_A_ROW:
                return
            self._failures[channel] = IN_A_ROW - 1  # the next probe alone decides
            self._rest[channel] = min(self._rest.get(channel, SHORTEST / 2) * 2, LONGEST)
            self._until[channel] = now + self._rest[channel]


def _is_trouble(result: object) -> bool:
    """The provider's own: a refused number says nothing about the next."""
    if isinstance(result, OutcomeUnknown):
        return True
    return isinstance(result, DeliveryFailed) and not result.permanent and result.reason in TROUBLES

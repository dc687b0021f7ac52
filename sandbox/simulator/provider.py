"""The providers' edge inside one process: takes, refuses and reports as the assumptions and the dice say."""

from dataclasses import dataclass, field
from datetime import timedelta

from messaging.channels import Accepted, DeliveryFailed, Outgoing
from messaging.policy import ChannelName
from sandbox.simulator.habits import Person

Result = Accepted | DeliveryFailed


@dataclass(frozen=True)
class Report:
    """What a provider posts later about a message it took."""

    message_id: int
    status: str
    code: str
    after: timedelta


@dataclass
class Provider:
    """Counts its tries, so that each person's dice fall alike every time."""

    _tries: dict[tuple[int, str], int] = field(default_factory=dict)

    def send(self, person: Person, channel: ChannelName) -> Result:
        """As a channel does; ``person`` decides what their phone or mailbox is like."""
        return self._answer(person, channel, self._count(person, channel))

    def report(self, person: Person, channel: ChannelName, outgoing: Outgoing, which: str) -> Report | None:
        """None where the provider gives no receipts: LINE and plain mail."""
        if channel != ChannelName.SMS:
            return None
        draws, habits = person.draws, person.habits
        after = timedelta(seconds=5 + 55 * draws.share("receipt", which))
        fails = draws.happens(habits.sms_fails, "sms fails", which)
        if draws.happens(habits.dead_phone, "dead phone") or fails:
            return Report(outgoing.message_id, "undelivered", "30003", after)
        return Report(outgoing.message_id, "delivered", "", after)

    def _count(self, person: Person, channel: ChannelName) -> int:
        place = person.number, str(channel)
        self._tries[place] = self._tries.get(place, 0) + 1
        return self._tries[place]

    def _answer(self, person: Person, channel: ChannelName, number: int) -> Result:
        which = f"{channel}/{number}"
        if person.draws.happens(person.habits.provider_is_busy, "busy", which):
            return DeliveryFailed("busy", permanent=False)
        if channel == ChannelName.EMAIL and person.draws.happens(person.habits.email_fails, "bounces"):
            return DeliveryFailed("bounced", permanent=True)
        return Accepted(f"simulated-{person.number}-{which}")

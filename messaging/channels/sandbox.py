"""The drawn phone: nothing leaves, everything arrives at once. The row itself is what the phone shows."""

from dataclasses import dataclass

from messaging.channels.base import Accepted, Doubt, Outgoing
from messaging.policy import ChannelName


@dataclass(frozen=True)
class SandboxChannel:
    name: ChannelName
    doubt = Doubt.SAME_KEY  # nothing leaves, so nothing can be doubled

    def send(self, outgoing: Outgoing) -> Accepted:
        outgoing.check_in_time()
        return Accepted(provider_id=f"sandbox-{outgoing.attempt_id}", delivered=True)

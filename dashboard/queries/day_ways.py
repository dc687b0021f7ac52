"""How the people of a day that changes can be told."""

from collections.abc import Mapping, Sequence

from candidates.models import Candidate
from dashboard.services.day_deeds import Deed
from messaging.channels import available_channels
from messaging.models import Suppression
from messaging.policy import ChannelName, Kind
from messaging.services.quotas import used_up_channels
from messaging.services.suppressing import address_on
from reminders.policy.cadence import Route
from reminders.services.planning import the_cadence
from scheduling.models import Interview

BEST_FIRST = (ChannelName.LINE, ChannelName.SMS, ChannelName.EMAIL)


def ways_of(candidates: Sequence[Candidate]) -> Mapping[int, tuple[ChannelName, ...]]:
    """How each can be reached, the way they like first; one question for all of them."""
    usable = available_channels() - used_up_channels()
    addresses = {
        (channel, address)
        for one in candidates
        for channel in BEST_FIRST
        if channel in usable and (address := address_on(one, channel))
    }
    texts = {address for _channel, address in addresses}
    stopped = set(
        Suppression.objects.filter(lifted_at=None, address__in=texts).values_list("channel", "address")
    )
    found = {}
    for one in candidates:
        ways = [
            channel
            for channel in BEST_FIRST
            if (channel, address_on(one, channel)) in addresses
            and (channel, address_on(one, channel)) not in stopped
        ]
        found[one.pk] = tuple(sorted(ways, key=lambda channel: channel != one.preferred_channel))
    return found


def channels_for(
    interview: Interview, deed: Deed, ways: Mapping[int, tuple[ChannelName, ...]]
) -> tuple[ChannelName, ...]:
    """A calling off goes to every channel, a move as the cadence says, other words to the best way."""
    application = interview.application
    if not application.is_started:
        return ()
    all_ways = ways[application.candidate_id]
    if deed == Deed.CALL_OFF:
        return all_ways
    routes = {step.route for step in the_cadence() if step.kind == Kind.MOVED}
    return all_ways if deed == Deed.MOVE and Route.EVERY in routes else all_ways[:1]

"""Twilio's error numbers, as far as they change what we do next.

Sources: twilio.com/docs/api/errors/<code>; for Japan support article 360059196573 (landlines answer 21614).
"""

from collections.abc import Mapping
from typing import NamedTuple


class Meaning(NamedTuple):
    """``permanent`` means another try by SMS is no use; see ``base.ADDRESS_REASONS`` for spoilt addresses.

    ``retry_after``, in seconds, is how long to wait at least. In a report of failure it means: try this
    message once more by SMS after that time if it still helps then, and only after that another channel.
    """

    reason: str
    permanent: bool
    retry_after: float | None = None


REFUSED = Meaning("refused", True)
MEANINGS: Mapping[str, Meaning] = {
    "20003": Meaning("misconfigured", False),  # not our account, or a wrong token
    "20429": Meaning("busy", False),
    "21211": Meaning("invalid_address", True),
    "21212": Meaning("misconfigured", False),  # From is no valid number
    "21408": Meaning("misconfigured", False),  # sending to this country is not switched on
    "21603": Meaning("misconfigured", False),  # no From
    "21606": Meaning("misconfigured", False),  # From is not ours or cannot text
    "21610": Meaning("opted_out", True),
    "21611": Meaning("queue_full", False, retry_after=60),
    "21612": Meaning("sender_refused", True),  # this From cannot reach this To
    "21614": Meaning("not_mobile", True),
    "21617": Meaning("too_long", True),
    "21635": Meaning("not_mobile", True),
    "21659": Meaning("misconfigured", False),  # From does not belong to the account
    "30001": Meaning("queue_full", False, retry_after=60),
    "30002": Meaning("misconfigured", False),  # account suspended
    "30003": Meaning("unreachable", False, retry_after=900),  # handset off or away; often passes
    "30004": Meaning("blocked", True),
    "30005": Meaning("unknown_number", True),
    "30006": Meaning("not_mobile", True),
    "30007": Meaning("filtered", True),  # by the carrier, for its content: never retried
    "30008": Meaning("unreachable", False),
    "30036": Meaning("too_late", True),  # the validity period ran out in Twilio's queue
}


def meaning_of(code: str | int) -> Meaning:
    """What a number means for us; one we do not know is a plain refusal."""
    return MEANINGS.get(str(code), REFUSED)

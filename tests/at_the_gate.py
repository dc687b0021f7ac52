"""One message at the gate, as most tests want it."""

from datetime import datetime

from messaging.services.claiming import Claimed
from messaging.services.gating import Passed, pass_gate


def pass_alone(claimed: Claimed, *, now: datetime) -> Passed | None:
    """What may leave, or None when the gate held it back."""
    return next(iter(pass_gate([claimed], now=now).passed), None)

"""A time that has just opened, offered to whoever waits longest for one like it."""

from datetime import datetime, timedelta

from reminders.services.backfilling import backfill
from sandbox.sample.place import Place
from scheduling.services.slots import create_slot


def let_a_time_open(place: Place, now: datetime) -> None:
    """Tomorrow evening in one shop, at an hour at which nothing was free before; ``now`` is local."""
    create_slot(
        location=place.locations["kichijoji"],
        interviewer=place.staff["tanabe"],
        starts_at=now.replace(hour=20, minute=0) + timedelta(days=1),
        now=now,
    )
    backfill(now=now)

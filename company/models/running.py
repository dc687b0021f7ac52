"""The clock's shift, and signs of life."""

from datetime import datetime

from django.db import models


class ClockShift(models.Model):
    """One row, sandbox only: how far the product's clock runs ahead of the machine's, in seconds.

    ``walking_to`` is set while the clock is on its way: it stops at each due moment. Whoever walks
    holds ``walker_until`` (machine time), so that two processes do not walk at once.
    """

    shift_seconds = models.FloatField(default=0)
    walking_to = models.DateTimeField(null=True)
    walker_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"+{self.shift_seconds:.0f} s"


class Heartbeat(models.Model):
    """When a background process last swept, in the machine's own time."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%H:%M:%S}"

    def is_fresh(self, machine_now: datetime) -> bool:
        return (machine_now - self.beat_at).total_seconds() < 120

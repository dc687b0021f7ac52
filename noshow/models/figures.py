"""Figures counted beforehand: a row for each day and month of a place, a job's title and a source."""

from django.db import models
from django.db.models import Q


class FigureCell(models.Model):
    """Sums over one day or month, at ``place`` (0: everywhere), of one title and source or of all (empty).

    ``starts_on`` is the place's own day, or a month's first. The columns are
    ``noshow.policy.figures.COLUMNS``; ``more`` holds the other sums as JSON. Nothing here is a fact:
    everything can be counted anew.
    """

    by_month = models.BooleanField()
    starts_on = models.DateField()
    place = models.BigIntegerField()
    title = models.CharField(max_length=80, blank=True)
    source = models.CharField(max_length=80, blank=True)
    applied = models.PositiveIntegerField(default=0)
    contacted = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    attended = models.PositiveIntegerField(default=0)
    offered = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    owed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    ours = models.PositiveIntegerField(default=0)
    more = models.TextField(default="{}")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "by_month", "starts_on", "title", "source"], name="one_cell_of_figures"
            )
        ]
        indexes = [
            models.Index(
                fields=["place", "by_month", "starts_on"],
                condition=Q(title=""),
                name="whole_cells_of_figures",
            )
        ]

    def __str__(self) -> str:
        return f"figures of {self.starts_on}"


class FigureState(models.Model):
    """One row: up to when changes are counted (``as_of``), and which days are still to be counted anew.

    ``recount_to`` is the newest day that waits, ``recount_from`` the oldest; both empty: none does. Days are
    taken from the newest to the oldest. ``lease_until`` is machine time: one counts at a time.
    """

    as_of = models.DateTimeField(null=True)
    recount_from = models.DateField(null=True)
    recount_to = models.DateField(null=True)
    healed_on = models.DateField(null=True)
    lease_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"figures as of {self.as_of}"

"""What the desk keeps for its people: saved views, and acts over many rows that take a while."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from company.models.people import Staff


class SavedView(models.Model):
    """A list with its filters, kept under a name. ``query`` is the query string of its address."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="views")
    screen = models.CharField(max_length=20, default="applications")
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["staff", "screen", "name"], name="one_view_per_name_and_person")
        ]

    def __str__(self) -> str:
        return self.name


class BulkAct(models.Model):
    """One decision about many rows, carried out row by row in the background.

    ``kind`` names what is done, ``choices`` hold what was chosen (texts, times, reasons). ``total`` is the
    number the person confirmed. ``stopped_at`` leaves undone what has not been done.
    """

    kind = models.CharField(max_length=30)
    choices = models.JSONField(default=dict)
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="bulk_acts")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)  # machine time

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(ended_at=None), name="bulk_acts_under_way")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}: {self.done} of {self.total}"


class BulkItem(models.Model):
    """One row of a bulk act. ``about_id`` is the application's or interview's number, as the kind says."""

    act = models.ForeignKey(BulkAct, models.CASCADE, related_name="items")
    about_id = models.BigIntegerField()
    outcome = models.CharField(max_length=20, blank=True)  # done, skipped, failed; empty while to be done
    reason = models.CharField(max_length=60, blank=True)  # a code
    done_at = models.DateTimeField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True)  # numbers and codes only: what an undo goes back to

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "about_id"], name="once_in_a_bulk_act")]
        indexes = [models.Index(fields=["act", "id"], condition=Q(outcome=""), name="bulk_items_to_do")]

    def __str__(self) -> str:
        return f"item {self.pk}"

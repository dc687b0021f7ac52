"""Two records of one person made one, and two people who only look alike."""

from django.db import models
from django.db.models import Q

from candidates.models.people import Candidate
from company.models import Staff


class Merge(models.Model):
    """Two records of one person made one. ``gone`` stays, empty of applications, so that it can be undone.

    ``moved`` lists the applications that changed hands, ``before`` what the kept record said (erased with
    the person).
    """

    kept = models.ForeignKey(Candidate, models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Candidate, models.CASCADE, related_name="merged_away")
    moved = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merged_away_once")
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class NotTheSame(models.Model):
    """Staff said that two records are two people; they are not proposed for merging again."""

    first = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    second = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="two_people_once")]

    def __str__(self) -> str:
        return f"{self.first_id} is not {self.second_id}"

"""Interviewers' own subscriptions to their interviews."""

from django.db import models

from company.models import Staff


class CalendarFeed(models.Model):
    """An interviewer's private address that any calendar program can subscribe to; only its hash is kept."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"

"""What came in from providers, and who it may be."""

from django.db import models
from django.db.models import Q

from candidates.models import Application


class InboundEvent(models.Model):
    """What a provider posted to us, kept before anything is made of it; the same event is kept once."""

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()  # as the provider says
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=40, blank=True)  # a code: what was made of it
    failures = models.PositiveSmallIntegerField(default=0)  # how often taking it in broke
    next_try_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="one_row_per_event")]
        indexes = [
            models.Index(fields=["occurred_at", "id"], condition=Q(settled_at=None), name="events_to_settle"),
            models.Index(
                fields=["occurred_at"], condition=Q(kind__in=["follow", "unfollow"]), name="friends_by_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.kind} #{self.pk}"


class LineCode(models.Model):
    """A one-time code a candidate sends in LINE, which proves that this LINE account is theirs."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="line_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    prefers_line = models.BooleanField(default=False)  # they asked to be written to there first

    def __str__(self) -> str:
        return f"LINE code of application {self.application_id}"


class LineStranger(models.Model):
    """Somebody in LINE whom we do not know, for a day: told once how to connect, and few codes to try.

    ``sender_hash`` is a keyed hash. A row with a reply token is a promise to answer; LINE keeps the token
    for about a minute.
    """

    sender_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(db_index=True)
    codes_tried = models.PositiveSmallIntegerField(default=0)
    reply_token = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], condition=~Q(reply_token=""), name="strangers_to_answer")
        ]

    def __str__(self) -> str:
        return f"stranger in LINE #{self.pk}"

"""Other systems: who may post to us, and what we post to others, kept until it arrived."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from company.models.people import Staff
from company.models.profile import Location
from company.policy import HookFormat


class ApiToken(models.Model):
    """A key for a machine; only its SHA-256 is kept. ``prefix`` is what people recognise it by.

    ``is_limited`` is for life: when its locations are gone, it reaches nothing.
    """

    name = models.CharField(_("what it is for"), max_length=60)
    prefix = models.CharField(max_length=12, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("may"), default=list)
    locations = models.ManyToManyField(Location, verbose_name=_("locations"), blank=True)
    is_limited = models.BooleanField(default=False, editable=False)
    made_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    window_at = models.DateTimeField(null=True, blank=True, editable=False)  # machine time, a full minute
    window_used = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class ApiAnswer(models.Model):
    """What we answered to a request with an ``Idempotency-Key``: the same request gets the same answer.

    ``fingerprint`` is the SHA-256 of method, path and body. ``status`` is None while the first one runs.
    """

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_api_key")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Webhook(models.Model):
    """An address we post events to; ``secret`` signs them. A person's own one has ``staff``."""

    name = models.CharField(_("name"), max_length=60)
    url = models.URLField(_("address"), max_length=500)
    format = models.CharField(
        _("format"),
        max_length=6,
        default=HookFormat.SIGNED,
        choices=[(HookFormat.SIGNED, _("Signed JSON")), (HookFormat.SLACK, _("Slack's format"))],
    )
    secret = models.CharField(max_length=64, blank=True, editable=False)
    events = models.JSONField(_("events"), default=list)
    staff = models.ForeignKey(
        Staff, models.CASCADE, null=True, blank=True, related_name="webhooks", verbose_name=_("of whom")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    made_at = models.DateTimeField(_("made at"))
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event for one address, kept until it was taken: at least once, in no promised order.

    ``next_attempt_at`` and ``lease_until`` are machine time; ``state`` is planned, sent, failed or cancelled.
    """

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=160)
    event = models.CharField(_("event"), max_length=40)
    payload = models.JSONField(default=dict)
    state = models.CharField(
        _("state"),
        max_length=10,
        default="planned",
        choices=[
            ("planned", _("Planned")),
            ("sent", _("Sent")),
            ("failed", _("Failed")),
            ("cancelled", _("No longer needed")),
        ],
    )
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    status_code = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "key"], name="one_delivery_per_webhook_and_event")
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="planned"), name="hooks_to_deliver")
        ]

    def __str__(self) -> str:
        return f"{self.event} #{self.pk}"

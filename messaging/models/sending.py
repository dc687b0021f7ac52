"""What sending depends on: holds, quotas, blocked addresses."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Application
from company.models import Staff
from messaging.models.words import CHANNELS


class Hold(models.Model):
    """Nothing is sent while one is open: by hand, or after a restore from a backup."""

    since = models.DateTimeField(_("since"))
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    is_open = models.BooleanField(default=True, editable=False)
    released_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("hold on sending")
        verbose_name_plural = _("holds on sending")
        constraints = [
            models.UniqueConstraint(fields=["is_open"], condition=Q(is_open=True), name="one_hold")
        ]

    def __str__(self) -> str:
        return f"hold #{self.pk}"


class ChannelQuota(models.Model):
    """How much of a channel's monthly quota is used, as its provider last said."""

    channel = models.CharField(max_length=10, choices=CHANNELS, unique=True)
    limit = models.PositiveIntegerField(null=True, blank=True)  # None: no limit
    used = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.channel}: {self.used} of {self.limit}"


class Suppression(models.Model):
    """An address that must not be used on a channel: opted out, not a mobile, bounced, not theirs."""

    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS)
    address = models.CharField(_("address"), max_length=254)
    reason = models.CharField(_("reason"), max_length=40)
    since = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("blocked address")
        verbose_name_plural = _("blocked addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "address"], condition=Q(lifted_at=None), name="one_block_per_address"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} #{self.pk}"


class CallClaim(models.Model):
    """Who is about to call, so that two do not call the same person. It lapses by itself (``claiming``)."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="call_claim")
    by = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"call of application {self.application_id}"


class DeliveryIncident(models.Model):
    """While it lasted a channel did not work: noticed by the dispatcher, or told by a person.

    An empty ``channel`` means all of them. ``trouble_at`` is when it was last seen to fail. One that a person
    took back counts for nothing. Whoever is silent meanwhile may only not have been heard.
    """

    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS, blank=True)
    began_at = models.DateTimeField(_("from"))
    trouble_at = models.DateTimeField()
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    note = models.CharField(_("what happened"), max_length=200, blank=True)
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    is_by_hand = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-began_at", "-pk")
        verbose_name = _("delivery incident")
        verbose_name_plural = _("delivery incidents")
        constraints = [
            models.UniqueConstraint(
                fields=["channel"],
                condition=Q(ended_at=None, is_by_hand=False),
                name="one_open_incident_per_channel",
            )
        ]
        indexes = [models.Index(fields=["began_at"], name="incidents_by_time")]

    def __str__(self) -> str:
        return f"incident {self.pk}"

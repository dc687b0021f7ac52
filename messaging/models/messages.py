"""The one table of everything said, to be said and heard, with its attempts and receipts."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Application
from company.models import Staff
from messaging.models.words import CHANNELS, KINDS, STATES
from messaging.policy import ENDED, MISSED, OPEN, ChannelName, Direction, State


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, staff: Staff) -> "MessageQuerySet":
        return self if staff.sees_everything else self.filter(application__location__staff=staff)

    def outgoing(self) -> "MessageQuerySet":
        return self.filter(direction=Direction.OUT)

    def planned(self) -> "MessageQuerySet":
        return self.filter(direction=Direction.OUT, state__in=OPEN)

    def due(self, now: datetime) -> "MessageQuerySet":
        """What the dispatcher may claim: due, still useful, sent by machine, its last try known to the plan.

        Facts may have changed while a refused message was on its way, when nothing could take it back.
        """
        due = self.filter(state=State.PLANNED, due_at__lte=now, expires_at__gt=now, needs_follow_up=False)
        return due.exclude(channel=ChannelName.PHONE)

    def overdue_calls(self, now: datetime) -> "MessageQuerySet":
        return self.filter(
            state=State.PLANNED, channel=ChannelName.PHONE, due_at__lte=now, expires_at__gt=now
        )

    def unanswered(self) -> "MessageQuerySet":
        """What a candidate wrote and nobody has answered."""
        return self.filter(direction=Direction.IN, needs_answer=True)

    def missed(self) -> "MessageQuerySet":
        return self.filter(direction=Direction.OUT, state__in=MISSED)


class Message(models.Model):
    """Before it is due a row is the plan; while being sent, the outbox; afterwards, the history."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=3, default=Direction.OUT)
    key = models.CharField(max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    about = models.CharField(max_length=80, blank=True)
    step = models.CharField(max_length=40, blank=True)
    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS)
    state = models.CharField(_("state"), max_length=14, choices=STATES, default=State.PLANNED, db_index=True)
    reason = models.CharField(_("reason"), max_length=60, blank=True)  # a code; words in messaging.wording
    why = models.CharField(max_length=40, blank=True)
    variant = models.CharField(max_length=40, blank=True)
    variant_subject = models.CharField(max_length=200, blank=True)
    variant_body = models.TextField(blank=True)
    author = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    values = models.JSONField(default=dict, blank=True)
    own_subject = models.CharField(max_length=200, blank=True)  # a person's words for the kind's
    own_body = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)  # as sent, the link masked; or as heard
    address = models.CharField(_("to"), max_length=254, blank=True)
    contact_version = models.PositiveIntegerField(default=0)
    template_version = models.CharField(max_length=40, blank=True)
    parts = models.PositiveSmallIntegerField(_("SMS parts"), default=0)
    cost = models.DecimalField(_("likely cost"), max_digits=8, decimal_places=2, default=0)  # yen
    due_at = models.DateTimeField(_("due at"))
    wanted_due_at = models.DateTimeField(null=True, blank=True)  # as planned; due_at may be later
    expires_at = models.DateTimeField(_("useful until"))
    own_act_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)  # machine time
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    repeats = models.PositiveSmallIntegerField(_("repeated in doubt"), default=0)
    doubted_since = models.DateTimeField(null=True, blank=True)  # machine time; it may have left us
    provider_id = models.CharField(_("provider's number"), max_length=120, blank=True, db_index=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    needs_answer = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    needs_follow_up = models.BooleanField(default=False)  # its outcome has not reached the plan yet
    seen_to_at = models.DateTimeField(null=True, blank=True)  # a person decided what comes of its trouble

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=~Q(state=State.CANCELLED) & ~Q(key=""), name="said_once_per_key"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=State.PLANNED), name="planned_by_due_time"),
            models.Index(fields=["application", "due_at"], name="conversation_in_order"),
            models.Index(fields=["sent_at"], condition=Q(channel=ChannelName.SMS), name="sms_by_time"),
            models.Index(
                fields=["lease_until"],
                condition=Q(state__in=["claimed", "sending", "unknown"]),
                name="leases_out",
            ),
            models.Index(fields=["id"], condition=Q(needs_follow_up=True), name="outcomes_to_follow"),
            models.Index(fields=["due_at"], condition=Q(state__in=sorted(ENDED)), name="ended_by_due_time"),
            models.Index(fields=["due_at"], condition=Q(needs_answer=True), name="unanswered_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_channel_display()}"

    @property
    def is_plan(self) -> bool:
        return self.state in OPEN

    @property
    def is_inbound(self) -> bool:
        return self.direction == Direction.IN


class Attempt(models.Model):
    """One try to hand a message over, committed before the call."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="tries")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=14, blank=True)  # accepted, rejected, retry, unknown
    error = models.CharField(max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # of what left; see channels.base

    def __str__(self) -> str:
        return f"attempt {self.number} of message {self.message_id}"


class DeliveryReceipt(models.Model):
    """What a provider reported later. May repeat and arrive in any order; every one is kept."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="receipts")
    status = models.CharField(max_length=20)
    code = models.CharField(max_length=20, blank=True)
    event_id = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.status} for message {self.message_id}"

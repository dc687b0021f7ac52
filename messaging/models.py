"""The one table of everything said, to be said and heard, with its attempts, receipts and templates."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import LANGUAGES, Application, Job
from company.models import Staff
from messaging.policy import ENDED, MISSED, OPEN, ChannelName, Direction, Kind, State

CHANNELS = [
    (ChannelName.SMS, _("SMS")),
    (ChannelName.EMAIL, _("E-mail")),
    (ChannelName.LINE, _("LINE")),
    (ChannelName.PHONE, _("Phone")),
    (ChannelName.PAGE, _("Their own page")),
]
STATES = [
    (State.PLANNED, _("Planned")),
    (State.CLAIMED, _("About to be sent")),
    (State.SENDING, _("Being sent")),
    (State.ACCEPTED, _("Sent")),
    (State.DELIVERED, _("Delivered")),
    (State.UNDELIVERED, _("Could not be delivered")),
    (State.FAILED, _("Failed")),
    (State.EXPIRED, _("Not sent: too late to help")),
    (State.CANCELLED, _("No longer needed")),
    (State.SUPPRESSED, _("Stopped")),
    (State.UNKNOWN, _("Unknown, being checked")),
    (State.NEEDS_PERSON, _("Needs a person")),
    (State.RECEIVED, _("Received")),
]
KINDS = [
    (Kind.THANKS, _("Thanks for applying")),
    (Kind.INVITATION, _("Invitation to choose a time")),
    (Kind.INVITATION_CHASE, _("Soft chase of an invitation")),
    (Kind.BOOKED, _("Interview booked")),
    (Kind.MOVED, _("Interview moved")),
    (Kind.CONFIRMED, _("Thanks for the answer")),
    (Kind.LATE_NOTED, _("Running late, noted")),
    (Kind.CANCELLED, _("Interview cancelled by us")),
    (Kind.REMINDER_DAYS, _("Some days before")),
    (Kind.REMINDER_EVE, _("The evening before")),
    (Kind.REMINDER_AGAIN, _("The evening before, other channel")),
    (Kind.CALL_MORNING, _("Call in the morning")),
    (Kind.DIRECTIONS, _("Directions")),
    (Kind.ABSENCE_FIRST, _("Could not meet: first word")),
    (Kind.ABSENCE_SECOND, _("Could not meet: other channel")),
    (Kind.ABSENCE_CALL, _("Could not meet: call")),
    (Kind.ABSENCE_THIRD, _("Could not meet: next day")),
    (Kind.FINAL_NOTICE, _("Could not meet: last notice")),
    (Kind.REJECTED, _("Closing of the application")),
    (Kind.ENDED, _("Closing before the interview")),
    (Kind.REPLY_LINK, _("Answer with the link")),
    (Kind.THE_WAY, _("The way, as asked for")),
    (Kind.EARLIER_TIME, _("An earlier time opened")),
    (Kind.EARLIER_TAKEN, _("The earlier time is taken")),
    (Kind.NEW_TIMES, _("New times opened")),
    (Kind.PRE_CALL, _("We call you shortly")),
    (Kind.FIRST_CALL, _("First call")),
    (Kind.LINKED, _("LINE connected")),
    (Kind.MANUAL, _("Written by a person")),
]


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, staff: Staff) -> "MessageQuerySet":
        return self.filter(application__in=Application.objects.visible_to(staff))

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
    author = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    values = models.JSONField(default=dict, blank=True)
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


class Template(models.Model):
    """The words of one kind on one channel in one language, for all jobs or for one."""

    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="ja")
    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True, verbose_name=_("only for this job"))
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ("kind", "channel", "language")
        verbose_name = _("message text")
        verbose_name_plural = _("message texts")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "channel", "language"],
                condition=Q(job=None),
                name="one_text_per_kind_and_channel",
            ),
            models.UniqueConstraint(
                fields=["kind", "channel", "language", "job"],
                condition=Q(job__isnull=False),
                name="one_text_per_kind_channel_and_job",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_channel_display()} · {self.get_language_display()}"


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

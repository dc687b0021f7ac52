"""A company's own texts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import LANGUAGES, Job
from company.models import Staff
from messaging.models.words import CHANNELS, KINDS
from messaging.policy import State


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


class TemplateVersion(models.Model):
    """What a text said, each time it was kept; ``is_removal``: the built-in words were taken again.

    ``code`` is what messages that were sent with it keep as their ``template_version``.
    """

    kind = models.CharField(max_length=20, choices=KINDS)
    channel = models.CharField(max_length=10, choices=CHANNELS)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    job = models.ForeignKey(Job, models.CASCADE, null=True, blank=True)
    version = models.PositiveIntegerField()
    code = models.CharField(max_length=40, blank=True, db_index=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    is_removal = models.BooleanField(default=False)
    by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["kind", "channel", "language", "job"], name="versions_of_a_text")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.language} v{self.version}"


class TrialSend(models.Model):
    """A text somebody sends to themselves to see it on their own phone, or to try a channel."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="trial_sends")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=14, default=State.PLANNED)
    error = models.CharField(max_length=200, blank=True)
    provider_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)  # machine time
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(state=State.PLANNED), name="trial_sends_to_do")]

    def __str__(self) -> str:
        return f"trial send {self.pk}"

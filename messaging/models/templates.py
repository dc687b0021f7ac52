"""A company's own texts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import LANGUAGES, Job
from messaging.models.words import CHANNELS, KINDS


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

"""What staff are told: notices, and the list of what a bulk act still has to do."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from company.models.people import Staff
from company.policy import NoticeKind

NOTICE_KINDS = [
    (NoticeKind.APPLICATION, _("Somebody applied")),
    (NoticeKind.CONTACT_OWED, _("First contact is owed")),
    (NoticeKind.WORD, _("A candidate wrote")),
    (NoticeKind.UNREACHABLE, _("A message did not arrive")),
    (NoticeKind.LATE, _("Running late, or lost on the way")),
    (NoticeKind.MOVED, _("An interview was moved or given up")),
    (NoticeKind.OUTCOME_OWED, _("An outcome is to be entered")),
    (NoticeKind.CASE, _("News of somebody who did not come")),
    (NoticeKind.NOBODY_THERE, _("A candidate came and met nobody")),
    (NoticeKind.MENTION, _("A colleague mentioned you")),
    (NoticeKind.HANDED_OVER, _("An application was handed to you")),
    (NoticeKind.OFFER, _("An offer was answered")),
    (NoticeKind.INTAKE, _("An application could not be read")),
    (NoticeKind.WEEKLY, _("The week in figures, on Mondays")),
    (NoticeKind.SYSTEM, _("Something does not work")),
]


class Notice(models.Model):
    """One thing one member of staff should know. Never more of a candidate than the first name and a link.

    ``key`` says what it is about, so that nobody is told twice. ``mail_due_at`` is set while an e-mail at
    once or in the digest is owed (never at night); ``hook_due_at`` likewise for their webhook.
    """

    to = models.ForeignKey(Staff, models.CASCADE, related_name="notices", verbose_name=_("to whom"))
    kind = models.CharField(_("kind"), max_length=14, choices=NOTICE_KINDS)
    key = models.CharField(max_length=160)
    name = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=160, blank=True)
    path = models.CharField(max_length=200)
    application_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    in_browser = models.BooleanField(default=False)
    mail_due_at = models.DateTimeField(null=True, blank=True)
    is_digest = models.BooleanField(default=False)
    hook_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["to", "key"], name="nobody_is_told_twice")]
        indexes = [
            models.Index(fields=["to", "-at"], name="notices_of_a_person"),
            models.Index(
                fields=["mail_due_at"], condition=Q(mail_due_at__isnull=False), name="notices_to_mail"
            ),
            models.Index(
                fields=["hook_due_at"], condition=Q(hook_due_at__isnull=False), name="notices_to_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

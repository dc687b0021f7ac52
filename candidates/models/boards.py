"""Job boards that tell of applications by e-mail: how their mails read, and the mails themselves."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.applications import Application
from candidates.models.jobs import Job
from candidates.policy import BoardMailState
from company.models import Staff


class Board(models.Model):
    """A job board's mail format. ``labels`` map what stands before a value (応募者名) to one of our fields.

    ``senders`` are addresses or domains, one a line; the board without any is the generic table, tried last.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    senders = models.TextField(_("sender addresses or domains"), blank=True, help_text=_("One a line."))
    labels = models.JSONField(_("labels"), default=dict)
    job = models.ForeignKey(
        Job,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("job when the mail names none we know"),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("job board")
        verbose_name_plural = _("job boards")

    def __str__(self) -> str:
        return self.name


class BoardJob(models.Model):
    """Which of our jobs a board means by a title or number, as somebody once chose."""

    board = models.ForeignKey(Board, models.CASCADE, related_name="jobs")
    text = models.CharField(_("as the board writes it"), max_length=160)
    job = models.ForeignKey(Job, models.CASCADE, related_name="+", verbose_name=_("job"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "text"], name="one_job_per_board_and_text")]

    def __str__(self) -> str:
        return f"{self.text} → {self.job_id}"


class BoardMailQuerySet(models.QuerySet["BoardMail"]):
    def visible_to(self, staff: Staff) -> "BoardMailQuerySet":
        """A mail that names no job of ours is an owner's to read; others belong to the job's place."""
        return self if staff.sees_everything else self.filter(job__location__staff=staff)


class BoardMail(models.Model):
    """A job board's mail, kept before anything is made of it; what cannot be read waits for a person."""

    message_id = models.CharField(max_length=200, unique=True)
    board = models.ForeignKey(Board, models.SET_NULL, null=True, blank=True, related_name="mails")
    sender = models.CharField(_("from"), max_length=254)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(
        _("state"),
        max_length=10,
        default=BoardMailState.WAITING,
        choices=[
            (BoardMailState.WAITING, _("To be read")),
            (BoardMailState.TAKEN, _("Taken in")),
            (BoardMailState.UNREADABLE, _("A person must read it")),
            (BoardMailState.DISMISSED, _("No application")),
        ],
    )
    reason = models.CharField(max_length=60, blank=True)  # a code: why it could not be read
    read = models.JSONField(default=dict, blank=True)  # what was made of it, by field
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("job")
    )
    application = models.ForeignKey(
        Application, models.SET_NULL, null=True, blank=True, related_name="board_mails"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)

    objects = BoardMailQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("job board mail")
        verbose_name_plural = _("job board mails")
        indexes = [
            models.Index(
                fields=["received_at"],
                condition=Q(state__in=["waiting", "unreadable"]),
                name="board_mails_to_settle",
            )
        ]

    def __str__(self) -> str:
        return f"board mail {self.pk}"

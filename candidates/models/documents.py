"""Papers: a résumé and what else people hand over, and what we hand them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models.applications import Application
from candidates.models.people import Candidate
from candidates.policy import DocumentKind
from company.models import Staff


class File(models.Model):
    """What every file has."""

    name = models.CharField(_("file"), max_length=120)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()  # bytes
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        abstract = True


class HousePaper(File):
    """A file of the company that many people are handed: the way in, the conditions. Kept once."""

    added_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True, blank=True)  # whoever has been handed it can still open it

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["digest"], condition=Q(deleted_at=None), name="one_house_paper_per_content"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whole(self) -> bytes:
        return bytes(self.content)


class Document(File):
    """A file of one person, checked by its content, at most a few MB, so that it lives beside them.

    The same content is kept once for each application, of theirs and of ours, so that nobody learns what
    another place or the other side holds. Without ``uploaded_by`` the candidate sent it. ``shared_at`` lets
    the candidate open it from their page. Of a paper of the house (``house``) the content lies there. Served
    as a download only; it goes with the person.
    """

    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="documents", verbose_name=_("candidate")
    )
    application = models.ForeignKey(
        Application, models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(
        _("kind"),
        max_length=10,
        default=DocumentKind.RESUME,
        choices=[
            (DocumentKind.RESUME, _("Résumé")),
            (DocumentKind.HISTORY, _("Work history")),
            (DocumentKind.PROOF, _("Certificate")),
            (DocumentKind.OTHER, _("Other paper")),
        ],
    )
    house = models.ForeignKey(HousePaper, models.PROTECT, null=True, blank=True, related_name="handed_out")
    uploaded_by = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    shared_at = models.DateTimeField(_("shown to the candidate since"), null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)  # it can be brought back for a while

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "application", "digest"],
                condition=Q(uploaded_by=None),
                name="one_own_paper_per_content",
            ),
            models.UniqueConstraint(
                fields=["candidate", "application", "digest"],
                condition=Q(uploaded_by__isnull=False),
                name="one_paper_of_ours_per_content",
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def whole(self) -> bytes:
        """What is in the file."""
        return bytes(self.house.content if self.house else self.content)

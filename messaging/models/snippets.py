"""Texts a company keeps ready for what is written by hand."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import LANGUAGES
from company.models import Staff


class Snippet(models.Model):
    """A saved text, shared by everybody; its variables are filled in when it is chosen.

    ``before`` holds what it said before the last change, so that the change can be taken back; ``version``
    counts the changes, so that nobody changes or takes back what they have not seen.
    """

    name = models.CharField(_("name"), max_length=40)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="ja")
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    body = models.TextField(_("text"), max_length=2000)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    before = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True, blank=True)  # it can be brought back for a while

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "language"], condition=Q(deleted_at=None), name="one_snippet_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

"""What people are found by."""

from django.db import models

from candidates.models.applications import Application
from company.models import Location


class SearchKey(models.Model):
    """One way an application can be found: a folded name, kana, phone or e-mail, by its beginning.

    ``text`` is folded as ``candidates.policy.finding`` says; ``location`` is where the job is, so that one
    index answers for owners and for the people of a place alike.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="search_keys")
    location = models.ForeignKey(Location, models.CASCADE, related_name="+")
    text = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "text"], name="one_key_per_text")]

    def __str__(self) -> str:
        return f"key {self.pk}"

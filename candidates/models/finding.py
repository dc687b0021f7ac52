"""What people are found by."""

from typing import Any  # Django's description of a column

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from candidates.models.applications import Application
from candidates.policy.finding import LONGEST
from company.models import Location


class FoldedField(models.CharField[str, str]):
    """Text compared and sorted by its bytes, whatever language the database speaks.

    So that one plain index answers "begins with", orders the answers and goes on from any of them. SQLite
    does so by itself, PostgreSQL with the collation "C".
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class SearchKey(models.Model):
    """One way an application can be found: a folded name, kana, phone or e-mail, by its beginning.

    ``text`` is folded as ``candidates.policy.finding`` says; ``location`` is where the job is, so that one
    index answers for owners and for the people of a place alike.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="search_keys", db_index=False)
    location = models.ForeignKey(Location, models.CASCADE, related_name="+", db_index=False)
    text = FoldedField(max_length=LONGEST)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "text"], name="one_key_per_text")]
        indexes = [
            models.Index(fields=["text", "application"], name="keys_by_text"),
            models.Index(fields=["location", "text", "application"], name="keys_of_place"),
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"

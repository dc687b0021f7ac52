import enum

from django.apps import AppConfig
from django.db.migrations.serializer import BaseSerializer
from django.db.migrations.writer import MigrationWriter
from django.utils.translation import gettext_lazy as _


class PlainValue(BaseSerializer):
    """An enum member stands in a migration as its value, so that a vocabulary may change later."""

    def serialize(self) -> tuple[str, set[str]]:
        return repr(self.value.value), set()


MigrationWriter.register_serializer(enum.Enum, PlainValue)


class CompanyConfig(AppConfig):
    name = "company"
    verbose_name = _("Company and people")

"""Databases that several threads may use at once."""

from hypothesis import settings

from tests.messaging.conftest import migrated_postgres, migrated_sqlite, shared_database

settings.register_profile("shared_machine", deadline=None)
settings.load_profile("shared_machine")

__all__ = ["migrated_postgres", "migrated_sqlite", "shared_database"]

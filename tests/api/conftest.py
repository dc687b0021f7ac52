"""Databases that several threads may use at once."""

from tests.messaging.conftest import migrated_postgres, migrated_sqlite, shared_database

__all__ = ["migrated_postgres", "migrated_sqlite", "shared_database"]

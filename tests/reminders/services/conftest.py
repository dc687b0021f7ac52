"""Providers a story can break, and databases that several threads use at once."""

from tests.messaging.conftest import migrated_postgres, migrated_sqlite, providers, shared_database

__all__ = ["migrated_postgres", "migrated_sqlite", "providers", "shared_database"]

"""Providers a story can break."""

from tests.messaging.conftest import providers

__all__ = ["providers"]

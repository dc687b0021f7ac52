"""Every module that registers a kind of bulk act; imported once when the process starts."""

from dashboard.services import bulk_people, day_acts

__all__ = ["bulk_people", "day_acts"]

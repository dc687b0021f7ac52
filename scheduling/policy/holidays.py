"""Japan's national holidays."""

from datetime import date
from functools import lru_cache

import jpholiday


@lru_cache(maxsize=4096)
def is_national_holiday(day: date) -> bool:
    """Whether ``day`` is one by the law of that year, substitute days off included."""
    return bool(jpholiday.is_holiday(day))

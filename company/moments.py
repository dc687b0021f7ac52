"""Days and times in words, in the current language and time zone."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone, translation

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_JA = "月火水木金土日"


def day_words(moment: datetime) -> str:
    """``6月11日(木)`` or ``Thu 11 Jun``."""
    local = timezone.localtime(moment)
    if translation.get_language() == "en":
        return f"{WEEKDAYS[local.weekday()]} {local.day} {local:%b}"
    return f"{local.month}月{local.day}日({WEEKDAYS_JA[local.weekday()]})"


def hour_words(moment: datetime) -> str:
    """``9:05``: no leading zero."""
    local = timezone.localtime(moment)
    return f"{local.hour}:{local.minute:02d}"


def day_hour_words(moment: datetime) -> str:
    return f"{day_words(moment)} {hour_words(moment)}"


def weekday_words(weekdays: Iterable[int]) -> str:
    """``月・水・金`` or ``Mon, Wed, Fri``; Monday is 0. All days, working days and weekends have words."""
    days = sorted(set(weekdays))
    is_english = translation.get_language() == "en"
    short = {
        tuple(range(7)): ("毎日", "Every day"),
        tuple(range(5)): ("平日", "Weekdays"),
        (5, 6): ("土日", "Weekends"),
    }
    if tuple(days) in short:
        return short[tuple(days)][is_english]
    return (
        ", ".join(WEEKDAYS[day] for day in days)
        if is_english
        else "・".join(WEEKDAYS_JA[day] for day in days)
    )

"""The desk's way of saying spans and near days, for templates."""

from datetime import datetime, timedelta

from django import template

from dashboard import words

register = template.Library()


@register.filter
def span(length: timedelta | None) -> str:
    """``1 hour 48 minutes``."""
    return words.span(length) if length is not None else ""


@register.filter
def near(moment: datetime | None, now: datetime) -> str:
    """``Yesterday 18:04``."""
    return words.near(moment, now) if moment else ""


@register.filter
def near_day(moment: datetime | None, now: datetime) -> str:
    """``Yesterday``."""
    return words.near_day(moment, now) if moment else ""


@register.filter
def near_day_full(moment: datetime | None, now: datetime) -> str:
    """``6月11日(木) 今日``."""
    return words.day_and_near(moment, now) if moment else ""


@register.filter
def channel(name: str) -> str:
    """``SMS``."""
    return words.channel_word(name)


@register.filter
def signed(points: int) -> str:
    """``+5``, ``−3`` with a real minus, ``0``."""
    return f"+{points}" if points > 0 else f"\u2212{-points}" if points else "0"

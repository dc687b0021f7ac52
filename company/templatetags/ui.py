"""What every template needs: icons from the one sprite, dates and times as people read them."""

from datetime import datetime

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from company.moments import day_hour_words, day_words, hour_words

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "", box: int = 24) -> SafeString:
    """An icon of the sprite; ``extra`` are further classes, ``box`` the size of its grid."""
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"icon {extra}".strip(),
        box,
        box,
        static("icons.svg"),
        name,
    )


@register.filter
def day(moment: datetime | None) -> str:
    """``6月11日(木)`` or ``Thu 11 Jun``, in the current time zone."""
    return day_words(moment) if moment else ""


@register.filter
def hour(moment: datetime | None) -> str:
    """``13:00`` in the current time zone, without a leading zero."""
    return hour_words(moment) if moment else ""


@register.filter
def day_hour(moment: datetime | None) -> str:
    """Day and time together."""
    return day_hour_words(moment) if moment else ""


@register.filter
def short_day(moment: datetime | None) -> str:
    """``6/11`` in the current time zone."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.month}/{local.day}"

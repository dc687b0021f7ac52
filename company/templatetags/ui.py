"""What every template needs: icons from the one sprite, dates and times as people read them."""

from datetime import datetime

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEKDAYS_JA = "月火水木金土日"


@register.simple_tag
def icon(name: str, extra: str = "", box: int = 24) -> SafeString:
    """An icon of the sprite; ``extra`` are further classes, ``box`` the size of its grid."""
    classes = f"icon {extra}".strip()
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        classes, box, box, static("icons.svg"), name,
    )


@register.filter
def day(moment: datetime | None) -> str:
    """``6月11日(木)`` or ``Thu 11 Jun``, in the current time zone."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    if _("Mon") == "月":
        return f"{local.month}月{local.day}日({WEEKDAYS_JA[local.weekday()]})"
    return f"{WEEKDAYS[local.weekday()]} {local.day} {local:%b}"


@register.filter
def hour(moment: datetime | None) -> str:
    """``13:00`` in the current time zone, without a leading zero."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.hour}:{local.minute:02d}"


@register.filter
def day_hour(moment: datetime | None) -> str:
    """Day and time together."""
    return f"{day(moment)} {hour(moment)}" if moment else ""


@register.filter
def short_day(moment: datetime | None) -> str:
    """``6/11`` in the current time zone."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.month}/{local.day}"

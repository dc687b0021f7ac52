"""When somebody can come, in a line of words."""

from collections.abc import Iterable
from itertools import groupby

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates.policy import WEEKDAYS, Coming, DayPart, Hours, hours_of, write_spans

WORKING_DAYS, WEEKEND = list(range(5)), [5, 6]


def coming_words(coming: Coming) -> str:
    """In the language in use; empty when nothing was said. Their own words stand at the end."""
    ways = [
        (coming.online_only, _("online only")),
        (coming.phone_ok, _("by telephone is fine")),
    ]
    said = [
        *_hours_words(coming.hours),
        *([_("free again by %(time)s") % {"time": f"{coming.leave_by:%-H:%M}"}] if coming.leave_by else []),
        *(words for holds, words in ways if holds),
    ]
    return " / ".join(part for part in (pgettext("list", ", ").join(said), coming.words) if part)


def _hours_words(hours: Iterable[Hours]) -> list[str]:
    """Weekdays with the same hours are named together, in the order of their first day."""
    by_day = {day: [span for span in hours if span.weekday == day] for day in WEEKDAYS}
    described = [(_spans_words(spans), day) for day, spans in by_day.items() if spans]
    groups = groupby(sorted(described), key=lambda one: one[0])
    together = sorted((([day for _words, day in some], words) for words, some in groups))
    return [_joined(_days_words(days), words) for days, words in together]


def _joined(days: str, hours: str) -> str:
    """``月・水 9:00〜15:00``; parts of a day by name are those of the days: ``平日の夜``."""
    if not hours:
        return days
    named = not hours[0].isdigit()
    words = pgettext("parts of days", "%(days)s %(hours)s") if named else _("%(days)s %(hours)s")
    return words % {"days": days, "hours": hours}


def _spans_words(spans: list[Hours]) -> str:
    """Empty for a whole day."""
    cells = Coming(hours=tuple(spans)).cells
    if hours_of(cells) != tuple(spans):
        return write_spans(spans)
    if len(cells) == len(DayPart):
        return ""
    names = {
        DayPart.MORNING: pgettext("part of a day", "morning"),
        DayPart.DAYTIME: pgettext("part of a day", "daytime"),
        DayPart.EVENING: pgettext("part of a day", "evening"),
    }
    ticked = {part for _day, part in cells}
    return pgettext("days", "/").join(name for part, name in names.items() if part in ticked)


def _days_words(days: list[int]) -> str:
    if days == list(WEEKDAYS):
        return _("any day")
    if days == WORKING_DAYS:
        return pgettext("days", "weekdays")
    if days == WEEKEND:
        return _("weekends")
    return pgettext("days", "/").join(str(WEEKDAYS_ABBR[day]) for day in days)

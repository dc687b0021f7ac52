"""How many slots a form would make, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dashboard.forms_slots import SlotForm
from dashboard.queries.slots import who_would_hear
from dashboard.words import sentences

DAYS_NAMED = 6


@dataclass(frozen=True)
class Sum:
    """``count`` new slots, ``standing`` that are there already, and on which days; or what is missing.

    ``hear`` of those who wait for a time are told of them by themselves.
    """

    count: int
    standing: int
    words: str
    hear: int = 0


def sum_of(form: SlotForm) -> Sum:
    if not form.is_valid():
        return Sum(0, 0, _first_error(form))
    new = form.new_starts()
    standing = len(form.starts()) - len(new)
    return Sum(len(new), standing, days_in_words([start.date() for start in new]), hearers(form, new))


def hearers(form: SlotForm, starts: Sequence[datetime]) -> int:
    """How many of those who wait suit what they said; ``starts`` in the place's own time."""
    facts = form.facts()
    return who_would_hear(facts["location"], starts, length=form.length, mode=facts["mode"])


def _first_error(form: SlotForm) -> str:
    """What to put right first; an empty field says so by its label."""
    for name, errors in form.errors.items():
        if name != "__all__" and not form.data.get(name):
            return _("“%(field)s” is still open.") % {"field": form.fields[name].label}
        return str(errors[0])
    return ""


def days_in_words(dates: Sequence[date]) -> str:
    """``6月13・14日に6枠ずつ``: the days named when they are few, and how many a day."""
    if not dates:
        return ""
    counts = {day: len(list(same)) for day, same in groupby(sorted(dates))}
    days = _few(list(counts)) if len(counts) <= DAYS_NAMED else _many(list(counts))
    if len(set(counts.values())) > 1:
        return days
    each = next(iter(counts.values()))
    if len(counts) > 1:
        return _("%(days)s, %(each)d each") % {"days": days, "each": each}
    said = ngettext("%(days)s, %(each)d time", "%(days)s, %(each)d times", each)
    return said % {"days": days, "each": each}


def _few(days: Sequence[date]) -> str:
    """``6月13・14日、7月4日`` or ``13/14 Jun, 4 Jul``."""
    months = [list(same) for _key, same in groupby(days, key=lambda day: (day.year, day.month))]
    if get_language() == "en":
        return ", ".join(f"{'/'.join(str(day.day) for day in same)} {same[0]:%b}" for same in months)
    return "、".join(f"{same[0].month}月{'・'.join(str(day.day) for day in same)}日" for same in months)


def _many(days: Sequence[date]) -> str:
    return _("%(count)d days from %(first)s to %(last)s") % {
        "count": len(days),
        "first": _short(days[0]),
        "last": _short(days[-1]),
    }


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"


def made_in_words(starts: Sequence[datetime], hear: int) -> str:
    """The sentence after making them, and what happens now by itself."""
    made = _("%(count)d times made. %(days)s.") % {
        "count": len(starts),
        "days": days_in_words([start.date() for start in starts]),
    }
    if not hear:
        return made
    told = ngettext(
        "%(n)d person who waits for such a time is told within minutes.",
        "%(n)d people who wait for such a time are told within minutes.",
        hear,
    )
    return sentences([made, told % {"n": hear}])

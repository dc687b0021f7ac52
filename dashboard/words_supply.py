"""Rules, closures and calendars in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from company.moments import day_words, hour_words
from dashboard.forms_supply import RuleForm, horizon_words, notice_words
from dashboard.words import sentences
from dashboard.words_slots import days_in_words
from scheduling.models import AvailabilityRule, Closure
from scheduling.policy.spans import Span
from scheduling.services.closures import Effect
from scheduling.services.ruling import forecast
from scheduling.services.supplying import Supplied

__all__ = [
    "RuleSum",
    "closed_words",
    "closure_when",
    "effect_words",
    "feed_trouble",
    "notice_words",
    "opened_words",
    "rule_sum",
    "supplied_words",
]


@dataclass(frozen=True)
class RuleSum:
    """How many times a rule would offer, over how long and on which days; or what is missing."""

    count: int
    ahead: str = ""
    words: str = ""


def rule_sum(form: RuleForm, *, now: datetime) -> RuleSum:
    if not form.is_valid():
        return RuleSum(0, words=_first_error(form))
    rule = form.instance
    spans = forecast(rule, now=now)
    ahead = horizon_words(rule.horizon_days)
    if not spans:
        return RuleSum(0, words=_("No free time comes out of this in the next %(weeks)s.") % {"weeks": ahead})
    return RuleSum(len(spans), ahead, _days(spans, rule))


def _days(spans: Sequence[Span], rule: AvailabilityRule) -> str:
    zone = ZoneInfo(rule.location.zone)
    return days_in_words([span.starts_at.astimezone(zone).date() for span in spans])


def _first_error(form: RuleForm) -> str:
    """What to put right first; an empty field says so by its label."""
    for name, errors in form.errors.items():
        if name in form.fields and not form.data.get(name):
            return _("“%(field)s” is still open.") % {"field": form.fields[name].label}
        return str(errors[0])
    return ""


def supplied_words(supplied: Supplied) -> str:
    """``24 times are newly offered. 3 are offered no longer.``"""
    told = []
    if supplied.made:
        told.append(_made(supplied.made))
    if supplied.gone:
        told.append(_gone(supplied.gone))
    return sentences(told) if told else _("The offered times stay as they are.")


def _made(count: int) -> str:
    return ngettext("%(n)d time is newly offered.", "%(n)d times are newly offered.", count) % {"n": count}


def _gone(count: int) -> str:
    words = ngettext(
        "%(n)d free time is offered no longer.", "%(n)d free times are offered no longer.", count
    )
    return words % {"n": count}


def closed_words(effect: Effect) -> str:
    """How many free times a closure takes away: those of rules go, single ones stay and are not offered."""
    return _gone(effect.open_times) if effect.open_times else _("No free time lies in it.")


def opened_words(effect: Effect) -> str:
    """How many free times are there again, once a closure has been taken back."""
    return _made(effect.open_times) if effect.open_times else _("No free time lies in it.")


def effect_words(effect: Effect) -> str:
    """What a closure would do, before it is made."""
    free = closed_words(effect)
    if not effect.booked:
        return sentences([free, _("Nobody is booked then.")])
    count = len(effect.booked)
    booked = ngettext(
        "%(n)d interview is booked then and stays; nobody is cancelled.",
        "%(n)d interviews are booked then and stay; nobody is cancelled.",
        count,
    )
    return sentences([free, booked % {"n": count}])


def closure_when(closure: Closure) -> str:
    """``6月11日(木)``, ``6月11日(木)〜6月13日(土)`` or ``6月11日(木) 10:00–12:00``, where it is."""
    zone = ZoneInfo(closure.location.zone) if closure.location else timezone.get_current_timezone()
    with timezone.override(zone):
        start, end = timezone.localtime(closure.starts_at), timezone.localtime(closure.ends_at)
        if start.time() == end.time() == start.time().min:
            last = end - timedelta(days=1)
            return (
                day_words(start) if start.date() == last.date() else f"{day_words(start)}〜{day_words(last)}"
            )
        if start.date() == end.date():
            return f"{day_words(start)} {hour_words(start)}–{hour_words(end)}"
        return f"{day_words(start)} {hour_words(start)}〜{day_words(end)} {hour_words(end)}"


def feed_trouble(code: str) -> str:
    """Why a calendar could not be read, and what helps."""
    words = {
        "address": _("This is not an address we can read. Copy it once more from the calendar program."),
        "certificate": _("The server's certificate is not valid, so we do not read it."),
        "credentials": _(
            "An address with a name or password in it is not read. Use the calendar's secret address."
        ),
        "gone": _(
            "The server does not know this address (any more), or asks for a sign-in. Copy it once more."
        ),
        "no_such_host": _("There is no server of that name. Copy the address once more."),
        "not_calendar": _("What came is not a calendar (iCalendar, .ics)."),
        "not_https": _("Only addresses that begin with https:// are read."),
        "port": _("Only the usual port of https is read. Leave the number after the colon out."),
        "private": _("This address lies inside a private network, so it is not read."),
        "redirect": _("The address points on to another one. Put that one in."),
        "sandbox": _(
            "In the trial nothing leaves this machine, so no address is read. Upload a file instead."
        ),
        "slow": _("The server took longer than five seconds. We try again by ourselves."),
        "too_big": _("The calendar is larger than 1 MB. Share one with fewer months."),
        "too_many": _("There are too many events in it, or some repeat every hour. Share a smaller one."),
        "unreachable": _("The server did not answer as it should. We try again by ourselves."),
    }
    return words.get(code, words["unreachable"])

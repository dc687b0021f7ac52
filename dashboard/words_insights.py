"""The words of ふりかえり: of its groups, lengths of time, reasons and rates."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

from candidates.models import Application
from messaging.models import CHANNELS
from noshow.models import REASONS
from noshow.policy.rates import Rate
from noshow.policy.spans import Span

NONE = "–"
LEADS: Mapping[str, StrOrPromise] = {
    "0-2": gettext_lazy("0–2 days"),
    "3-4": gettext_lazy("3–4 days"),
    "5-7": gettext_lazy("5–7 days"),
    "8-": gettext_lazy("8 days or more"),
}
CONFIRMED: Mapping[str, StrOrPromise] = {
    "yes": pgettext_lazy("I will come", "Pressed"),
    "no": pgettext_lazy("I will come", "Not pressed"),
}
REMINDED: Mapping[str, StrOrPromise] = {
    "yes": pgettext_lazy("reminder", "Arrived"),
    "no": pgettext_lazy("reminder", "None arrived"),
}
CONTACTS: Mapping[str, StrOrPromise] = {
    "30m": gettext_lazy("Within 30 minutes"),
    "3h": gettext_lazy("Within 3 hours"),
    "24h": gettext_lazy("Within 24 hours"),
    "later": gettext_lazy("Later than 24 hours"),
    "none": gettext_lazy("None before the interview"),
}
WEEKDAYS: Mapping[str, StrOrPromise] = {
    "0": gettext_lazy("Monday"),
    "1": gettext_lazy("Tuesday"),
    "2": gettext_lazy("Wednesday"),
    "3": gettext_lazy("Thursday"),
    "4": gettext_lazy("Friday"),
    "5": gettext_lazy("Saturday"),
    "6": gettext_lazy("Sunday"),
}
SOURCES: Mapping[str, StrOrPromise] = {
    str(value): label for value, label in Application._meta.get_field("source").flatchoices
}
SILENT = "silent"


def channel_words(code: str) -> str:
    known = {str(value): label for value, label in CHANNELS}
    return str(known[code]) if code in known else _("Nothing arrived")


def reason_words(code: str) -> str:
    if code == SILENT:
        return _("Not known (no answer)")
    return str(dict(REASONS).get(code, code))  # type: ignore[call-overload]  # codes as stored


def source_words(key: str) -> str:
    """A job board by its name, else the way they came by."""
    source, _colon, note = key.partition(":")
    return note or str(SOURCES.get(source, source))


def hour_words(code: str) -> str:
    return _("%(hour)s:00") % {"hour": code}


def percent(share: float | None, digits: int = 1) -> str:
    if share is None:
        return NONE
    return f"{share * 100:.{digits}f}%"


def interval_words(rate: Rate) -> str:
    low, high = rate.interval
    return f"{low * 100:.0f}–{high * 100:.0f}%"


def count_words(number: int) -> str:
    """With a comma at the thousands, as both languages of the desk write it."""
    return f"{number:,}"


def cases_words(number: int) -> str:
    """A number of applications or interviews in a drawing."""
    return pgettext("applications, interviews", "%(n)s") % {"n": count_words(number)}


def span_words(span: Span | None) -> str:
    """As precisely as anybody would say it."""
    if span is None:
        return NONE
    if not span.length:
        return _("under a minute")
    words = {
        "m": ngettext("%(n)d minute", "%(n)d minutes", span.length),
        "h": ngettext("%(n)d hour", "%(n)d hours", span.length),
        "d": ngettext("%(n)d day", "%(n)d days", span.length),
    }
    return words[span.unit] % {"n": span.length}


def yen_words(hundredths: int) -> str:
    return _("¥%(n)s") % {"n": count_words(round(hundredths / 100))}


def points_words(now: Rate, before: Rate) -> str:
    """How a share moved, in points; nothing where there is nothing to compare with."""
    if now.share is None or before.share is None:
        return ""
    moved = round(now.share * 100) - round(before.share * 100)
    if not moved:
        return pgettext("compared with before", "as before")
    up = ngettext("%(n)d point up", "%(n)d points up", abs(moved))
    down = ngettext("%(n)d point down", "%(n)d points down", abs(moved))
    return (up if moved > 0 else down) % {"n": abs(moved)}

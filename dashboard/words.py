"""How the desk says things: spans of time, near days, what became of a message."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

from company.moments import day_words, hour_words
from messaging.policy import ChannelName, State
from messaging.wording import state_words

ENDS = ("。", "！", "？", "!", "?", ".", "…")


def span(length: timedelta) -> str:
    """``42 minutes``, ``1 hour 48 minutes``, ``3 days``: the two largest units, never negative."""
    minutes = max(0, int(length.total_seconds() // 60))
    hours, rest = divmod(minutes, 60)
    if hours >= 48:
        return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
    in_hours = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    in_minutes = ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest}
    if not hours:
        return in_minutes
    if not rest:
        return in_hours
    return _("%(hours)s %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}


def age(length: timedelta) -> str:
    """``5 days``, ``3 months``, ``2 years``: the one unit people would say."""
    days = max(1, length.days)
    if days < 60:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if days < 730:
        return ngettext("%(n)d month", "%(n)d months", days // 30) % {"n": days // 30}
    return ngettext("%(n)d year", "%(n)d years", days // 365) % {"n": days // 365}


def sentences(parts: Iterable[str]) -> str:
    """One after the other; Japanese needs no space between them."""
    return reduce(lambda one, two: _("%(one)s %(two)s") % {"one": one, "two": two}, parts)


def ended(words: str) -> str:
    """What somebody wrote, as a sentence another may follow."""
    said = words.strip()
    return said if said.endswith(ENDS) else _("%(sentence)s.") % {"sentence": said}


NEAR = {
    0: pgettext_lazy("a day", "Today"),
    -1: pgettext_lazy("a day", "Yesterday"),
    1: pgettext_lazy("a day", "Tomorrow"),
}


def near_day(moment: datetime, now: datetime) -> str:
    """``Today``, ``Yesterday``, ``Tomorrow``, or the date."""
    days = (timezone.localtime(moment).date() - timezone.localtime(now).date()).days
    return str(NEAR[days]) if days in NEAR else day_words(moment)


def day_and_near(moment: datetime, now: datetime) -> str:
    """``6月11日(木) 今日``."""
    date, name = day_words(moment), near_day(moment, now)
    return date if date == name else f"{date} {name}"


def near(moment: datetime, now: datetime) -> str:
    """``Yesterday 18:04``."""
    return f"{near_day(moment, now)} {hour_words(moment)}"


@dataclass(frozen=True)
class Tick:
    """What became of the last message on one channel: a channel's name, an icon, a word, a class."""

    channel: str
    icon: str
    word: str
    tone: str = ""


CHANNELS: dict[str, StrOrPromise] = {
    ChannelName.SMS: gettext_lazy("SMS"),
    ChannelName.EMAIL: gettext_lazy("E-mail"),
    ChannelName.LINE: gettext_lazy("LINE"),
    ChannelName.PHONE: gettext_lazy("Phone"),
}


def channel_word(channel: str) -> str:
    return str(CHANNELS.get(channel) or _("Page"))


def channel_icon(channel: str) -> str:
    return {"sms": "sms", "email": "mail", "line": "line", "phone": "phone"}.get(channel, "sms")


LOOKS = {
    State.CLAIMED: ("send", ""),
    State.SENDING: ("send", ""),
    State.ACCEPTED: ("check", ""),
    State.DELIVERED: ("checks", ""),
    State.UNDELIVERED: ("x", "fail"),
    State.FAILED: ("x", "fail"),
    State.NEEDS_PERSON: ("hand", "fail"),
    State.UNKNOWN: ("help", ""),
    State.EXPIRED: ("clock", ""),
    State.SUPPRESSED: ("stop", ""),
    State.CANCELLED: ("x", ""),
}
"""The icon and the tone of each state; everything else is a plan."""


def tick(channel: str, state: str, reason: str = "") -> Tick:
    """The delivery state of one message, as the legend under the list explains it."""
    name = channel_word(channel)
    if channel == ChannelName.PHONE:
        if state in {State.ACCEPTED, State.DELIVERED}:
            return Tick(name, "phone", pgettext("telephone", "Spoke with them"), "seen")
        return Tick(name, "phone-off", call_word(reason), "")
    icon, tone = LOOKS.get(State(state), ("clock", ""))
    return Tick(name, icon, state_words(state, reason), tone)


def call_word(outcome: str) -> str:
    """How a call went, from its outcome's code."""
    words = {
        "reached": pgettext("telephone", "Spoke with them"),
        "no_answer": pgettext("telephone", "No answer"),
        "call_back": pgettext("telephone", "They will call back"),
        "wrong_number": pgettext("telephone", "Wrong number"),
    }
    return words.get(outcome, pgettext("telephone", "No answer"))


def hint_words(reason: str) -> str:
    """What helps a person to decide about a message that went no further."""
    hints = {
        "busy": _("Trying again may work now."),
        "cap": _("Call if it cannot wait."),
        "error": _("Tell the person who runs this server, and write by hand."),
        "held": _("Perhaps it went out before the restore. Ask, or send it again."),
        "misconfigured": _("Tell the person who runs this server."),
        "no_connection": _("Trying again may work now."),
        "perhaps_sent": _("Please ask another way whether it arrived."),
        "provider_down": _("Trying again may work now."),
        "queue_full": _("Trying again may work now."),
        "quota": _("Write on another channel or call."),
        "sms_ceiling": _("Write an e-mail or call."),
        "too_late": _("A call still helps."),
        "unknown_outcome": _("Please ask another way whether it arrived."),
        "worker_lost": _("Please ask another way whether it arrived."),
    }
    if reason.startswith("missing:"):
        return _("Fill it in at the job or location, then write by hand.")
    return hints.get(reason, _("Try another way, or check the number."))

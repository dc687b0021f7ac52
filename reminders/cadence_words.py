"""The steps of the cadence as sentences and as short moments, for the desk."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from messaging.policy import Kind
from reminders.policy.cadence import Anchor, Condition, Route, Step
from reminders.wording import span_words, when_words

_CONDITIONS = {
    Condition.UNANSWERED: gettext_noop("if there is no answer yet"),
    Condition.STALE_ANSWER: gettext_noop("if there is no answer of the last two days"),
    Condition.LONG_WAIT: gettext_noop("if the wait is over four days"),
    Condition.SECOND_CHANCE: gettext_noop("if it is a second chance and there is no yes yet"),
    Condition.WAITED: gettext_noop("if they have waited three days or more"),
    Condition.AT_RISK: gettext_noop("if coming is doubtful"),
    Condition.SILENT_OR_AT_RISK: gettext_noop("if there is no answer yet or coming is doubtful"),
    Condition.UNBOOKED: gettext_noop("if no time is chosen yet"),
}
_ROUTES = {
    Route.PREFERRED: gettext_noop("on the best channel"),
    Route.OTHER: gettext_noop("on another channel, if there is one"),
    Route.OTHER_ELSE_BEST: gettext_noop("on another channel, else the best again"),
    Route.EVERY: gettext_noop("on every channel"),
    Route.CALL: gettext_noop("by a call from a person"),
}
_BESIDE_THE_CADENCE = {
    Kind.PRE_CALL: gettext_noop("before a call"),
    Kind.NEW_TIMES: gettext_noop("when one opens"),
    Kind.EARLIER_TIME: gettext_noop("when one opens"),
    Kind.EARLIER_TAKEN: gettext_noop("when it is gone"),
    Kind.CONFIRMED: gettext_noop("as an answer"),
    Kind.LATE_NOTED: gettext_noop("as an answer"),
    Kind.REPLY_LINK: gettext_noop("as an answer"),
    Kind.THE_WAY: gettext_noop("as an answer"),
    Kind.CANCELLED: gettext_noop("at once"),
    Kind.REJECTED: gettext_noop("after closing"),
    Kind.ENDED: gettext_noop("at once"),
    Kind.OFFERED: gettext_noop("after the decision"),
    Kind.OFFER_CHASE: gettext_noop("before its deadline"),
    Kind.OFFER_ACCEPTED: gettext_noop("at once"),
    Kind.JOINING: gettext_noop("before the first day"),
}
"""What no step says; when it goes out instead."""
DAY = 24 * 60


def sentence(step: Step) -> str:
    """「面接の前夜18:00に、まだお返事がなければ、いちばん届く方法で送ります」."""
    words = {
        "when": when_words(step),
        "condition": _(_CONDITIONS[step.condition]) if step.condition in _CONDITIONS else "",
        "route": _(_ROUTES[step.route]),
    }
    if words["condition"]:
        return _("%(when)s, %(condition)s, %(route)s.") % words
    return _("%(when)s, %(route)s.") % words


def short_moment(step: Step) -> str:
    """「前日 18:00」, as it fits beside a name."""
    if step.days is not None and step.local_time is not None:
        clock = f"{step.local_time:%-H:%M}"
        near = {
            -1: pgettext("short moment", "day before %(time)s"),
            0: pgettext("short moment", "that day %(time)s"),
            1: pgettext("short moment", "next day %(time)s"),
        }
        if step.days in near:
            return near[step.days] % {"time": clock}
        words = (
            pgettext("short moment", "%(days)s days before %(time)s")
            if step.days < 0
            else pgettext("short moment", "%(days)s days after %(time)s")
        )
        return words % {"days": abs(step.days), "time": clock}
    minutes = int(step.offset.total_seconds() // 60)
    if not minutes:
        return pgettext("short moment", "at once")
    words = (
        pgettext("short moment", "%(span)s before")
        if minutes < 0
        else pgettext("short moment", "%(span)s after")
    )
    return words % {"span": span_words(abs(minutes))}


def moment_of_kind(kind: Kind | str, steps: Sequence[Step]) -> str:
    """When this kind goes out, in a few words: by its first step, or what brings it about."""
    if steps:
        return short_moment(min(steps, key=_place))
    words = _BESIDE_THE_CADENCE.get(Kind(kind))
    return _(words) if words else pgettext("short moment", "switched off")


def _place(step: Step) -> float:
    """In its day an anchor is taken to lie at two in the afternoon, where days and minutes meet."""
    if step.days is not None and step.local_time is not None:
        return step.days * DAY + step.local_time.hour * 60 + step.local_time.minute
    return step.offset.total_seconds() / 60 + 14 * 60


def in_order(steps: Sequence[Step]) -> list[Step]:
    """In the order of the story."""
    story = list(Anchor)
    return sorted(steps, key=lambda step: (story.index(step.anchor), _place(step), step.name))

"""What the cadence editor says: groups, fates, worries."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from company.moments import day_hour_words
from messaging.models import KINDS
from messaging.policy import CAP, ChannelName
from reminders.policy.cadence import Anchor, Condition
from reminders.policy.trying import Advice, Fate, Part, Worry
from reminders.services.trying_cadence import Effect

KIND_WORDS = dict(KINDS)


def group_words(anchor: Anchor) -> str:
    return {
        Anchor.APPLIED: _("After the application"),
        Anchor.INVITED: _("After the invitation"),
        Anchor.ANSWER_BY: _("Before the invitation's deadline"),
        Anchor.BOOKED: _("After booking or moving"),
        Anchor.START: _("Before the interview"),
        Anchor.CASE: _("When somebody could not come"),
    }[anchor]


def part_words(part: Part) -> str:
    return {
        Part.INVITING: _("From applying to booking"),
        Part.MEETING: _("From booking to the interview"),
        Part.MISSING: _("If they could not come"),
    }[part]


def fate_words(fate: Fate) -> str:
    return {
        Fate.STAYS: "",
        Fate.MOVES: pgettext("a planned message", "changes"),
        Fate.NEW: pgettext("a planned message", "new"),
        Fate.GONE: pgettext("a planned message", "no longer"),
    }[fate]


def condition_words(condition: Condition) -> str:
    return {
        Condition.ALWAYS: "",
        Condition.UNANSWERED: _("only without an answer"),
        Condition.STALE_ANSWER: _("only without a fresh answer"),
        Condition.LONG_WAIT: _("only for long waits"),
        Condition.SECOND_CHANCE: _("only for second chances"),
        Condition.WAITED: _("only after three days of waiting"),
        Condition.AT_RISK: _("only where coming is doubtful"),
        Condition.SILENT_OR_AT_RISK: _("only without an answer, or where coming is doubtful"),
        Condition.UNBOOKED: _("only while no time is chosen"),
    }[condition]


def channel_words(channel: ChannelName) -> str:
    return {
        ChannelName.SMS: "SMS",
        ChannelName.LINE: "LINE",
        ChannelName.EMAIL: pgettext("channel", "e-mail"),
        ChannelName.PHONE: pgettext("channel", "telephone"),
        ChannelName.PAGE: "",
    }[channel]


def worry_words(advice: Advice) -> tuple[str, str]:
    """What is worth another look, and what to do about it."""
    kinds = [str(KIND_WORDS[kind]) for kind in advice.kinds]
    when = day_hour_words(advice.at) if advice.at else ""
    match advice.worry:
        case Worry.NOT_ASKED:
            return _("Nobody is asked on the day before."), _(
                "A question on the evening before, with one tap to answer, helps most. Add one."
            )
        case Worry.TOO_CLOSE:
            return _("%(one)s and %(other)s come within an hour (%(when)s).") % {
                "one": kinds[0],
                "other": kinds[1],
                "when": when,
            }, _("Two messages so close feel like pressure. Move one of them.")
        case Worry.OVER_CAP:
            return _("More than %(cap)d messages within a day (%(when)s).") % {"cap": CAP, "when": when}, _(
                "The cap of the house would hold the last ones back. Take one out."
            )
        case Worry.AT_NIGHT:
            if when:
                return _("%(kind)s would fall into the night, and goes out on %(when)s.") % {
                    "kind": kinds[0],
                    "when": when,
                }, _("A day and an hour of its own makes it certain.")
            return _("%(kind)s would fall into the night, and is left out.") % {"kind": kinds[0]}, _(
                "For early interviews, a message on the evening before carries the same."
            )
        case Worry.NO_THANKS:
            return _("Nobody is thanked for applying."), _(
                "Without a word within seconds people wonder whether it arrived."
            )
        case Worry.NO_RECEIPT:
            return _("A booking or a move gets no receipt (%(kinds)s).") % {"kinds": _(", ").join(kinds)}, _(
                "The receipt carries the time, the place and the calendar file."
            )


def effect_words(effect: Effect) -> str:
    """How many planned messages of how many people, in one sentence."""
    if not effect.people:
        return _("Nobody is in a running application now, so nobody's plan changes.")
    if not effect.messages:
        return (
            _("As far as we looked (%(n)d of %(all)d people) no planned message changes.")
            % {"n": effect.looked_at, "all": effect.people}
            if effect.is_estimate
            else _("No planned message of anybody changes.")
        )
    numbers = {"n": effect.messages, "people": effect.touched}
    if effect.is_estimate:
        return _("About %(n)d planned messages of about %(people)d people change.") % numbers
    return (
        ngettext(
            "%(n)d planned message of %(people)d people changes.",
            "%(n)d planned messages of %(people)d people change.",
            effect.messages,
        )
        % numbers
    )


def effect_parts(effect: Effect) -> list[str]:
    """The same by what happens to them."""
    parts = (
        (effect.moved, _("%(n)d at another time")),
        (effect.gone, _("%(n)d no longer")),
        (effect.new, _("%(n)d new")),
    )
    return [words % {"n": n} for n, words in parts if n]

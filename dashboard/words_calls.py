"""Why somebody waits for a call, in words."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dashboard.queries.calls import Call
from dashboard.words import near, sentences, span
from messaging.models import KINDS
from reminders.policy.call_order import Why


def label(why: Why) -> str:
    return {
        Why.BACK: pgettext("a call", "Agreed time"),
        Why.AHEAD: pgettext("a call", "Coming is doubtful"),
        Why.MORNING: pgettext("a call", "No answer before the interview"),
        Why.FIRST: pgettext("a call", "First contact"),
        Why.ABSENCE: pgettext("a call", "Did not come"),
        Why.INSTEAD: pgettext("a call", "Instead of a message"),
        Why.UNREACHED: pgettext("a call", "Nothing written arrives"),
    }[why]


def reasons(call: Call, now: datetime) -> str:
    """Why now, in a sentence or two."""
    need, parts = call.need, []
    if not call.is_due and need.why != Why.BACK:
        parts.append(_("From %(time)s.") % {"time": near(need.due_at, now)})
    parts.append(_why(call, now))
    if need.gain:
        parts.append(
            _("A talk now makes it %(n)s points likelier that they come.") % {"n": round(100 * need.gain)}
        )
    if call.tries:
        words = ngettext("%(n)d call in vain so far.", "%(n)d calls in vain so far.", call.tries)
        parts.append(words % {"n": call.tries})
    if call.also:
        parts.append(_("One call for both: ask about %(also)s too.") % {"also": call.also})
    return sentences(part for part in parts if part)


def _why(call: Call, now: datetime) -> str:
    need = call.need
    until = near(need.until, now)
    if need.why == Why.FIRST and need.until <= now:
        return _("The promised time passed %(span)s ago; a call now still helps most.") % {
            "span": span(now - need.until)
        }
    words = {
        Why.BACK: _("You agreed to call at %(time)s.") % {"time": near(need.due_at, now)},
        Why.AHEAD: _("The interview begins %(time)s, and it is doubtful whether they come.")
        % {"time": until},
        Why.MORNING: _("The interview begins %(time)s, and there is no answer yet.") % {"time": until},
        Why.FIRST: _("Please get in touch by %(time)s.") % {"time": until},
        Why.ABSENCE: _("To ask without blame whether they are all right."),
        Why.UNREACHED: _("No mobile, address or LINE works, so only a voice reaches them."),
        Why.INSTEAD: _("A message did not get through: %(kind)s.")
        % {"kind": {str(kind): name for kind, name in KINDS}.get(call.instead_of, _("words of ours"))},
    }
    return words[need.why]


def left(call: Call, now: datetime) -> str:
    """How long it still helps, short."""
    if not call.is_due:
        return near(call.need.due_at, now)
    if call.need.until <= now:
        return pgettext("a call", "overdue")
    return _("%(span)s left") % {"span": span(call.need.until - now)}

"""What became of a message, in words: its state, why it went no further, its tries and its receipts.

Every code that any part of the product leaves on a row, a try or a receipt has its words here.
"""

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from messaging.policy import ChannelName, State
from messaging.rendering import VARIABLES

Words = dict[str, str]


def trouble_words(reason: str) -> str:
    """Why a message did not go through, from its reason's code, as a sentence without a full stop."""
    if reason.startswith("missing:"):
        return _("A fact is missing for the text: %(name)s") % {"name": fact_words(reason)}
    if words := reason_words(reason):
        return words
    return _("The provider did not take it")


def fact_words(reason: str) -> str:
    """The variable that was empty, as texts name it in the reader's language."""
    name = reason.removeprefix("missing:")
    told = _told_to_whoever_comes().get(name)
    return told or (VARIABLES.get(name, name) if get_language() == "ja" else name)


def _told_to_whoever_comes() -> Words:
    """Facts that stand on the candidate's page and are no variable of a text."""
    return {
        "entrance": _("where to come in"),
        "test_page": _("a page to test the online meeting"),
        "help_phone": _("a number to call when the online meeting does not work"),
        "caller_number": _("the number we call from"),
    }


def reason_words(reason: str) -> str:
    """The same, or an empty text for what no part of ours writes: a provider's own number or word."""
    return (_about_the_address() | _about_us() | _about_the_line() | _about_a_person()).get(reason, "")


def _about_the_address() -> Words:
    return {
        "blocked": _("This address is blocked"),
        "bounced": _("Mail to this address came back"),
        "complained": _("They marked our mail as spam"),
        "invalid_address": _("The number or address does not exist"),
        "no_address": _("There is no number or address for it"),
        "not_mobile": _("This number cannot take SMS"),
        "not_theirs": _("It belongs to somebody else"),
        "opted_out": _("They asked not to be written to here"),
        "unfollowed": _("They no longer follow us on LINE"),
        "unknown_number": _("This number is not in use"),
        "unreachable": _("The phone was off or out of reach"),
        "unsubscribed": _("They unsubscribed from our mail"),
        "wrong_number": _("The number belongs to somebody else"),
    }


def _about_us() -> Words:
    return {
        "cap": _("They have had enough messages from us today"),
        "channel_off": _("This channel is switched off"),
        "complained": _("They marked our mail as unwanted"),
        "erased": _("The person's data was erased"),
        "error": pgettext("a message", "Something went wrong on our side"),
        "held": _("Sending was on hold when it was due"),
        "not_wanted": _("No longer needed"),
        "sms_ceiling": _("The SMS of this month are used up"),
        "speaking_hours": _("It fell into the night and would have been too late in the morning"),
        "too_late": _("It would have been too late to help"),
        "too_long": _("It is too long for one message"),
        "too_slow": _("Our server was too slow to send it safely"),
    }


def _about_the_line() -> Words:
    return {
        "busy": _("The provider was too busy"),
        "expired_key": _("Too much time has passed to repeat it safely"),
        "filtered": _("The carrier filtered it"),
        "mailbox_trouble": _("The mailbox could not take it"),
        "misconfigured": _("The provider's settings need a look"),
        "no_connection": _("The provider could not be reached"),
        "perhaps_sent": _("It may have gone out already, so it is not sent again by itself"),
        "provider_down": _("The provider was out of order"),
        "queue_full": _("Too many messages were waiting at the provider"),
        "quota": _("The provider's quota is used up"),
        "refused": _("The provider did not take it"),
        "sender_refused": _("The provider refused our sender"),
        "unknown_outcome": _("It is not known whether it arrived"),
        "unreadable_answer": _("The provider's answer could not be read"),
        "worker_lost": _("Our server stopped while it was on its way"),
    }


def _about_a_person() -> Words:
    return {
        "by_person": _("They told us that it arrived"),
        "called_instead": _("A call takes its place"),
        "called_since": _("Somebody has called since"),
        "let_go": _("Somebody here let it go"),
        "sent_again": _("It was sent again"),
        "stopped": _("Stopped by hand"),
        "taken_back": _("Taken back by hand"),
        # how a call went
        "call_back": _("They will call back"),
        "no_answer": _("Nobody answered the phone"),
        "reached": _("You spoke with them"),
    }


def unclear_words(reason: str) -> str:
    """Why an outcome is not known; an error of the line has its own name and is said in general."""
    return reason_words(reason) or _("The line broke before the provider answered")


STATES = {
    State.PLANNED: pgettext_lazy("delivery", "Planned"),
    State.CLAIMED: gettext_lazy("Being sent"),
    State.SENDING: gettext_lazy("Being sent"),
    State.ACCEPTED: pgettext_lazy("delivery", "Sent"),
    State.DELIVERED: pgettext_lazy("delivery", "Delivered"),
    State.UNDELIVERED: gettext_lazy("Could not be delivered"),
    State.FAILED: gettext_lazy("Could not be sent"),
    State.EXPIRED: pgettext_lazy("delivery", "Not sent"),
    State.CANCELLED: gettext_lazy("No longer needed"),
    State.SUPPRESSED: pgettext_lazy("delivery", "Not sent"),
    State.UNKNOWN: pgettext_lazy("delivery", "Unknown, being checked"),
    State.NEEDS_PERSON: pgettext_lazy("delivery", "A person decides"),
    State.RECEIVED: pgettext_lazy("delivery", "Received"),
}


def state_words(state: str, reason: str = "") -> str:
    """What became of a message, in a few words."""
    if reason == "by_person" and state == State.ACCEPTED:
        return pgettext("delivery", "Arrived, as they told us")
    if reason in {"let_go", "sent_again", "called_instead"}:
        return pgettext("delivery", "Settled by hand")
    return str(STATES[State(state)])


def next_words(channel: str, minutes: int) -> str:
    """What happens by itself to a message whose outcome is not known; ``minutes`` is the window."""
    if channel == ChannelName.EMAIL:
        return _(
            "If no report comes, it is sent once more under the same number, which most mailboxes show once."
        )
    if channel == ChannelName.LINE:
        return _("It is handed over again with the same key; LINE delivers one key only once.")
    return _(
        "We look for it at the provider for %(n)d minutes. If it is surely not there, it is sent once more "
        "or put before you."
    ) % {"n": minutes}


def attempt_words(outcome: str, error: str = "") -> str:
    """How one try ended; ``error`` is its reason, perhaps with the provider's own number."""
    reason = error.partition(" ")[0]
    if outcome == "unknown":
        return _("%(what)s: %(why)s") % {"what": _("No clear answer"), "why": unclear_words(reason)}
    words = {
        "": _("On its way"),
        "accepted": _("The provider took it"),
        "found": _("Found at the provider"),
        "absent": _("Surely not at the provider"),
        "rejected": _("Refused"),
        "retry": _("Not taken, tried again later"),
    }
    what = words.get(outcome, _("Ended"))
    if outcome in {"rejected", "retry"} and reason:
        return _("%(what)s: %(why)s") % {"what": what, "why": trouble_words(reason)}
    return what


def receipt_words(status: str) -> str:
    """What a provider reported, from its own word for it."""
    words = {
        "accepted": _("Taken by the provider"),
        "autoresponded": _("A machine answered"),
        "bounced": _("Came back"),
        "canceled": _("Taken back at the provider"),
        "clicked": _("A link was fetched"),
        "complained": _("Marked as spam"),
        "deferred": _("The mailbox asked to try later"),
        "delivered": pgettext("delivery", "Delivered"),
        "failed": _("Could not be sent"),
        "opened": _("Its pictures were fetched"),
        "queued": _("Waiting at the provider"),
        "read": _("Read"),
        "rejected": _("Refused"),
        "scheduled": _("Waiting at the provider"),
        "sending": _("Being sent"),
        "sent": _("Handed to the carrier"),
        "subscribed": _("They subscribed"),
        "undelivered": _("Could not be delivered"),
        "unsubscribed": _("They unsubscribed"),
    }
    return words.get(status, _("Another report"))

"""Why we contact someone, in words for the desk; keyed by the code on the message."""

from django.utils.translation import gettext, gettext_noop

WHY = {
    "thanks": gettext_noop("So that they know within seconds that it arrived."),
    "invitation": gettext_noop("So that they can choose a time themselves."),
    "invitation-chase": gettext_noop("No time chosen yet; the invitation ends soon."),
    "booked": gettext_noop("So that the time and the place are in their hands."),
    "moved": gettext_noop("So that the new time replaces the old one everywhere."),
    "days-before": gettext_noop("The wait is long; a word keeps the promise warm."),
    "evening-before": gettext_noop("So that one tap tells us they are coming."),
    "evening-again": gettext_noop("No answer yet; perhaps the other channel is seen."),
    "morning-call": gettext_noop("Still no answer; a voice helps most now."),
    "directions": gettext_noop("To take away the worry of not finding the way."),
    "cancelled": gettext_noop("So that nobody comes in vain."),
    "absence-first": gettext_noop("To ask without blame whether they are all right."),
    "absence-other": gettext_noop("No word yet; another channel may reach them."),
    "absence-call": gettext_noop("A voice may reach them where texts do not."),
    "absence-next-day": gettext_noop("A night later it is easier to answer."),
    "final-notice": gettext_noop("So that the deadline is known before it passes."),
    "rejected": gettext_noop("So that it ends with a word and not in silence."),
    "confirmed": gettext_noop("To thank them for the answer."),
    "late_noted": gettext_noop("So that they need not worry on the way."),
    "reply_link": gettext_noop("So that everything can be changed with one tap."),
}


def why_words(code: str) -> str:
    """The reason behind a planned message, translated; empty for an unknown code."""
    return gettext(WHY[code]) if code in WHY else ""

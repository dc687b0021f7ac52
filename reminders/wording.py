"""Why we contact someone and when, in words for the desk and the administration."""

from datetime import time

from django.utils.translation import gettext, gettext_noop, ngettext

from reminders.policy.cadence import Anchor, Step

WHY = {
    "thanks": gettext_noop("So that they know within seconds that it arrived."),
    "invitation": gettext_noop("So that they can choose a time themselves."),
    "invitation-chase": gettext_noop("No time chosen yet; the invitation ends soon."),
    "new-times": gettext_noop("Times they wished for have opened."),
    "booked": gettext_noop("So that the time and the place are in their hands."),
    "moved": gettext_noop("So that the new time replaces the old one everywhere."),
    "risk-asking": gettext_noop("Coming is doubtful; asking early leaves time for another day."),
    "risk-call": gettext_noop("Coming is doubtful; a voice helps most."),
    "while-waiting": gettext_noop("The wait is long; a word in between is welcome."),
    "while-waiting-longer": gettext_noop("The wait is long; a word in between is welcome."),
    "days-before": gettext_noop("The wait is long; a word keeps the promise warm."),
    "evening-before": gettext_noop("So that one tap tells us they are coming."),
    "second-chance": gettext_noop("A second chance: they are asked once more, two days before."),
    "evening-again": gettext_noop("No answer yet; perhaps the other channel is seen."),
    "morning-call": gettext_noop("Still no answer; a voice helps most now."),
    "directions": gettext_noop("To take away the worry of not finding the way."),
    "cancelled": gettext_noop("So that nobody comes in vain."),
    "ended": gettext_noop("So that nobody comes in vain."),
    "absence-first": gettext_noop("To ask without blame whether they are all right."),
    "absence-other": gettext_noop("No word yet; another channel may reach them."),
    "absence-call": gettext_noop("A voice may reach them where texts do not."),
    "absence-next-day": gettext_noop("A night later it is easier to answer."),
    "final-notice": gettext_noop("So that the deadline is known before it passes."),
    "rejected": gettext_noop("So that it ends with a word and not in silence."),
    "confirmed": gettext_noop("To thank them for the answer."),
    "late_noted": gettext_noop("So that they need not worry on the way."),
    "the-way": gettext_noop("They asked for it, and stand somewhere waiting."),
    "earlier-time": gettext_noop("So that nobody waits longer than they need to."),
    "earlier-taken": gettext_noop("So that nobody is left wondering; their own time stays."),
    "reply_link": gettext_noop("So that everything can be changed with one tap."),
    "offered": gettext_noop("So that the good news reaches them in writing."),
    "offer-chase": gettext_noop("No answer yet; the deadline is near, and questions are welcome."),
    "offer-accepted": gettext_noop("To thank them for saying yes."),
    "joining": gettext_noop("So that the first day begins without worry."),
    "linked": gettext_noop("So that they know LINE works."),
}

MOMENTS = {
    Anchor.APPLIED: gettext_noop("the application"),
    Anchor.INVITED: gettext_noop("the invitation"),
    Anchor.ANSWER_BY: gettext_noop("the invitation's deadline"),
    Anchor.BOOKED: gettext_noop("the booking or move"),
    Anchor.START: gettext_noop("the interview's start"),
    Anchor.CASE: gettext_noop("the opening of a case"),
}
DAYS = {**MOMENTS, Anchor.START: gettext_noop("the interview")}
"""What a step is counted from: to the minute, and by days."""
EVENING = time(17)
HOUR, DAY = 60, 24 * 60


def why_words(code: str) -> str:
    """The reason behind a planned message, translated; empty for an unknown code."""
    return gettext(WHY[code]) if code in WHY else ""


def when_words(step: Step) -> str:
    """When a step goes out, as one says it: "the evening before the interview at 18:00"."""
    if step.days is not None and step.local_time is not None:
        return _day_words(step, step.days, step.local_time)
    minutes = int(step.offset.total_seconds() // 60)
    moment = gettext(MOMENTS[step.anchor])
    if not minutes:
        return gettext("At once after %(moment)s") % {"moment": moment}
    words = gettext("%(span)s after %(moment)s") if minutes > 0 else gettext("%(span)s before %(moment)s")
    return words % {"span": span_words(abs(minutes)), "moment": moment}


def _day_words(step: Step, days: int, at: time) -> str:
    words = {
        -1: gettext("The evening before %(day)s at %(time)s")
        if at >= EVENING
        else gettext("The day before %(day)s at %(time)s"),
        0: gettext("On the day of %(day)s at %(time)s"),
        1: gettext("The day after %(day)s at %(time)s"),
    }.get(days) or (
        gettext("%(days)s days before %(day)s at %(time)s")
        if days < 0
        else gettext("%(days)s days after %(day)s at %(time)s")
    )
    return words % {"days": abs(days), "day": gettext(DAYS[step.anchor]), "time": f"{at:%-H:%M}"}


def span_words(minutes: int) -> str:
    """``2 hours``, ``1 day``, ``90 minutes``: the largest unit that comes out even."""
    if minutes and minutes % DAY == 0:
        return ngettext("%(n)s day", "%(n)s days", minutes // DAY) % {"n": minutes // DAY}
    if minutes and minutes % HOUR == 0:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // HOUR) % {"n": minutes // HOUR}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}

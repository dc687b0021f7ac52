"""What happened, in words for the panel beside the phone."""

from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop, pgettext

from company.models import AuditEvent

APPLIED = "Applied"  # translated with a context: it is also the name of a stage
WORDS: dict[str, tuple[str, str, str]] = {
    "application_stored": ("user", APPLIED, gettext_noop("The thanks go out at once.")),
    "interview_invited": ("calendar", gettext_noop("Invited to choose a time"), ""),
    "interview_booked": (
        "calendar",
        gettext_noop("Chose a time"),
        gettext_noop("The reminders are planned."),
    ),
    "interview_moved": (
        "swap",
        gettext_noop("Moved to another time"),
        gettext_noop("The old reminders are off, the new ones planned."),
    ),
    "interview_confirmed": (
        "check",
        gettext_noop("Said “I will come”"),
        gettext_noop("No further asking is needed."),
    ),
    "interview_way_asked": ("map", gettext_noop("Lost the way"), gettext_noop("The way goes out at once.")),
    "interview_late_noted": ("late", gettext_noop("Runs late"), gettext_noop("The desk has been told.")),
    "interview_cancelled": ("bye", gettext_noop("The interview is off"), ""),
    "application_withdrawn": (
        "bye",
        gettext_noop("Withdrew"),
        gettext_noop("The time is free again, and nothing more is sent."),
    ),
    "message_heard": ("sms", gettext_noop("Wrote to us"), ""),
    "outcome_recorded": ("edit", gettext_noop("The outcome was entered"), ""),
    "case_opened": (
        "chair",
        gettext_noop("Could not meet"),
        gettext_noop("We ask whether they are all right."),
    ),
    "case_answered": (
        "check",
        gettext_noop("Told us why"),
        gettext_noop("Everything automatic has stopped."),
    ),
    "closing_proposed": ("doc", gettext_noop("The closing rule is met"), gettext_noop("A person decides.")),
    "closing_confirmed": ("doc", gettext_noop("The case is closed"), ""),
    "case_closed_by_rule": ("doc", gettext_noop("The case is closed"), ""),
    "case_closed_by_hand": ("doc", gettext_noop("The case is closed"), ""),
}


@dataclass(frozen=True)
class Words:
    icon: str
    title: str
    more: str


def event_words(event: AuditEvent) -> Words | None:
    """The words for an event of the trail; None for what only the trail needs."""
    if event.action not in WORDS:
        return None
    icon, title, more = WORDS[event.action]
    shown = pgettext("behind", "Applied") if title == APPLIED else gettext(title)
    return Words(icon, shown, gettext(more) if more else "")

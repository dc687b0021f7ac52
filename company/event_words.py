"""What other systems can be told of, in words: for the pages that make webhooks and for the reference."""

from django.utils.translation import gettext as _

from company.policy import HookEvent


def event_words(event: str) -> str:
    """A code that this edition does not know is shown as it is."""
    words = {
        HookEvent.RECEIVED: _("Somebody applied"),
        HookEvent.STAGE_CHANGED: _("The stage changed"),
        HookEvent.ERASED: _("The person’s data was erased; please erase yours"),
        HookEvent.INVITED: _("Invited to choose a time"),
        HookEvent.BOOKED: _("An interview was booked"),
        HookEvent.MOVED: _("An interview was moved"),
        HookEvent.CONFIRMED: _("They said they are coming"),
        HookEvent.CANCELLED: _("An interview was cancelled"),
        HookEvent.OUTCOME: _("An outcome was entered, or taken back"),
        HookEvent.TEST: _("Sent by the button on the settings page"),
    }
    return words[HookEvent(event)] if event in {*HookEvent} else event

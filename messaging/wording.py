"""Why a message did not go through, in words; keyed by the reason's code on the row."""

from django.utils.translation import gettext as _


def trouble_words(reason: str) -> str:
    """Why a message did not go through, from its reason's code, as a sentence without a full stop."""
    if reason.startswith("missing:"):
        return _("A fact is missing for the text: %(name)s") % {"name": reason.removeprefix("missing:")}
    words = {
        "blocked": _("This address is blocked"),
        "bounced": _("Mail to this address came back"),
        "busy": _("The provider was too busy"),
        "cap": _("They have had enough messages from us today"),
        "channel_off": _("This channel is switched off"),
        "erased": _("The person's data was erased"),
        "error": _("Something went wrong on our side"),
        "filtered": _("The carrier filtered it"),
        "invalid_address": _("The number or address does not exist"),
        "misconfigured": _("The provider's settings need a look"),
        "no_address": _("There is no number or address for it"),
        "not_mobile": _("This number cannot take SMS"),
        "not_theirs": _("It belongs to somebody else"),
        "not_wanted": _("No longer needed"),
        "opted_out": _("They asked not to be written to here"),
        "quota": _("The provider's quota is used up"),
        "sender_refused": _("The provider refused our sender"),
        "sms_ceiling": _("The SMS of this month are used up"),
        "speaking_hours": _("It fell into the night and would have been too late in the morning"),
        "stopped": _("Stopped by hand"),
        "too_late": _("It would have been too late to help"),
        "unknown_number": _("This number is not in use"),
        "unknown_outcome": _("It is not known whether it arrived"),
        "unreachable": _("The phone was off or out of reach"),
    }
    return words.get(reason, _("The provider did not take it"))

"""Why two records may be one person, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates.policy.sameness import Clue, Likeness, Surety


def clues(likeness: Likeness) -> list[str]:
    words = {
        Clue.PHONE: _("The same phone number"),
        Clue.EMAIL: _("The same e-mail address"),
        Clue.BORN: _("The same name and date of birth"),
        Clue.KANA: _("The name reads the same, and the number ends the same"),
    }
    return [words[clue] for clue in likeness.clues]


def differing(likeness: Likeness) -> str:
    words = {"name": _("the name"), "phone": _("the phone number"), "email": _("the e-mail address")}
    if not likeness.differing:
        return ""
    return _("Written differently: %(what)s.") % {
        "what": _(", ").join(words[one] for one in likeness.differing)
    }


def surety(likeness: Likeness) -> tuple[str, str]:
    """A word and a tone."""
    return {
        Surety.SURE: (pgettext("the same person", "As good as sure"), "ok"),
        Surety.LIKELY: (pgettext("the same person", "Likely"), "info"),
        Surety.MAYBE: (pgettext("the same person", "Perhaps"), "plan"),
    }[likeness.surety]


def part(name: str) -> str:
    return {
        "name": _("Name"),
        "kana": _("Kana"),
        "birth": _("Date of birth"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "line": _("LINE"),
        "language": _("Language"),
        "channel": _("Preferred channel"),
        "hours": _("When to reach them"),
    }[name]

"""What is wrong with something typed, in words that say how to put it right."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.policy import BadEmail, BadPhone


def phone_words(wrong: BadPhone) -> str:
    if wrong.code == "too_short":
        return ngettext(
            "It seems %(by)d digit is missing. Please look once more.",
            "It seems %(by)d digits are missing. Please look once more.",
            wrong.by,
        ) % {"by": wrong.by}
    if wrong.code == "too_long":
        return ngettext(
            "It seems there is %(by)d digit too many. Please look once more.",
            "It seems there are %(by)d digits too many. Please look once more.",
            wrong.by,
        ) % {"by": wrong.by}
    words = {
        "foreign": _(
            "This looks like a number outside Japan, which we cannot reach. Please give a Japanese one."
        ),
        "special": _(
            "We cannot call back toll-free numbers or extensions. Please give a mobile or landline number."
        ),
        "impossible": _("We could not read this as a phone number. Please write it like 090-1234-5678."),
    }
    return words[wrong.code]


def email_words(wrong: BadEmail) -> str:
    words = {
        "no_at": _("An address has an @ in the middle, like hanako@example.jp."),
        "characters": _(
            "There is a character in front of the @ that addresses cannot have. Please look once more."
        ),
        "dots": _("There is a full stop too many in front of the @. Please look once more."),
        "domain": _("What stands behind the @ does not look right. It should be like example.jp."),
        "too_long": _("This is longer than an address can be. Please look once more."),
        "slip": _("Did you mean %(address)s?") % {"address": wrong.suggestion},
    }
    return words[wrong.code]

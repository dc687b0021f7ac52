"""Events, scopes and what went wrong with a post, in words."""

from django.utils.translation import gettext as _

from company.event_words import event_words
from company.policy import ApiScope, HookEvent

STATES = {"planned", "sent", "failed", "cancelled"}


def event_choices() -> list[tuple[str, str]]:
    return [(str(event), event_words(event)) for event in HookEvent if event != HookEvent.TEST]


def scope_words(scope: str) -> str:
    words = {
        ApiScope.WRITE: _("posts applications"),
        ApiScope.READ: _("reads applications"),
        ApiScope.JOBS: _("reads jobs"),
    }
    return words[ApiScope(scope)] if scope in {*ApiScope} else scope


def post_trouble_words(code: str, status: int | None = None) -> str:
    """Why a post did not arrive, or an address cannot be posted to."""
    words = {
        "": "",
        "address": _("This is not an address that can be posted to."),
        "not_https": _("The address has to begin with https://."),
        "credentials": _("No name or password in the address, please."),
        "port": _("Only the usual port of https (443) is posted to."),
        "private": _("This leads inside our own network, where nothing is posted to."),
        "no_such_host": _("There is no such host."),
        "certificate": _("The certificate is not valid for this address."),
        "slow": _("No answer within five seconds."),
        "unreachable": _("Nobody answers there."),
        "redirect": _("It sends us elsewhere; we do not follow."),
    }
    if code or status is None:
        return words.get(code, code)
    return "" if 200 <= status < 300 else _("They answered %(status)s.") % {"status": status}

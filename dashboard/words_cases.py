"""Why a case or an application was closed, in words."""

from django.utils.translation import gettext_lazy

from noshow.services.closing import RULE_REASON

CLOSING_REASONS = {
    "no_answer": gettext_lazy("We could not reach them"),
    "their_wish": gettext_lazy("They do not want to go on"),
    "agreed": gettext_lazy("Agreed with them"),
    "filled": gettext_lazy("The place is filled"),
}


def closing_words(code: str) -> str:
    """Empty for a code that says nothing more than the state does."""
    if code == RULE_REASON:
        return str(gettext_lazy("By the written rule"))
    return str(CLOSING_REASONS.get(code, ""))

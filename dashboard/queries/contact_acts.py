"""The first word with somebody: which buttons stand beside their name."""

from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Application
from candidates.policy import Stage
from dashboard.queries.queue import Act, page

NUMBER_REASONS = ["invalid_address", "not_mobile", "unknown_number"]
"""Why a message by SMS was refused when it is the number that is at fault."""


def contact_acts(application: Application) -> tuple[Act, ...]:
    """A call first; whoever gave no number is invited, or written to."""
    write = Act(_("Answer"), page(application, "composer"), "mail", "")
    invite = _invite(application)
    if application.candidate.phone:
        call = Act(_("Call"), call_page(application), "phone", "primary")
        return (call, invite or write)
    return (_leading(invite), write) if invite else (_leading(write),)


def call_page(application: Application) -> str:
    """Where a call is made from: the number, what to say, and how it went."""
    return reverse("dashboard:call_screen", args=[application.pk])


def _invite(application: Application) -> Act | None:
    """Only who has no time and no invitation yet."""
    if application.stage not in {Stage.RECEIVED, Stage.IN_CONTACT}:
        return None
    url = reverse("dashboard:invite", args=[application.pk])
    return Act(_("Invite to choose a time"), url, "calendar", "", {})


def _leading(act: Act) -> Act:
    return Act(act.label, act.url, act.icon, "primary", act.fields)

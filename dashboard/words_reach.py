"""What a press says of the message it causes: that it goes out, or that somebody has to call."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from candidates.models import Application
from dashboard.queries.reaching import is_reached


def say_invited(request: HttpRequest, application: Application) -> None:
    if not application.is_started:
        messages.warning(request, _("Invited, but nothing goes out yet: contact has not been started."))
    elif is_reached(application):
        messages.success(request, _("Invited. The link to choose a time is on its way."))
    elif application.candidate.phone:
        messages.warning(
            request, _("Nothing was sent: no message reaches them. Please call, and book a time for them.")
        )
    else:
        messages.warning(
            request, _("Nothing was sent: there is neither a number nor an address that reaches them.")
        )


def say_booked(request: HttpRequest, application: Application, time: str, *, moved: bool) -> None:
    if not application.is_started:
        words = _("Booked: %(time)s. Nothing goes out: contact has not been started, so please call them.")
    elif not is_reached(application):
        words = _("Booked: %(time)s. No message reaches them, so please tell them yourself.")
    elif moved:
        words = _("Moved to %(time)s. They are told at once.")
    else:
        words = _("Booked: %(time)s. They are told at once.")
    messages.success(request, words % {"time": time})


def say_cancelled(request: HttpRequest, application: Application) -> None:
    if is_reached(application):
        messages.success(request, _("Cancelled. They are told at once."))
    else:
        messages.warning(request, _("Cancelled. No message reaches them, so please tell them yourself."))

"""After a withdrawal: why, if they like to say."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.forms_me import WithdrawForm
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS
from portal.views.showing import stale
from scheduling.policy import LeavingReason
from scheduling.services.parting import ReasonTooLate, say_why_they_left


@require_http_methods(ANSWERS)
@linked
def why(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One tap on the page that thanks them; they may think better of it and tap another."""
    form = WithdrawForm(request.POST)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["why"]:
        try:
            say_why_they_left(visit.application, LeavingReason(form.cleaned_data["why"]), now=visit.now)
        except ReasonTooLate:
            return stale(
                request, visit, _("This is closed now. Whatever you would like to say, write to us below.")
            )
    return see_other(visit.address("home"))

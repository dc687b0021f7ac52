"""Writing down how a call went."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from company import clock
from dashboard.forms import CallForm
from dashboard.scope import acting, staff_of
from dashboard.views.answering import done, refused, the_application
from messaging.policy import CallOutcome
from messaging.services.calling import log_call


@acting
def log(request: HttpRequest, pk: int) -> HttpResponse:
    application, form = the_application(request, pk), CallForm(request.POST)
    if not form.is_valid():
        return refused(request, application, _("Please press one of the results of the call."))
    outcome = CallOutcome(form.cleaned_data["outcome"])
    note = form.cleaned_data["note"]
    log_call(application, outcome=outcome, by=staff_of(request), now=clock.now(), note=note)
    messages.success(request, _said(outcome))
    return done(request, application)


def _said(outcome: CallOutcome) -> str:
    return {
        CallOutcome.REACHED: _("Written down: you spoke with them."),
        CallOutcome.NO_ANSWER: _("Written down: no answer this time."),
        CallOutcome.CALL_BACK: _("Written down: they will call back."),
        CallOutcome.WRONG_NUMBER: _(
            "Written down. This number will not be used again; please ask by e-mail."
        ),
    }[outcome]

"""When somebody can come, entered by a colleague; what they are offered follows at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from candidates.services.constraining import note_coming
from company import clock
from dashboard.forms_coming import ComingForm
from dashboard.scope import acting, staff_of
from dashboard.views.answering import done, the_application
from dashboard.views.showing import page_context
from scheduling.services.offering import coming_of


@acting
def constraints(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the form of the card; with something unreadable in it, the card comes back and says where."""
    application, now = the_application(request, pk), clock.now()
    form = ComingForm(request.POST, known=coming_of(application))
    if not form.is_valid():
        context = page_context(request, application, now) | {"coming_form": form}
        return render(request, "dashboard/candidate/page.html", context, status=422)
    note_coming(application, form.coming(), now=now, by=staff_of(request))
    messages.success(request, _("Saved. Times that suit come first for them."))
    return done(request, application)

"""The page an invited person opens: name, password, language, and they are in."""

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from company import clock
from company.models import StaffInvitation
from company.services import inviting
from company.services.pictures import BadPicture
from company.services.portraits import keep_portrait
from company.services.profile import the_company
from dashboard.forms_sign_in import WelcomeForm
from dashboard.views.job_pictures import bytes_of
from dashboard.words_facts import picture_words

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing: mail scanners open links. A signed-in colleague is not signed out by it."""
    try:
        invitation = inviting.find(token, now=clock.now())
        form = WelcomeForm(
            invitation.email,
            request.POST or None,
            request.FILES or None,
            initial={"language": invitation.language},
        )
        if request.method == "POST" and form.is_valid():
            return _let_in(request, token, form)
    except inviting.InvitationOver as over:
        return _safe(
            render(request, "dashboard/access/invitation_over.html", {"reason": over.reason}, status=410)
        )
    return _safe(
        render(
            request,
            "dashboard/access/invited.html",
            _context(invitation, form),
            status=422 if form.errors else 200,
        )
    )


def _context(invitation: StaffInvitation, form: WelcomeForm) -> dict[str, object]:
    return {
        "invitation": invitation,
        "form": form,
        "company": the_company(),
        "places": [place.name for place in invitation.locations.all()],
    }


def _let_in(request: HttpRequest, token: str, form: WelcomeForm) -> HttpResponse:
    said, now = form.cleaned_data, clock.now()
    staff = inviting.accept(
        token, name=said["name"], password=said["password1"], language=said["language"], now=now
    )
    auth.logout(request)
    auth.login(request, staff, backend=BACKEND)
    messages.success(request, _("Welcome, %(name)s.") % {"name": staff})
    if said["photo"]:
        try:
            keep_portrait(staff, by=staff, now=now, fields=[], photo=bytes_of(said["photo"]))
        except BadPicture as refusal:
            messages.error(request, picture_words(refusal.fault))
            return redirect("dashboard:me")
    return redirect("dashboard:desk")


def _safe(answer: HttpResponse) -> HttpResponse:
    """The address is a secret until it is used.

    Its Referrer-Policy stays ``same-origin``: with ``no-referrer`` a browser posts the form from nowhere.
    """
    answer["X-Robots-Tag"] = "noindex"
    return answer

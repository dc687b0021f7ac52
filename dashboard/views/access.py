"""Signing in and out, where the bare address leads, and which store to look at."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from dashboard.forms import SignInForm
from dashboard.scope import STORE_IN_SESSION, locations_of, staff_of

sign_in = LoginView.as_view(
    template_name="dashboard/access/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)
sign_out = LogoutView.as_view()


def front_door(request: HttpRequest) -> HttpResponse:
    """Staff come to their desk, everybody else to the open jobs."""
    return redirect("dashboard:desk") if request.user.is_authenticated else redirect("/jobs/")


def back(request: HttpRequest, fallback: str = "dashboard:desk", *args: object) -> HttpResponse:
    """To the page the form named in ``next``, if it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted) if wanted and ours else redirect(fallback, *args)


@login_required
@require_POST
def choose_store(request: HttpRequest) -> HttpResponse:
    """Narrow every screen to one location, or widen it again with an empty choice."""
    chosen = request.POST.get("store", "")
    known = chosen.isdecimal() and locations_of(staff_of(request)).filter(pk=chosen).exists()
    request.session[STORE_IN_SESSION] = int(chosen) if known else None
    return back(request)

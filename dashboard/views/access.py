"""Signing in and out, where the bare address leads, and which store to look at."""

from django.contrib import auth
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from company.models import Staff
from company.services.two_steps import uses_two_steps
from dashboard import tablets
from dashboard.forms import SignInForm
from dashboard.scope import STORE_IN_SESSION, locations_of, staff_of
from dashboard.views import second_step


class SignIn(LoginView):
    """Password first; who has an app is asked for its code before they are in."""

    template_name = "dashboard/access/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """On a store's tablet the faces come first; owners and newcomers choose the password there."""
        if "password" not in request.GET and tablets.tablet_of(request) is not None:
            wanted = request.GET.get("next", "")
            query = f"?{urlencode({'next': wanted})}" if wanted else ""
            return redirect(reverse("dashboard:tablet") + query)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        staff = form.get_user()
        if uses_two_steps(staff):
            second_step.begin(self.request, staff, self.get_success_url())
            return redirect("dashboard:second_step")
        auth.login(self.request, staff)
        second_step.note_tablet(self.request)
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        is_empty = not Staff.objects.filter(is_active=True).exists()
        return super().get_context_data(**kwargs) | {"nobody_yet": is_empty}


sign_in = SignIn.as_view()
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

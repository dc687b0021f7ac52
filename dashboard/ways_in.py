"""Between signing in and the desk: a shared tablet's short sessions, owners' second step, who was erased."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.services.locking import PersonErased
from company.models import Staff
from company.services.two_steps import must_use_two_steps, uses_two_steps
from dashboard import tablets

FOR_STAFF = ("/desk/", "/admin/", "/status", "/sandbox/")
SECOND_STEP = "/desk/two-steps/"


class WaysInMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(FOR_STAFF) or not request.user.is_authenticated:
            return self.get_response(request)
        return _from_tablet(request) or _without_second_step(request) or self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if not tablets.is_closed_to_pins(request.path, view) or not tablets.is_by_pin(request):
            return None
        return render(request, "dashboard/access/not_by_pin.html", status=403)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What was pressed on the page of somebody who was erased in the meantime is kept nowhere."""
        if not isinstance(exception, PersonErased) or not request.path.startswith("/desk/"):
            return None
        messages.error(request, _("This person’s data has been erased, so nothing more is kept about them."))
        return _lead(request, reverse("dashboard:applications"))


def _from_tablet(request: HttpRequest) -> HttpResponse | None:
    if tablets.IN_SESSION not in request.session:
        return None
    if tablets.is_over(request):
        return _lead(request, reverse("dashboard:tablet"), back=True)
    tablets.note_touch(request)
    return None


def _without_second_step(request: HttpRequest) -> HttpResponse | None:
    """Owners are led to their app before anything else, the administration included."""
    staff = request.user
    if not isinstance(staff, Staff) or getattr(staff, "otp_device", None) or not must_use_two_steps(staff):
        return None
    if uses_two_steps(staff):  # signed in before the company asked for the second step
        auth.logout(request)
        return _lead(request, reverse("dashboard:sign_in"), back=True)
    if request.path.startswith(SECOND_STEP):
        return None
    return _lead(request, reverse("dashboard:two_steps"))


def _lead(request: HttpRequest, where: str, *, back: bool = False) -> HttpResponse:
    """To a whole page, also when only a piece of one was asked for."""
    is_piece = bool(request.headers.get("HX-Request"))
    if is_piece:
        path = request.headers.get("HX-Current-URL", "")
    else:  # what was pressed is no page to come back to; the page it stood on is
        path = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "")
    path = "/" + path.split("/", 3)[3] if "://" in path and path.count("/") > 2 else path
    if back and path.startswith("/"):
        where += "?" + urlencode({"next": path})
    if not is_piece:
        return redirect(where)
    return HttpResponse(headers={"HX-Redirect": where})

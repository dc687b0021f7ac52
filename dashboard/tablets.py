"""A session on a shared tablet: who is in, since when nobody touched it, and what a PIN does not open."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from company.models import SharedTablet
from company.services import tablets
from company.services.profile import the_company

IN_SESSION = "tablet"
COOKIE = "__Host-tablet" if settings.HTTPS else "yakusoku_tablet"
COOKIE_SECONDS = 400 * 24 * 60 * 60  # as long as browsers keep one; it is given anew at each sign-in
NOTED_EVERY = 15.0
View = TypeVar("View", bound=Callable[..., HttpResponse])
CLOSED_TO_PINS = (
    "/admin/",
    "/desk/settings/",
    "/desk/company/",
    "/desk/locations/",
    "/desk/me/",
    "/desk/two-steps/",
    "/desk/tablets/",
    "/desk/calendar-feed/",
    "/desk/boards/",
    "/desk/notices/choices/",
    "/status",
)


def tablet_of(request: HttpRequest) -> SharedTablet | None:
    """The tablet this browser was registered as, if it still is one."""
    return tablets.find(request.COOKIES.get(COOKIE, ""))


def give_cookie(response: HttpResponse, token: str) -> None:
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, httponly=True, secure=settings.HTTPS, samesite="Lax"
    )


def begin(request: HttpRequest, tablet: SharedTablet, *, by_pin: bool) -> None:
    """To be called after signing in."""
    request.session[IN_SESSION] = {"tablet": tablet.pk, "pin": by_pin, "seen": time.time()}


def is_by_pin(request: HttpRequest) -> bool:
    return bool(request.session.get(IN_SESSION, {}).get("pin"))


def is_over(request: HttpRequest) -> bool:
    """Nobody touched it for too long, or the tablet was taken back. Ends the session then."""
    held = request.session[IN_SESSION]
    idle = time.time() - held["seen"]
    is_one = SharedTablet.objects.filter(pk=held["tablet"], revoked_at=None).exists()
    if is_one and 0 <= idle < the_company().tablet_minutes * 60:
        return False
    auth.logout(request)
    return True


def note_touch(request: HttpRequest) -> None:
    """A page that asks for itself again and again is nobody's touch."""
    if request.headers.get("HX-Request") and request.method == "GET":
        return
    held = request.session[IN_SESSION]
    if time.time() - held["seen"] > NOTED_EVERY:
        request.session[IN_SESSION] = held | {"seen": time.time()}


def not_by_pin(view: View) -> View:
    """For views that hand out a file of people; stands above every other decorator."""
    view.is_closed_to_pins = True  # type: ignore[attr-defined]  # a function may carry it
    return view


def is_closed_to_pins(path: str, view: Callable[..., object]) -> bool:
    return path.startswith(CLOSED_TO_PINS) or getattr(view, "is_closed_to_pins", False)

"""For pages that show a form and take it, where ``scope.acting`` (pressed buttons only) does not fit."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from dashboard.scope import staff_of


def must_act(request: HttpRequest) -> None:
    """Only for people who may message candidates and change bookings; ``403.html`` says so."""
    if not staff_of(request).may_act:
        raise PermissionDenied

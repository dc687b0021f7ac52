"""For pages that show a form and take it, where ``scope.acting`` (pressed buttons only) does not fit."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from candidates.models import Job
from company.models import Staff
from dashboard.scope import staff_of

OWNERS = "owners"
"""Why a page is closed, for ``403.html``: it is nobody's but an owner's."""


def must_act(request: HttpRequest) -> None:
    """Only for people who may message candidates and change bookings; ``403.html`` says so."""
    if not staff_of(request).may_act:
        raise PermissionDenied


def may_change_words(staff: Staff, job: Job | None) -> bool:
    """Words for every job are an owner's; words for one job belong to whoever acts for it."""
    return staff.sees_everything if job is None else staff.may_act


def must_change_words(request: HttpRequest, job: Job | None) -> None:
    if not may_change_words(staff_of(request), job):
        raise PermissionDenied


def must_own(request: HttpRequest) -> None:
    """Only for owners: settings, staff, keys."""
    if not staff_of(request).sees_everything:
        raise PermissionDenied(OWNERS)

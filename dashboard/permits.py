"""Refusing, in words, what a role may not do."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dashboard.scope import staff_of


def must_act(request: HttpRequest) -> None:
    """For pages that show a form and take it: readers and interviewers may look at neither."""
    if not staff_of(request).may_act:
        raise PermissionDenied(_("Your role lets you look, not change anything. Ask an owner to change it."))

"""A toast's button: what was shut a moment ago is open again."""

from datetime import datetime
from typing import Protocol, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from company import clock
from company.models import Staff
from company.services.bringing_back import NoWayBack
from dashboard.scope import staff_of

Row = TypeVar("Row", contravariant=True)


class WayBack(Protocol[Row]):
    def __call__(self, row: Row, /, *, by: Staff, now: datetime) -> None: ...


def came_back(request: HttpRequest, bring: WayBack[Row], row: Row, page: str) -> HttpResponse:
    """Done, or said why not; then the page again."""
    try:
        bring(row, by=staff_of(request), now=clock.now())
    except NoWayBack:
        messages.error(request, _("It cannot be brought back any more."))
    else:
        messages.success(request, _("It is as it was before."))
    return redirect(page)

"""The papers put beside a text: the candidate opens them from their own page."""

from django.http import HttpRequest

from candidates.models import Application
from candidates.services.documents import documents_of, seen_on_desk
from candidates.services.house_papers import house_papers
from dashboard.composing import Papers
from dashboard.scope import staff_of


def papers_beside(request: HttpRequest, application: Application) -> Papers:
    """Those ticked, as far as this person sees them and they are to be had."""
    theirs, house = _numbers(request, "paper"), _numbers(request, "house")
    if not theirs and not house:
        return Papers()
    seen = seen_on_desk(staff_of(request)).values("pk")
    return Papers(
        list(documents_of(application).filter(pk__in=theirs).filter(pk__in=seen)) if theirs else (),
        list(house_papers().filter(pk__in=house)) if house else (),
    )


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(pk) for pk in request.POST.getlist(name)[:60] if pk.isdecimal() and len(pk) < 16]

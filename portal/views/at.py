"""Behind the drawing on a reception's poster: nobody is known here, so it leads people to their own link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from company.services.profile import the_company
from portal.views.linked import neutral, private
from scheduling.services.reception import place_of, spaced


@require_safe
def at(request: HttpRequest, code: str) -> HttpResponse:
    """The number, large, and where it is typed. Without a cookie, a sign-in or a word about anybody.

    Telling people apart by a few digits of their phone would let a stranger try out the day's applicants, so
    their own link alone says who they are. Unknown numbers are counted like unknown links.
    """
    place = place_of(code)
    if place is None:
        return private(neutral(request))
    context = {"company": the_company(), "location": place, "code": spaced(code)}
    return private(render(request, "portal/at.html", context))

"""What is worth reading or watching beforehand. Opening is a button, so that only people are counted."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from candidates.models import Content
from candidates.services.reading import contents_for, note_reading
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS
from portal.views.showing import draw, where_they_stand


@require_safe
@linked
def readings(request: HttpRequest, visit: Visit) -> HttpResponse:
    return draw(request, visit, "readings", where_they_stand(visit))


@require_http_methods(ANSWERS)
@linked
def reading(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One of them. The button counts it and leads on; reading this page counts nothing."""
    content = contents_for(visit.application.job).filter(pk=pk).first()
    if content is None:
        return see_other(visit.address("readings"))
    if request.method != "POST":
        return draw(request, visit, "reading", where_they_stand(visit), content=content)
    note_reading(content, visit.application, now=visit.now)
    return see_other(_leads_to(content, visit))


def _leads_to(content: Content, visit: Visit) -> str:
    return content.url or f"{visit.address('readings')}{content.pk}/"

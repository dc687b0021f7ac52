"""What the frame around every desk screen shows, asked only by the template that draws it."""

from django import template
from django.http import HttpRequest

from company import clock
from dashboard import frame
from dashboard.queries.reception import Reception, reception_of
from dashboard.scope import scope_of

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_frame(context: template.Context) -> frame.Frame:
    """Counts of the rail, the stores to choose from, notices, and whether anything is sweeping."""
    request: HttpRequest = context["request"]
    return frame.frame_for(scope_of(request), clock.now())


@register.simple_tag(takes_context=True)
def reception_here(context: template.Context) -> Reception | None:
    """The number of the one place that is looked at."""
    request: HttpRequest = context["request"]
    return reception_of(scope_of(request))

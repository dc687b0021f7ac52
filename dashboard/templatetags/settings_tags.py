"""What the settings put on other screens: the first steps, for whoever can take them."""

from django import template
from django.http import HttpRequest

from company.services.profile import the_company
from dashboard.queries.first_run import Guide, first_run
from dashboard.scope import staff_of
from dashboard.tablets import IN_SESSION, is_by_pin

register = template.Library()


@register.simple_tag(takes_context=True)
def first_steps(context: template.Context) -> Guide | None:
    """Owners see them on their desk until all is done or they have put them away."""
    request: HttpRequest = context["request"]
    if not staff_of(request).sees_everything:
        return None
    guide = first_run()
    return None if guide.is_done or guide.is_dismissed else guide


@register.simple_tag(takes_context=True)
def on_tablet(context: template.Context) -> int:
    """On a shared tablet: after how many minutes of nobody touching it the faces come back; else 0."""
    request: HttpRequest = context["request"]
    return the_company().tablet_minutes if IN_SESSION in request.session else 0


@register.simple_tag(takes_context=True)
def by_pin(context: template.Context) -> bool:
    return is_by_pin(context["request"])

"""The conditions on a candidate's own page."""

from django import template

from portal.services.conditions import Conditions, conditions_shown
from portal.services.present import Present

register = template.Library()


@register.simple_tag
def conditions_of(here: Present) -> Conditions:
    """Those they booked with, and what the posting says differently by now."""
    return conditions_shown(here.interview, here.application.job, here.company)

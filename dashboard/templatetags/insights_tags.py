"""Words that the drawings of ふりかえり need."""

from django import template
from django.utils.translation import gettext as _

from dashboard.words_insights import percent
from noshow.policy.rates import Rate

register = template.Library()


@register.filter
def whole_words(whole: Rate) -> str:
    """``全体 11%``: what the dashed line stands for."""
    return _("all %(share)s") % {"share": percent(whole.share, 0)}

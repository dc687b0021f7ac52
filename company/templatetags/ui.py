"""What every template needs: icons from the one sprite, dates and times as people read them.

``translate``, ``static`` and ``url`` are Django's own and say the same; loaded after ``i18n`` and ``static``,
they keep what cannot come out differently.
"""

from datetime import datetime
from typing import Any, cast  # the parts of the parser's nodes are not in the stubs

from django import template
from django.template.base import Node, Parser, Token
from django.template.defaulttags import url as any_url
from django.templatetags.i18n import do_translate
from django.templatetags.static import do_static, static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from company.kept import KeptNode, KeptTranslation, SecretAddress, stand_fast
from company.moments import day_hour_words, day_words, hour_words

register = template.Library()


@register.simple_tag
def icon(name: str, extra: str = "", box: int = 24) -> SafeString:
    """An icon of the sprite; ``extra`` are further classes, ``box`` the size of its grid."""
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"icon {extra}".strip(),
        box,
        box,
        static("icons.svg"),
        name,
    )


_any_icon: Any = register.tags["icon"]


@register.tag("icon")
def kept_icon(parser: Parser, token: Token) -> Node:
    node: Any = _any_icon(parser, token)
    is_fast = node.target_var is None and stand_fast(*node.args, *node.kwargs.values())
    return KeptNode(node) if is_fast else cast(Node, node)


@register.tag("static")
def kept_static(parser: Parser, token: Token) -> Node:
    node: Any = do_static(parser, token)
    is_fast = node.varname is None and stand_fast(node.path)
    return KeptNode(node) if is_fast else cast(Node, node)


@register.tag("translate")
def kept_translate(parser: Parser, token: Token) -> Node:
    node: Any = do_translate(parser, token)
    contexts = [node.message_context] if node.message_context else []
    is_fast = node.asvar is None and stand_fast(node.filter_expression, *contexts)
    return KeptTranslation(node) if is_fast else cast(Node, node)


@register.tag("url")
def kept_url(parser: Parser, token: Token) -> Node:
    """An address behind a secret is written ``{% url 'portal:home' token %}``."""
    node: Any = any_url(parser, token)
    is_secret = [one.token for one in node.args] == ["token"] and not node.kwargs
    return SecretAddress(node) if is_secret and stand_fast(node.view_name) else cast(Node, node)


@register.filter
def day(moment: datetime | None) -> str:
    """``6月11日(木)`` or ``Thu 11 Jun``, in the current time zone."""
    return day_words(moment) if moment else ""


@register.filter
def hour(moment: datetime | None) -> str:
    """``13:00`` in the current time zone, without a leading zero."""
    return hour_words(moment) if moment else ""


@register.filter
def day_hour(moment: datetime | None) -> str:
    """Day and time together."""
    return day_hour_words(moment) if moment else ""


@register.filter
def short_day(moment: datetime | None) -> str:
    """``6/11`` in the current time zone."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{local.month}/{local.day}"

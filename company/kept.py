"""Template tags whose answer cannot come out differently: worked out once, kept for the life of the process.

Each is Django's own node, asked the first time; where anything in it may vary, it is asked every time.
"""

import re
from collections.abc import Hashable
from typing import Any  # contexts, and expressions whose parts are not in the stubs

from django.template.base import Node
from django.template.defaulttags import URLNode
from django.templatetags.i18n import TranslateNode
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

_SECRET = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_ANYBODY = "0123456789_anybody-xyz"
"""As long as a secret, and of the same letters."""

_around: dict[Hashable, tuple[str, str]] = {}


def stand_fast(*expressions: Any) -> bool:
    """Whether all are words or numbers written in the template, without a filter."""
    return all(not one.filters and (not one.is_var or one.var.lookups is None) for one in expressions)


class KeptNode(Node):
    """Says what ``node``, whose arguments stand fast, said the first time."""

    child_nodelists = ()

    def __init__(self, node: Node) -> None:
        self.node = node
        self.said: Any = None

    def render(self, context: Any) -> Any:
        if self.said is None:
            self.said = self.node.render(context)
        return self.said


class KeptTranslation(TranslateNode):
    """Words written in the template, once in each language."""

    def __init__(self, node: Any) -> None:
        super().__init__(node.filter_expression, node.noop, message_context=node.message_context)
        self.said: dict[str | None, Any] = {}

    def render(self, context: Any) -> Any:
        language = get_language()
        said = self.said.get(language)
        if said is None:
            said = self.said[language] = super().render(context)
        return said


class SecretAddress(URLNode):
    """``{% url 'portal:home' token %}``: the same for everybody but for the secret in it."""

    def __init__(self, node: Any) -> None:
        super().__init__(node.view_name, node.args, node.kwargs, node.asvar)
        self.name = str(node.view_name.var)

    def render(self, context: Any) -> Any:
        secret = self.args[0].resolve(context)
        if not isinstance(secret, str) or not _SECRET.fullmatch(secret):
            return super().render(context)
        address = secret_address(self.name, secret)
        if self.asvar is None:
            return address
        context[self.asvar] = address
        return ""


def secret_address(name: str, secret: str) -> str:
    """What ``reverse`` gives for a secret of 22 characters, none of which an address would have to quote."""
    key = (name, get_urlconf(), get_script_prefix())
    around = _around.get(key)
    if around is None:
        before, _anybody, after = reverse(name, args=[_ANYBODY]).partition(_ANYBODY)
        around = _around[key] = (before, after)
    return f"{around[0]}{secret}{around[1]}"

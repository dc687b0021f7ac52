"""The table of addresses, walked; and each address with numbers filled in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True)
class Address:
    """``route`` as written in the table; ``name`` with its namespaces."""

    name: str
    route: str

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route) + GROUP.findall(self.route)

    def filled(self, values: Mapping[str, object]) -> str:
        """The path with every parameter replaced; regular expressions lose their signs."""
        path = re.sub(r"[\^$?]|\(_mime\)", "", GROUP.sub(lambda found: str(values[found[1]]), self.route))
        return "/" + PARAMETER.sub(lambda found: str(values[found[1]]), path)


def every_address() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            yield Address(f"{space}{pattern.name or route}", route)

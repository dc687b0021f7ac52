"""Small helpers for tests that read desk pages."""

import re
from typing import Any  # the test client's responses carry what they like

from django.test import Client

HTMX = {"HX-Request": "true"}


def text_of(response: Any) -> str:
    """The words of a page, its tags left out."""
    page = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def part(client: Client, url: str, target: str) -> str:
    """What htmx gets for one element of a page."""
    return client.get(url, headers={**HTMX, "HX-Target": target}).content.decode()

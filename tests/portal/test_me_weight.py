"""On a slow line: what one candidate page transfers, pictures apart."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.portal.everywhere import Everybody

pytestmark = pytest.mark.django_db
MOST = 60_000
HEADERS = 500  # of an answer, about
ASSET = re.compile(r'(?:href|src)="/static/([^"#]+)')


def test_every_page_is_under_sixty_kilobytes_with_its_styles_scripts_and_icons(client: Client) -> None:
    """Pages and files go out compressed."""
    weights = {name: weight(client, address) for name, address in Everybody().pages()}

    assert {name: bytes_ for name, bytes_ in weights.items() if bytes_ > MOST} == {}
    assert weights["booked"] > 30_000


def weight(client: Client, address: str) -> int:
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    files = set(ASSET.findall(gzip.decompress(answer.content).decode()))
    return len(answer.content) + HEADERS + sum(compressed(name) + HEADERS for name in files)


def compressed(name: str) -> int:
    found = finders.find(name)
    assert isinstance(found, str), name
    return len(gzip.compress(Path(found).read_bytes(), 9))

"""Whoever opens links without meaning anything by it changes nothing: scanners, previews, robots, browsers.

``CRAWLED_MESSAGES=1000`` and ``BROWSED_OF_EACH_KIND=30`` make it as large as it is meant to be.
"""

import hashlib
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import psycopg
import pytest
import requests
from playwright.sync_api import Browser

from tests.scenario.crowd_place import Place, place

pytestmark = [pytest.mark.processes, pytest.mark.postgres]
MESSAGES = int(os.environ.get("CRAWLED_MESSAGES") or 150)
OF_EACH_KIND = int(os.environ.get("BROWSED_OF_EACH_KIND") or 3)
TIMES = 5
AT_ONCE = 4
AGENTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "facebookexternalhit/1.1;line-poker/1.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) SafeLinks",
    "BarracudaCentral/1.0",
    "",
)
HREF = re.compile(r'<(?:a\b[^>]*\bhref|form\b[^>]*\baction)="([^"#]+)')
"""What a scanner follows; some ask for the addresses of forms, too."""
NOT_COUNTED = {"django_session"}  # which reading a page may begin


def filled(here: Place, messages: int) -> dict[str, list[str]]:
    """The addresses in messages of each kind."""
    output = here._run(sys.executable, "-m", "tests.scenario.crawl_setup", str(messages))
    links: dict[str, list[str]] = defaultdict(list)
    for message in json.loads(output.splitlines()[-1]):
        links[message["kind"]] += message["links"]
    assert all(link.startswith(f"{here.url}/") for found in links.values() for link in found)
    return links


def every_table(here: Place) -> dict[str, str]:
    """A hash of each table's rows."""
    with psycopg.connect(here.database_url.replace("postgres://", "postgresql://")) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {
            name: _hash(
                row
                for (row,) in connection.execute(
                    f'SELECT one::text FROM "{name}" AS one ORDER BY 1'.encode()  # noqa: S608  its own name
                )
            )
            for (name,) in names
            if name not in NOT_COUNTED
        }


def _hash(rows: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(row.encode() + b"\0")
    return digest.hexdigest()


def crawled(links: list[str]) -> tuple[list[int], set[str]]:
    """Open each so many times, by turns read and only asked about; the answers, and where the pages lead."""
    asks = [(link, number) for number in range(TIMES) for link in links]
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda ask: _opened(*ask), asks))
    return [status for status, _ in answers], {there for _, found in answers for there in found}


def _opened(link: str, number: int) -> tuple[int, list[str]]:
    method, agent = ("HEAD" if number % 2 else "GET"), AGENTS[number % len(AGENTS)]
    answer = requests.request(method, link, headers={"User-Agent": agent}, timeout=120)
    found = (unescape(one) for one in HREF.findall(answer.text))
    return answer.status_code, [urljoin(link, one) for one in found]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place("postgres", tmp_path_factory.mktemp("crawled")) as one:
        yield one


@pytest.fixture(scope="module")
def links(here: Place) -> dict[str, list[str]]:
    return filled(here, MESSAGES)


def test_a_crawler_that_opens_every_link_five_times_changes_nothing(
    here: Place, links: dict[str, list[str]]
) -> None:
    before = every_table(here)
    sent = sorted({link for found in links.values() for link in found})

    statuses, leads = crawled(sent)
    within = sorted(there for there in leads if there.startswith(here.url) and there not in sent)
    further, _ = crawled(within)

    assert len(sent) >= MESSAGES
    assert len(links) >= 20, "messages of every kind"
    assert set(statuses) == {200}
    assert set(further) <= {200, 302, 303, 405}
    assert any("calendar.ics" in there for there in within)
    assert any("/read/" in there for there in within)
    assert any("/yes/" in there for there in within)
    assert every_table(here) == before


@pytest.mark.browser
def test_a_browser_with_scripts_that_nobody_touches_changes_nothing(
    here: Place, links: dict[str, list[str]], browser: Browser
) -> None:
    before = every_table(here)
    context = browser.new_context(locale="ja-JP", timezone_id="Asia/Tokyo")
    page, ran = context.new_page(), 0

    for found in links.values():
        for link in [one for one in found if "/i/" in one][:OF_EACH_KIND]:
            page.goto(link, wait_until="networkidle")
            ran += bool(page.evaluate("'htmx' in window"))
    context.close()

    assert ran >= len(links), "its scripts have run"
    assert every_table(here) == before


def test_the_hash_would_see_a_change(here: Place, links: dict[str, list[str]], tmp_path: Path) -> None:
    before = every_table(here)
    link = next(one for one in links["thanks"] if "/i/" in one)
    session = requests.Session()
    secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', session.get(link, timeout=60).text)
    assert secret

    told = session.post(f"{link}opened/", data={"csrfmiddlewaretoken": secret[1]}, timeout=60)

    after = every_table(here)
    assert told.status_code == 204
    assert {name for name in before if after[name] != before[name]} == {"candidates_pageopening"}

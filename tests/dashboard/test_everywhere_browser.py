"""Every page of the desk in a browser, on the sample company: nothing in the way of a screen reader, a phone,
the night, or somebody who reads no English."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from candidates.models import Application, Job
from candidates.services.importing import choose_columns, upload, work_imports
from company import clock
from company.models import Staff
from dashboard.services import bulk
from dashboard.services.bulk_looks import HAND
from sandbox.services.filling import fill
from tests.dashboard.everywhere import addresses
from tests.dashboard.signing import signed_in
from tests.portal.test_me_access_browser import WIDER_THAN_THE_SCREEN, complaints, in_the_dark

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "氏名,電話番号\r\n早川 実,09000001234\r\n平野 律,0900000\r\n"
ENGLISH = re.compile(r"\b[A-Za-z][a-z']+(?: [a-z][a-z']+){2,}")
"""Three words of running English; names of products, addresses and codes are shorter or written otherwise."""


@pytest.fixture
def sample(transactional_db: None) -> Staff:
    fill()
    owner = Staff.objects.get(username="kobayashi")
    with_lists_under_way(owner)
    return owner


def with_lists_under_way(owner: Staff) -> None:
    """Two files that came, one read and one not yet; several people handed over at once."""
    now, job = clock.now(), Job.objects.earliest("pk")
    upload(LIST.encode(), name="応募者.csv", job=job, by=owner, now=now)
    read = upload(LIST.encode(), name="応募者.csv", job=job, by=owner, now=now)
    choose_columns(read, {"0": "full_name", "1": "phone"}, now=now, by=owner)
    work_imports(now=now)
    some = Application.objects.order_by("pk").values_list("pk", flat=True)[:3]
    bulk.ask(HAND, some, {"owner": owner.pk}, by=owner, now=now)
    bulk.work(now=now)


def readable(client: Client) -> Iterator[str]:
    """What answers with a whole page: parts, files, and what takes a press only are left out."""
    for address in addresses():
        answer = client.get(address)
        assert answer.status_code != 500
        if answer.status_code == 200 and b"<html" in answer.content[:400]:
            yield address


def at_the_desk(live_server: LiveServer, page: Page, client: Client) -> None:
    """The same session in the browser."""
    cookie = client.cookies["yakusoku_session"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def test_every_page_can_be_used_by_everybody_at_every_size_by_day_and_night(
    live_server: LiveServer, desk: Page, sample: Staff
) -> None:
    client = signed_in(sample)
    at_the_desk(live_server, desk, client)
    found: dict[tuple[str, str], object] = {}
    seen = 0
    for address in readable(client):
        seen += 1
        desk.emulate_media(color_scheme="light")
        desk.set_viewport_size({"width": 1440, "height": 900})
        desk.goto(live_server.url + address)
        found[address, "headings"] = headings(desk)
        found[address, "English"] = ENGLISH.findall(desk.locator("body").inner_text())
        found[address, "wide"] = desk.evaluate(WIDER_THAN_THE_SCREEN)
        found[address, "light"] = complaints(desk)
        desk.set_viewport_size({"width": 390, "height": 844})
        found[address, "narrow"] = desk.evaluate(WIDER_THAN_THE_SCREEN)
        found[address, "dark"] = in_the_dark(desk)

    assert {where: what for where, what in found.items() if what} == {}
    assert seen > 70


def headings(page: Page) -> str:
    """One title a page says where one is; empty when it does."""
    count = page.locator("h1").count()
    return "" if count == 1 else f"{count} h1"

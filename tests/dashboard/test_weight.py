"""What today's page weighs on the line when sixty people are expected, asked of a real server."""

import gzip
import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connections
from django.test.testcases import LiveServerThread

from candidates.policy import Stage
from company.models import Staff
from company.policy import Role
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_booked_interview, a_candidate, a_job, a_location, a_staff, an_application

ASSET = re.compile(r'(?:href|src)="(/static/[^"#]+)')
MOST, MOST_SCRIPT, MOST_PAGE = 200_000, 40_000, 60_000


class Server(LiveServerThread):
    """The product's own handler, WhiteNoise included; not the one that serves sources for tests."""

    def __init__(self) -> None:
        shared = {one.alias: one for one in connections.all() if one.vendor == "sqlite"}
        super().__init__("localhost", static_handler=lambda handler: handler, connections_override=shared)  # type: ignore[arg-type]  # any callable


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    thread = Server()
    for connection in (thread.connections_override or {}).values():
        connection.inc_thread_sharing()
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    assert thread.error is None
    yield thread
    thread.terminate()
    for connection in (thread.connections_override or {}).values():
        connection.dec_thread_sharing()


@pytest.fixture
def manager() -> Staff:
    """Of a store where sixty people are expected today."""
    place = a_location()
    job = a_job(location=place)
    for number in range(60):
        person = a_candidate(family_name="五十嵐", given_name=f"真由美{number}", family_kana="いがらし")
        application = an_application(candidate=person, job=job, stage=Stage.INTERVIEWING)
        a_booked_interview(NOW + timedelta(minutes=8 * number - 60), application)
    return a_staff(Role.RECRUITER, locations=[place])


def transferred(server: Server, address: str, cookie: str) -> tuple[int, bytes]:
    """Bytes of the answer as they went over the line, head included; and its content."""
    with closing(http.client.HTTPConnection(server.host, server.port)) as line:
        line.request("GET", address, headers={"Accept-Encoding": "gzip", "Cookie": cookie})
        answer = line.getresponse()
        sent = answer.read()
        assert answer.status == 200, address
        content = gzip.decompress(sent) if answer.headers.get("Content-Encoding") == "gzip" else sent
        return len(str(answer.headers)) + len(sent), content


def test_sixty_interviews_are_there_at_once_also_on_a_slow_line(
    server: Server, manager: Staff, time_machine_at_now: None
) -> None:
    cookie = (
        f"{settings.SESSION_COOKIE_NAME}={signed_in(manager).cookies[settings.SESSION_COOKIE_NAME].value}"
    )

    page, content = transferred(server, "/desk/", cookie)
    text = content.decode()
    files = {address: transferred(server, address, cookie)[0] for address in set(ASSET.findall(text))}

    styles = [address for address in files if address.endswith(".css")]
    scripts = sum(size for address, size in files.items() if address.endswith(".js"))
    assert text.count("真由美") >= 60
    assert styles == ["/static/css/desk.bundle.css"]
    assert 10_000 < scripts < MOST_SCRIPT
    assert page < MOST_PAGE
    assert page + sum(files.values()) < MOST


@pytest.fixture
def time_machine_at_now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def test_a_bundle_says_what_its_sources_say() -> None:
    from django.contrib.staticfiles import finders

    from config.bundles import BUNDLES

    for bundle, sources in BUNDLES.items():
        path = finders.find(bundle)
        assert isinstance(path, str)
        text = Path(path).read_text(encoding="utf-8")
        told = [Path(str(finders.find(source))).read_text(encoding="utf-8") for source in sources]
        if bundle.endswith(".js"):
            assert all(one in text for one in told)
        else:
            without = [re.sub(r"/\*.*?\*/", "", one, flags=re.DOTALL) for one in told]
            assert text.count("{") - sum(one.count("{") for one in without) in {0, 1}  # the one of print
            assert text.count("{") == text.count("}")

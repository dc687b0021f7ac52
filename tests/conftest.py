"""What every test may use, and the two rules of the suite: skips are named, and REQUIRE_ALL forbids them."""

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from messaging.services.dispatching import circuits
from tests.factories import NOW
from tests.services_fixture import broker, chromium, migrated, on_disk, postgres, session
from tests.services_fixture.deployment import Deployment
from tests.services_fixture.trial import Trial

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "admin_client", "admin_user"}
NEEDS: dict[str, tuple[str, Callable[[], object | None]]] = {
    "postgres": ("PostgreSQL (apt-get install postgresql)", postgres.binaries),
    "redis": ("Redis (apt-get install redis-server)", broker.binary),
    "gettext": ("gettext (apt-get install gettext)", lambda: shutil.which("xgettext")),
    "browser": ("Chromium (apt-get install chromium fonts-noto-cjk)", chromium.binary),
}
NEEDED_BY_FIXTURE = {
    "postgres_url": "postgres",
    "redis_server": "redis",
    "browser": "browser",
    "trial": "processes",
    "deployment": "processes",
}
ROOT = Path(__file__).resolve().parents[1]
TOKYO = ZoneInfo("Asia/Tokyo")
REQUIRE_ALL = os.environ.get("REQUIRE_ALL") == "1"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database or needs a server, and skip what needs one that is not installed.

    What is about one kind of database alone (``only_on``) is left to the stage that runs on it.
    """
    items[:] = [item for item in items if _is_about_this_database(item)]
    absent = {marker: what for marker, (what, find) in NEEDS.items() if find() is None}
    for item in items:
        if _touches_database(item):
            item.add_marker("database")
        for fixture in NEEDED_BY_FIXTURE.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(NEEDED_BY_FIXTURE[fixture])
        for marker, what in absent.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"needs {what}"))


def _is_about_this_database(item: pytest.Item) -> bool:
    only = item.get_closest_marker("only_on")
    return only is None or only.args == (connection.vendor,)


def _touches_database(item: pytest.Item) -> bool:
    case = getattr(item, "cls", None)
    return bool(
        item.get_closest_marker("django_db")
        or DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        or (case and issubclass(case, TransactionTestCase))
    )


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end, so nobody need look through it for garbage again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and REQUIRE_ALL=1 forbids that: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("not run on this machine")
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"{report.nodeid}: {reason}")


def pytest_unconfigure() -> None:
    if session.VARIABLE in os.environ and session.owner() == os.getpid():
        postgres.stop_shared_server()
        session.end()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database for the product's own processes."""
    with postgres.shared_server().fresh_database() as url:
        yield url


@pytest.fixture
def redis_server() -> Iterator[broker.Server]:
    """A Redis server of the test's own; the test may stop and start it."""
    server = broker.Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    """The product as `make run` starts it: SQLite, no broker."""
    trial = Trial(tmp_path / "data")
    yield trial
    trial.stop()


@pytest.fixture
def deployment(tmp_path: Path, postgres_url: str, redis_server: broker.Server) -> Iterator[Deployment]:
    """The product as docker-compose.yml starts it: PostgreSQL, Redis, Celery's worker and beat."""
    deployment = Deployment(tmp_path, postgres_url, redis_server)
    yield deployment
    deployment.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shared_database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A migrated database without rows, on disk or on a server, where threads meet as processes do."""
    url = request.getfixturevalue(f"migrated_{request.param}")
    with django_db_blocker.unblock(), on_disk.connected_to(url):
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        yield request.param


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    return migrated.copy_to(tmp_path_factory.mktemp("shared") / "shared.sqlite3")


@pytest.fixture(scope="session")
def migrated_postgres() -> Iterator[str]:
    with postgres.shared_server().fresh_database(like=migrated.template()) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    with migrated.as_test_database():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    """The test databases; gives the rows that migrations wrote, which the first flush takes away."""
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == ROOT]
    models = [model for config in ours for model in config.get_models()]
    with django_db_blocker.unblock():
        migrated.keep_test_database()
        rows = [row for model in models for row in model._base_manager.all()]
    as_new: str = serializers.serialize("json", rows)
    return as_new


@pytest.fixture
def live_server(transactional_db: None, django_db_setup: str, tmp_path: Path) -> Iterator[LiveServer]:
    """The product's pages on a port, at ten in the morning in Tokyo, on a database with what a new one holds.

    With SQLite from a file, where requests meet as they do elsewhere.
    """
    ten = datetime.now(TOKYO).replace(hour=10, minute=0, second=0, microsecond=0)
    with time_machine.travel(ten, tick=True), on_disk.copied_to(tmp_path):
        for row in serializers.deserialize("json", django_db_setup):
            row.save()
        server = LiveServer("localhost")
        yield server
        server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.running_browser() as running:
        yield running


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page as wide as a recruiter's screen."""
    with chromium.open_page(browser) as page:
        yield page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page as narrow as a candidate's phone."""
    with chromium.open_page(browser, narrow=True) as page:
        yield page


@pytest.fixture
def at_now() -> Iterator[time_machine.Traveller]:
    """The product's clock stands at NOW; a test may move it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _no_provider_rests_because_of_another_test() -> None:
    circuits.forget()

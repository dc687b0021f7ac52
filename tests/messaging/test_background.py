"""`manage.py background` as a process: it sends in time, stops when asked, and leaves nobody behind."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from company.models import Heartbeat
from messaging.models import Message
from messaging.policy import Kind, State
from messaging.services.composing import WRITTEN
from messaging.standin import ACCOUNT_SID, AUTH_TOKEN, Standin
from supervise import die_with_parent
from tests.factories import a_message
from tests.services_fixture.on_disk import connected_to
from tests.services_fixture.session import wait_until as wait_patiently
from tests.services_fixture.trial import ROOT, environment

pytestmark = pytest.mark.processes
BACKGROUND = [sys.executable, "manage.py", "background"]
DEAD_BROKER = "redis://127.0.0.1:1/0"
wait_until = partial(wait_patiently, seconds=120)  # many processes may share one core


@pytest.fixture
def data(tmp_path: Path, migrated_sqlite: str, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """A data folder whose migrated database this test shares with the processes it starts."""
    database = tmp_path / "yakusoku.sqlite3"
    shutil.copyfile(migrated_sqlite.removeprefix("sqlite:///"), database)
    with django_db_blocker.unblock(), connected_to(f"sqlite:///{database}"):
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        yield tmp_path


def shell(data: Path, **more: str) -> dict[str, str]:
    sandbox = {"YAKUSOKU_SANDBOX": "1", "LOG_LEVEL": "WARNING", "CELERY_BROKER_URL": DEAD_BROKER}
    return environment(data, 0, **sandbox, **more)


@contextmanager
def background(data: Path, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*BACKGROUND, *arguments],
        cwd=ROOT,
        env=shell(data, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=die_with_parent(),
    )
    try:
        yield process
    except TimeoutError:
        process.kill()
        print(process.communicate()[0])  # why nothing happened
        raise
    finally:
        process.kill()
        process.wait()


def a_due_message(**ago: float) -> Message:
    """Written by a person, so that no plan takes it back; an answer, so that no night holds it up."""
    now = timezone.now()
    return a_message(
        kind=Kind.MANUAL,
        key=f"by-hand:{uuid4()}",
        values={WRITTEN: "{link}"},
        due_at=now - timedelta(**ago),
        own_act_at=now,
    )


def state_of(message: Message) -> str:
    return str(Message.objects.get(pk=message.pk).state)


def has_left(message: Message) -> bool:
    return state_of(message) in {State.ACCEPTED, State.DELIVERED}


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_sends_what_is_due_without_a_broker_and_ends_well_when_asked(data: Path, signum: int) -> None:
    with background(data) as process:
        first = a_due_message()
        wait_until(partial(has_left, first), "the first message to leave")
        second = a_due_message()
        wait_until(partial(has_left, second), "the second message to leave")

        process.send_signal(signum)
        said, _ = process.communicate(timeout=60)

    assert process.returncode == 0
    assert said == ""
    assert Heartbeat.objects.get(name="dispatch").is_fresh(timezone.now())


def test_a_standby_takes_only_what_nobody_else_took(data: Path) -> None:
    young, old = a_due_message(seconds=5), a_due_message(hours=1)

    with background(data, "--overdue", "600"):
        wait_until(partial(has_left, old), "the overdue message to leave")

    assert state_of(young) == State.PLANNED
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["standby"]


def test_asked_to_stop_it_first_finishes_what_is_on_its_way(data: Path) -> None:
    with Standin(latency_ms=3000) as standin, background(data, **_providers(standin)) as process:
        message = a_due_message()
        wait_until(lambda: state_of(message) == State.SENDING, "the message to be on its way")

        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

    assert process.returncode == 0
    assert state_of(message) == State.ACCEPTED
    assert len(standin.accepted) == 1


def test_beside_a_standby_and_through_a_kill_each_message_leaves_once(data: Path) -> None:
    with Standin(latency_ms=20) as standin:
        messages = [a_due_message() for _ in range(60)]
        with background(data, "--overdue", "0.5", LEASE_SECONDS="5", **_providers(standin)) as standby:
            with background(data, LEASE_SECONDS="5", **_providers(standin)):
                wait_until(lambda: len(standin.accepted) >= 10, "the first ones to leave")
            assert standby.poll() is None  # the other one was killed in the middle
            wait_until(lambda: _settled(messages), "the rest to leave")

    numbers = [taken.to for taken in standin.accepted]
    assert len(numbers) == len(set(numbers))  # each person has a number of their own
    left = Message.objects.filter(state=State.ACCEPTED).values_list("address", flat=True)
    assert set(left) <= set(numbers)
    in_doubt = Message.objects.filter(state__in=[State.SENDING, State.UNKNOWN]).count()
    assert left.count() + in_doubt == 60


def test_it_does_not_outlive_the_process_that_watches_over_it(data: Path) -> None:
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCHER, *BACKGROUND],
        cwd=ROOT,
        env=shell(data, PYTHONPATH=str(ROOT / "bin")),
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=die_with_parent(),
    )
    assert watcher.stdout is not None
    child = int(watcher.stdout.readline())
    message = a_due_message()
    wait_until(partial(has_left, message), "the message to leave")

    watcher.kill()
    watcher.wait()

    wait_until(lambda: not _runs(child), "the background process to end")


WATCHER = """
import os, sys, time
from supervise import Family
print(Family(os.environ, os.getcwd()).start("background", sys.argv[1:]).pid, flush=True)
time.sleep(600)
"""


def _providers(standin: Standin) -> dict[str, str]:
    return {
        "SMS_PROVIDER": "twilio",
        "TWILIO_FROM": "+15005550006",
        "TWILIO_BASE_URL": standin.url,
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
    }


def _settled(messages: list[Message]) -> bool:
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    return not rows.filter(state__in=[State.PLANNED, State.CLAIMED]).exists()


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

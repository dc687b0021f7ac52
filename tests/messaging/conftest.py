"""Providers a test can script, and databases that several threads may use at once."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from messaging import channels
from messaging.channels import Accepted, Outgoing
from messaging.channels.base import Doubt
from messaging.policy import ChannelName
from tests.services_fixture import postgres
from tests.services_fixture.on_disk import connected_to

Answer = TypeVar("Answer")


@dataclass
class Provider:
    """Stands where a provider's client stands. ``answer`` decides each call; every call is kept."""

    name: ChannelName
    doubt: Doubt = Doubt.ONCE
    answer: Callable[[Outgoing], Accepted] = lambda outgoing: Accepted(f"id-{outgoing.attempt_id}")
    calls: list[Outgoing] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def send(self, outgoing: Outgoing) -> Accepted:
        outgoing.check_in_time()
        self.calls.append(outgoing)
        self.threads.add(threading.get_ident())
        return self.answer(outgoing)


@dataclass(frozen=True)
class Providers:
    sms: Provider
    email: Provider

    @property
    def calls(self) -> list[Outgoing]:
        return self.sms.calls + self.email.calls

    def answer(self, answer: Callable[[Outgoing], Accepted]) -> None:
        self.sms.answer = self.email.answer = answer


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Providers]:
    both = Providers(Provider(ChannelName.SMS), Provider(ChannelName.EMAIL))
    known = {
        ChannelName.SMS: ("SMS_PROVIDER", {"sandbox": lambda: both.sms}),
        ChannelName.EMAIL: ("EMAIL_PROVIDER", {"sandbox": lambda: both.email}),
    }
    monkeypatch.setattr(channels, "PROVIDERS", known)
    channels.forget_channels()
    yield both
    channels.forget_channels()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shared_database(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """An empty, migrated database on disk or on a server, where threads meet as processes do."""
    url = request.getfixturevalue(f"migrated_{request.param}")
    with django_db_blocker.unblock(), connected_to(url):
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
        yield request.param


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('shared') / 'shared.sqlite3'}"
    with django_db_blocker.unblock(), connected_to(url):
        call_command("migrate", verbosity=0)
    return url


@pytest.fixture(scope="session")
def migrated_postgres(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    with postgres.shared_server().fresh_database() as url:
        with django_db_blocker.unblock(), connected_to(url):
            call_command("migrate", verbosity=0)
        yield url


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Run the steps in threads that start together; returns what each returned or raised."""
    barrier = threading.Barrier(len(steps))
    results: list[object] = [None] * len(steps)

    def run(number: int, step: Callable[[], object]) -> None:
        barrier.wait()
        try:
            results[number] = step()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, step)) for n, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def while_it_commits(act: Callable[[], object], meanwhile: Callable[[], Answer]) -> Answer:
    """What ``meanwhile`` gives that begins after ``act`` has happened and before anybody could see it."""
    acted, may_end = threading.Event(), threading.Event()
    answers: list[Answer] = []

    def first() -> None:
        with transaction.atomic():
            act()
            acted.set()
            may_end.wait(10)

    def second() -> None:
        acted.wait(10)
        threading.Timer(0.5, may_end.set).start()
        answers.append(meanwhile())

    failed = [one for one in at_once(first, second) if isinstance(one, Exception)]
    assert not failed, failed
    return answers[0]

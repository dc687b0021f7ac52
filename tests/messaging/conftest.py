"""Providers a test can script, and steps that happen at the same moment."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import pytest
from django.db import connection, transaction

from messaging import channels
from messaging.channels import Accepted, Outgoing
from messaging.channels.base import Doubt
from messaging.policy import ChannelName

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

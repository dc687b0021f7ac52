"""A process that dies at every named place, with every kind, on every channel: said once, and not lost.

In one process: at the place something is raised that nobody catches, what was not committed is rolled back,
and another process comes later, when the lease is over. The providers are the stand-in, spoken to over HTTP
by the real clients, and its log tells what was said.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from queue import Empty, SimpleQueue

import pytest
import time_machine
from django.db import transaction
from pytest_django import Settings

from messaging import channels, defaults, failpoints
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.rendering import VARIABLES
from messaging.services import dispatching
from messaging.services.composing import WRITTEN
from messaging.services.dispatching import dispatch
from messaging.services.doubting import settle_doubts
from messaging.services.outbox import reconcile
from messaging.services.reaping import reap
from messaging.standin import Fault, Standin
from tests.factories import NOW, a_candidate, a_message, an_application, wanted

pytestmark = pytest.mark.django_db

CHANNELS = (ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE)
ON_THE_WAY = (
    "claimed",
    "gating",
    "gated",
    "before_request",
    "after_request",
    "recording",
    "recorded",
)
IN_DOUBT = ("doubted", "asked")
SAID = {State.ACCEPTED, State.DELIVERED}
CALLS = {Kind.CALL_AHEAD, Kind.CALL_MORNING, Kind.ABSENCE_CALL, Kind.FIRST_CALL}
KINDS = [kind for kind in Kind if kind not in CALLS]


class Dead(BaseException):
    """This process is no more. No handler of ours catches it, as none catches a kill."""


class Life:
    """One process after another. ``dies_at`` raises Dead where it is told to, once, in whichever thread."""

    def __init__(self) -> None:
        self.is_over = False

    def dies_at(self, point: str) -> None:
        self.is_over = False
        failpoints.arm(point, self._die)

    def _die(self) -> None:
        failpoints.disarm()
        self.is_over = True
        raise Dead

    def lives(self, step: Callable[[], object]) -> None:
        """Run the step as a process of its own would, to its end or its death."""
        dispatching.circuits.forget()
        with suppress(Dead):
            step()
        self.is_over = False


@pytest.fixture
def life(monkeypatch: pytest.MonkeyPatch) -> Iterator[Life]:
    """When a thread of the pool dies, so does the one that waits for it."""
    one = Life()

    class Queue(SimpleQueue):  # type: ignore[type-arg]  # as the dispatcher uses it
        def get(self, block: bool = True, timeout: float | None = None) -> object:
            until = time.monotonic() + (60 if timeout is None else timeout)
            while True:
                if one.is_over:
                    raise Dead
                try:
                    return super().get(timeout=0.005)
                except Empty:
                    if time.monotonic() > until:
                        raise

    monkeypatch.setattr(dispatching, "SimpleQueue", Queue)
    yield one
    failpoints.disarm()


@pytest.fixture(scope="module")
def running_standin() -> Iterator[Standin]:
    with Standin() as running:
        running.receipts = ()
        yield running


@pytest.fixture
def standin(running_standin: Standin, settings: Settings) -> Standin:
    running_standin.fail()
    running_standin.book.forget()
    token = running_standin.auth_token
    settings.SMS_PROVIDER, settings.TWILIO_FROM = "twilio", "+15005550006"
    settings.TWILIO_BASE_URL = running_standin.url
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = running_standin.account_sid, token
    settings.EMAIL_PROVIDER, settings.EMAIL_BACKEND = "django", "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_API_URL": running_standin.url, "POSTMARK_SERVER_TOKEN": token}
    settings.LINE_PROVIDER, settings.LINE_BASE_URL = "line", running_standin.url
    settings.LINE_CHANNEL_ACCESS_TOKEN = settings.LINE_CHANNEL_SECRET = token
    settings.SENDING_THREADS = 2
    settings.LEASE_SECONDS, settings.PROVIDER_SECONDS = 10.0, 3.0
    settings.DOUBT_SECONDS, settings.REPEAT_MAIL_SECONDS = 20.0, 5.0
    channels.forget_channels()
    return running_standin


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("point", ON_THE_WAY)
def test_a_message_whose_worker_dies_on_the_way(
    standin: Standin, life: Life, point: str, channel: ChannelName
) -> None:
    messages = [due(kind, channel) for kind in kinds_on(channel)]
    for message in messages:
        life.dies_at(point)
        life.lives(partial(dispatch_one, message))
        assert not failpoints._armed, f"{point} was passed by {message.kind}"

    others_come(life)

    for message in messages:
        check(message, standin, point)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("fault", ["accepted_reset", "reset"])
@pytest.mark.parametrize("point", IN_DOUBT)
def test_a_message_in_doubt_whose_clearing_up_dies(
    standin: Standin, life: Life, point: str, fault: str, channel: ChannelName
) -> None:
    messages = [due(kind, channel) for kind in kinds_on(channel)]
    standin.fail(Fault(fault, times=len(messages)))
    for message in messages:
        life.lives(partial(dispatch_one, message))
    assert {state_of(message) for message in messages} == {State.UNKNOWN}
    for _ in messages:
        life.dies_at(point)
        with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
            life.lives(partial(settle_doubts, now=NOW))

    others_come(life)

    for message in messages:
        check(message, standin, point)


def test_a_plan_whose_process_dies_before_its_commit_leaves_no_row(life: Life) -> None:
    application = an_application()
    life.dies_at("planned")

    def plan() -> None:
        with transaction.atomic():  # of the fact the plan follows
            reconcile(application, [wanted(application)], now=NOW)

    life.lives(plan)

    assert not Message.objects.exists()


def test_an_unknown_place_or_deed_is_refused() -> None:
    with pytest.raises(ValueError, match="nowhere"):
        failpoints.arm("nowhere", lambda: None)
    with pytest.raises(ValueError, match="RATE"):
        failpoints.arm_all(["claimed=dance:1"])


def test_an_armed_place_says_what_it_does_before_it_does_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    signals: list[int] = []
    monkeypatch.setattr(os, "kill", lambda pid, number: signals.append(number))

    failpoints.arm_all(["claimed=kill:1", "gated=stop:1", "recorded=kill:0"])
    for point in ("claimed", "gated", "recorded"):
        failpoints.reached(point)
    failpoints.disarm()

    assert signals == [signal.SIGKILL, signal.SIGSTOP]
    assert capfd.readouterr().err == "failpoint claimed kill\nfailpoint gated stop\n"


def kinds_on(channel: ChannelName) -> list[Kind]:
    """Every kind there are words for; what a person writes needs none."""
    return [kind for kind in KINDS if kind == Kind.MANUAL or defaults.built_in(kind, channel, "ja")]


def due(kind: Kind, channel: ChannelName) -> Message:
    candidate = a_candidate()
    candidate.line_id = f"U{candidate.pk:032x}"
    candidate.save()
    return a_message(
        an_application(candidate=candidate),
        kind=kind,
        channel=channel,
        due_at=NOW + timedelta(seconds=1),
        values={name: "12" for name in VARIABLES if name not in {"name", "full_name", "link"}}
        | {WRITTEN: "{name}さん {link}"},
        own_act_at=NOW,
    )


def dispatch_one(message: Message) -> None:
    Message.objects.filter(pk=message.pk).update(due_at=NOW)
    with time_machine.travel(NOW, tick=False):
        dispatch(now=NOW)


def others_come(life: Life) -> None:
    """The processes that are left, for as long as any window lasts."""
    for seconds in (2, 17, 20, 28, 36, 45, 60, 75, 90, 130):
        moment = NOW + timedelta(seconds=seconds)
        with time_machine.travel(moment, tick=False):
            life.lives(partial(everything, moment))


def everything(now: datetime) -> None:
    reap(now=now)
    settle_doubts(now=now)
    # What the plan does about an outcome is told elsewhere; here it still wants what it wanted.
    Message.objects.filter(needs_follow_up=True).update(needs_follow_up=False)
    dispatch(now=now)


def state_of(message: Message) -> str:
    return str(Message.objects.get(pk=message.pk).state)


def check(message: Message, standin: Standin, point: str) -> None:
    message.refresh_from_db()
    taken = [one for one in standin.accepted if address_of(message) in one.to]
    became = f"{message.state} {message.reason}, {len(taken)} taken"
    told = f"{message.kind} by {message.channel} at {point}: {became}"
    most = 2 if message.channel == ChannelName.EMAIL and message.repeats else 1
    assert len(taken) <= most, told
    assert len({one.headers.get("Message-ID") for one in taken}) <= 1, told
    if message.state == State.NEEDS_PERSON:
        assert message.doubted_since is not None, told
    else:
        assert message.state in SAID, told
        assert taken, told


def address_of(message: Message) -> str:
    person = message.application.candidate
    return {"sms": person.phone, "email": person.email, "line": person.line_id}[message.channel]

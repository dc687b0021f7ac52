"""Events for other systems: kept with the fact, posted until taken, signed, in order. Real sockets."""

import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

from company.models import Notice, Webhook, WebhookDelivery
from company.policy import HookFormat, Role
from company.services import webhooks_posting
from company.services.reaching import Reach
from company.services.webhooks import deliver_due, forget_old, queue, queue_event
from company.services.webhooks_posting import LEASE, PATIENCE, TRIES, event_id, record, resume, send_again
from company.services.webhooks_posting import Result as Said
from tests import factories as make
from tests.factories import NOW
from tests.messaging.conftest import at_once
from tests.scheduling.calendar_server import CalendarServer, calendar_server, plain

SOON = timedelta(hours=1)
OK = plain(b"ok", kind="text/plain")
AWAY = plain(b"", status="503 Away")
NO = plain(b"", status="422 No")


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    with calendar_server(tmp_path_factory.mktemp("tls")) as server:
        yield server


@pytest.fixture
def server(one_server: CalendarServer) -> CalendarServer:
    one_server.answer = OK
    one_server.asked.clear()
    return one_server


def a_hook(server: CalendarServer, **values: object) -> Webhook:
    return make.a_webhook(url=f"https://calendar.example:{server.port}/in", **values)


def tell(key: str, **data: object) -> None:
    queue_event("application.received", key, lambda: data or {"application": 7}, now=NOW)


def deliver(server: CalendarServer, after: timedelta = SOON) -> int:
    """The machine's clock of ``queue`` is the real one, so time is counted from the rows."""
    written = WebhookDelivery.objects.order_by("-next_attempt_at").values_list("next_attempt_at", flat=True)
    return deliver_at(written[0] + after, server)


def deliver_at(machine: datetime, server: CalendarServer) -> int:
    with time_machine.travel(machine, tick=False):
        return deliver_due(now=NOW, reach=server.reach())


def keys(server: CalendarServer) -> list[int]:
    return [json.loads(one.partition(b"\r\n\r\n")[2])["data"]["application"] for one in server.asked]


def states() -> list[str]:
    return list(WebhookDelivery.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
def test_an_event_is_posted_once_and_signed_over_time_and_body(server: CalendarServer) -> None:
    a_hook(server)
    tell("application:7:received")
    tell("application:7:received")

    assert deliver(server) == 1
    assert deliver(server) == 0

    [asked] = server.asked
    head, _, body = asked.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    moment, signature = (part.split("=")[1] for part in headers["Yakusoku-Signature"].split(","))
    assert head.startswith(b"POST /in HTTP/1.1")
    assert signature == hmac.new(b"s" * 40, f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert json.loads(body) == {
        "id": event_id("application:7:received"),
        "event": "application.received",
        "created_at": NOW.astimezone(UTC).isoformat(),
        "data": {"application": 7},
    }
    assert states() == ["sent"]


@pytest.mark.django_db
def test_only_addresses_that_want_an_event_hear_of_it(server: CalendarServer) -> None:
    a_hook(server, events=["interview.booked"])
    a_hook(server, is_active=False)
    personal = a_hook(server, staff=make.a_staff())
    paused = a_hook(server, is_active=False, failing_since=NOW)

    tell("a")

    assert list(WebhookDelivery.objects.values_list("webhook", flat=True)) == [paused.pk]
    assert personal.deliveries.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_is_rolled_back_tells_nobody(server: CalendarServer) -> None:
    a_hook(server)

    with transaction.atomic():
        tell("a")
        transaction.set_rollback(True)

    assert states() == []


@pytest.mark.django_db
def test_slacks_format_is_posted_as_it_is(server: CalendarServer) -> None:
    hook = a_hook(server, format=HookFormat.SLACK, staff=make.a_staff())
    queue(hook, "notice:1", "notice", {"text": "田中さん: 返信"}, now=NOW)

    deliver(server)

    head, _, body = server.asked[0].partition(b"\r\n\r\n")
    assert json.loads(body) == {"text": "田中さん: 返信"}
    assert b"Signature" not in head


@pytest.mark.django_db
def test_an_address_gets_its_events_in_order_also_after_it_was_away(server: CalendarServer) -> None:
    a_hook(server)
    server.answer = AWAY
    tell("a", application=1)
    tell("b", application=2)
    deliver(server)
    assert keys(server) == [1]

    server.asked.clear()
    server.answer = OK
    assert deliver(server, timedelta(seconds=-1)) == 0
    deliver(server, timedelta(0))

    assert keys(server) == [1, 2]
    assert Webhook.objects.get().failing_since is None


@pytest.mark.django_db
def test_an_event_they_do_not_want_holds_up_no_other(server: CalendarServer) -> None:
    a_hook(server)
    server.answer = NO
    tell("a", application=1)
    tell("b", application=2)

    deliver(server)

    assert keys(server) == [1, 2]
    assert Webhook.objects.get().failing_since is None


@pytest.mark.django_db
def test_a_slow_address_holds_up_no_other(server: CalendarServer) -> None:
    def wait(line: ssl.SSLSocket) -> None:
        threading.Event().wait(0.3)
        line.sendall(OK)

    server.answer = wait
    for number in range(4):
        a_hook(server, name=f"{number}")
    tell("a")

    assert deliver(server) == 4
    assert states() == ["sent"] * 4


@pytest.mark.django_db
def test_who_answers_nothing_for_a_day_is_paused_and_owners_hear_of_it_once(server: CalendarServer) -> None:
    owner = make.a_staff(Role.OWNER)
    make.a_staff(Role.RECRUITER)
    hook = a_hook(server)
    server.answer = AWAY
    tell("a", application=1)
    for _try in range(TRIES):
        deliver(server, timedelta(0))

    hook.refresh_from_db()
    assert not hook.is_active
    assert states() == ["failed"]
    [notice] = Notice.objects.all()
    assert (notice.to, notice.path) == (owner, "/desk/settings/webhooks/")

    tell("b", application=2)
    assert deliver(server) == 0
    server.answer = OK
    server.asked.clear()
    resume(hook, machine_now=WebhookDelivery.objects.latest("pk").next_attempt_at)
    deliver(server)
    assert keys(server) == [2]


@pytest.mark.django_db
def test_waits_grow_to_a_day_in_all(server: CalendarServer) -> None:
    a_hook(server)
    server.answer = AWAY
    tell("a")
    waits = []
    for _try in range(TRIES - 1):
        before = WebhookDelivery.objects.get().next_attempt_at
        deliver(server, timedelta(0))
        waits.append(WebhookDelivery.objects.get().next_attempt_at - before)

    assert [int(wait.total_seconds() / 60) for wait in waits] == [1, 5, 15, 60, 180, 360, 360, 480]
    assert PATIENCE <= sum(waits, timedelta(0)) <= timedelta(hours=25)


@pytest.mark.django_db
def test_a_redirect_is_not_followed_and_counts_as_a_failure(server: CalendarServer) -> None:
    a_hook(server)
    server.answer = plain(b"", status="307 Elsewhere", more="Location: https://calendar.example/\r\n")
    tell("a")

    deliver(server)

    row = WebhookDelivery.objects.get()
    assert (row.state, row.status_code, row.error) == ("planned", 307, "redirect")
    assert len(server.asked) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://169.254.169.254/in", "private"),
        ("https://10.0.0.1/in", "private"),
        ("https://127.0.0.1/in", "private"),
        ("http://hooks.example/in", "not_https"),
    ],
)
def test_nothing_inside_our_network_is_posted_to(url: str, code: str, settings: Settings) -> None:
    settings.SANDBOX = False
    make.a_webhook(url=url)
    tell("a")

    deliver_due(now=NOW)

    assert WebhookDelivery.objects.get().error == code


@pytest.mark.django_db
def test_the_trial_posts_to_this_machine_alone() -> None:
    make.a_webhook(url="https://8.8.8.8/in")
    make.a_webhook(url="http://127.0.0.1:1/in", name="here")
    tell("a")

    deliver_due(now=NOW)

    errors = WebhookDelivery.objects.order_by("webhook_id").values_list("error", flat=True)
    assert list(errors) == ["private", "unreachable"]


@pytest.mark.django_db
def test_a_worker_that_died_leaves_its_event_to_the_next_after_the_lease(server: CalendarServer) -> None:
    a_hook(server)
    tell("a")
    row = WebhookDelivery.objects.get()
    machine = row.next_attempt_at
    WebhookDelivery.objects.update(lease_until=machine + timedelta(seconds=30), attempts=1)
    row.refresh_from_db()

    assert deliver_at(machine, server) == 0
    assert deliver_at(machine + timedelta(minutes=1), server) == 1

    record(row, Said(503, ""), now=NOW, machine_now=machine)  # the dead one's word counts no more
    assert states() == ["sent"]


@pytest.mark.django_db
def test_each_events_lease_is_counted_from_its_own_claim(
    server: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_hook(server)
    for name in "abc":
        tell(name)
    left: list[timedelta] = []

    with time_machine.travel(datetime.now(UTC) + SOON, tick=False) as machine:

        def slowly(delivery: WebhookDelivery, reach: Reach, machine_now: datetime) -> Said:
            assert delivery.lease_until is not None
            left.append(delivery.lease_until - timezone.now())
            machine.shift(timedelta(seconds=50))
            return Said(200, "")

        monkeypatch.setattr(webhooks_posting, "post", slowly)
        deliver_due(now=NOW, reach=server.reach())

    assert left == [LEASE] * 3
    assert states() == ["sent"] * 3


@pytest.mark.django_db
def test_a_taken_event_can_be_sent_again_with_the_same_number(server: CalendarServer) -> None:
    a_hook(server)
    tell("a")
    deliver(server)
    row = WebhookDelivery.objects.get()

    assert send_again(row, machine_now=row.next_attempt_at)
    deliver(server)

    bodies = {one.partition(b"\r\n\r\n")[2] for one in server.asked}
    assert (len(server.asked), len(bodies)) == (2, 1)


@pytest.mark.django_db
def test_what_is_thirty_days_old_is_forgotten(server: CalendarServer) -> None:
    a_hook(server)
    tell("a")

    assert forget_old(now=NOW + timedelta(days=29)) == 0
    assert forget_old(now=NOW + timedelta(days=31)) == 1


@pytest.mark.parametrize("shared_database", ["sqlite", "postgres"], indirect=True)
def test_two_workers_post_each_event_once(shared_database: str, server: CalendarServer) -> None:
    for number in range(5):
        a_hook(server, name=f"{number}")
    for key in "abc":
        tell(key)

    at_once(*[lambda: deliver(server)] * 3)

    assert sorted(states()) == ["sent"] * 15
    assert len(server.asked) == 15

"""What others rely on when they test against the stand-in."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from messaging.channels import OutcomeUnknown
from messaging.channels.twilio_http import PooledClient
from messaging.standin import Fault, Standin
from messaging.standin.book import read_journal
from messaging.standin.http import Answer, Request, Server
from messaging.standin.reporting import Disorder
from tests.services_fixture.session import wait_until


@pytest.fixture
def standin() -> Iterator[Standin]:
    with Standin() as running:
        yield running


def a_client(standin: Standin) -> Client:
    return Client(standin.account_sid, standin.auth_token, http_client=PooledClient(standin.url))


def posted(url: str, said: object, **headers: str) -> tuple[int, object]:
    request = urllib.request.Request(url, json.dumps(said).encode(), headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


def fetched(url: str) -> dict[str, list[dict[str, object]]]:
    with urllib.request.urlopen(url) as answer:
        return dict(json.load(answer))


def test_a_message_is_fetched_by_its_number(standin: Standin) -> None:
    twilio = a_client(standin)
    sent = twilio.messages.create(to="+819012345678", from_="+15005550006", body="こんにちは")

    found = twilio.messages(sent.sid).fetch()

    assert (found.body, found.status, found.direction) == ("こんにちは", "queued", "outbound-api")
    with pytest.raises(TwilioRestException) as unknown:
        twilio.messages("SM" + "f" * 32).fetch()
    assert unknown.value.code == 20404


def test_messages_are_listed_by_recipient_and_day_and_paged(standin: Standin) -> None:
    twilio = a_client(standin)
    for n in range(5):
        twilio.messages.create(to="+819012345678", from_="+15005550006", body=str(n))
    twilio.messages.create(to="+819000000001", from_="+15005550006", body="another")
    today = datetime.now(UTC)

    found = twilio.messages.list(to="+819012345678", date_sent=today.date(), page_size=2)

    assert [one.body for one in found] == ["4", "3", "2", "1", "0"]
    assert twilio.messages.list(to="+819012345678", date_sent=today.date() - timedelta(days=1)) == []
    assert len(twilio.messages.list(date_sent_after=today)) == 6


def test_the_log_shows_what_was_taken_and_can_be_emptied(standin: Standin) -> None:
    a_client(standin).messages.create(to="+819012345678", from_="+15005550006", body="こんにちは")

    (entry,) = fetched(f"{standin.url}/log")["accepted"]

    assert (entry["channel"], entry["to"], entry["body"]) == ("sms", "+819012345678", "こんにちは")
    request = urllib.request.Request(f"{standin.url}/log", method="DELETE")
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["accepted"] == []


def test_faults_are_scripted_over_http_and_run_out(standin: Standin) -> None:
    twilio = a_client(standin)
    faults = [{"do": "accepted_500", "times": 2, "channel": "sms", "to": "78"}]
    assert posted(f"{standin.url}/script", {"faults": faults, "receipts": []}) == (200, {"ok": True})

    def send(to: str) -> str:
        try:
            twilio.messages.create(to=to, from_="+15005550006", body="x")
        except OutcomeUnknown as unknown:
            return unknown.reason
        return "fine"

    numbers = ("+819012345678", "+819000000001", "+819012345678", "+819012345678")
    assert [send(to) for to in numbers] == ["http_500", "fine", "http_500", "fine"]
    assert len(standin.accepted) == 4
    assert posted(f"{standin.url}/script", {"faults": [{"do": "explode"}]})[0] == 400


def test_a_rate_hits_about_that_share(standin: Standin) -> None:
    standin.fail(Fault("429", times=None, rate=0.25))

    hit = sum(standin.book.next_fault("sms", "+819012345678") == "429" for _ in range(1000))

    assert 200 < hit < 300
    assert standin.book.turned_away == hit


def test_a_wrong_token_is_refused_by_both_providers(standin: Standin) -> None:
    stranger = Client(standin.account_sid, "wrong", http_client=PooledClient(standin.url))
    with pytest.raises(TwilioRestException) as refused:
        stranger.messages.create(to="+819012345678", from_="+15005550006", body="x")
    status, _words = posted(
        f"{standin.url}/email", {"To": "a@example.jp"}, **{"X-Postmark-Server-Token": "wrong"}
    )

    assert (refused.value.status, refused.value.code) == (401, 20003)
    assert status == 401


def test_it_never_calls_another_machine(standin: Standin) -> None:
    a_client(standin).messages.create(
        to="+819012345678", from_="+15005550006", body="x", status_callback="https://saiyo.example.jp/hook/"
    )
    standin.reporter.settle()

    assert standin.reporter.answers == [0, 0]
    assert standin.accepted[0].status == "delivered"


def test_a_killed_stand_in_still_knows_what_it_took(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    with Standin(journal=journal) as standin:
        first = a_client(standin).messages.create(to="+819012345678", from_="+15005550006", body="やあ")
    with journal.open("a") as cut_off:
        cut_off.write('{"channel": "sms", "provi')

    with Standin(journal=journal) as standin:
        second = a_client(standin).messages.create(to="+819012345678", from_="+15005550006", body="ね")

    taken = read_journal(journal)
    assert [(one.provider_id, one.body) for one in taken] == [(first.sid, "やあ"), (second.sid, "ね")]
    assert all(one.arrived_at and one.arrived_at <= one.at for one in taken)


def test_reports_in_disorder_all_come_and_some_twice(standin: Standin) -> None:
    heard: list[str] = []
    standin.reporter.disorder = Disorder(spread_ms=30, repeat=0.5)
    with Server(("127.0.0.1", 0), lambda request: _kept(heard, request)) as product:
        threading.Thread(target=product.serve_forever, args=(0.01,), daemon=True).start()
        for _ in range(20):
            a_client(standin).messages.create(
                to="+819012345678",
                from_="+15005550006",
                body="x",
                status_callback=f"http://127.0.0.1:{product.server_address[1]}/hook/",
            )
        wait_until(lambda: len(set(heard)) == 40, "every report")
        wait_until(lambda: len(standin.reporter.answers) == len(heard) > 40, "some of them twice")
        product.shutdown()


def _kept(heard: list[str], request: Request) -> Answer:
    said = request.form()
    heard.append(f"{said['MessageSid']} {said['MessageStatus']}")
    return Answer(200)

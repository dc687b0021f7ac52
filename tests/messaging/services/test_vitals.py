"""How the outbox is doing, in figures; and the monitor that hears only when all is well."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.utils import timezone
from pytest_django import Settings

from company.models import Heartbeat
from messaging.models import ChannelQuota, InboundEvent
from messaging.policy import ChannelName, State
from messaging.services.holding import hold
from messaging.services.metrics import as_metrics
from messaging.services.pinging import ping
from messaging.services.suppressing import suppress
from messaging.services.vitals import may_watch, vitals
from tests.factories import NOW, a_message, a_sent_message

pytestmark = pytest.mark.django_db


def beat(name: str = "dispatch", *, seconds: float = 1) -> None:
    Heartbeat.objects.create(name=name, beat_at=timezone.now() - timedelta(seconds=seconds))


def test_a_quiet_instance_has_nothing_due_and_nobody_sweeping() -> None:
    seen = vitals(NOW)

    assert (seen.due, seen.oldest_due, seen.unknown, seen.needs_person) == (0, None, 0, 0)
    assert not seen.is_sweeping
    assert not seen.is_well


def test_what_is_due_is_counted_with_the_age_of_the_oldest() -> None:
    a_message(due_at=NOW - timedelta(minutes=3))
    a_message(due_at=NOW - timedelta(minutes=1))
    a_message(due_at=NOW + timedelta(minutes=1))
    a_message(due_at=NOW - timedelta(hours=1), channel=ChannelName.PHONE)

    seen = vitals(NOW)

    assert (seen.due, seen.oldest_due) == (2, timedelta(minutes=3))
    assert seen.is_late


def test_while_sending_is_on_hold_nothing_is_late() -> None:
    beat()
    a_message(due_at=NOW - timedelta(hours=1))
    late = vitals(NOW).is_well
    hold(by=None, now=NOW, reason="restored")

    seen = vitals(NOW)

    assert not late
    assert seen.hold is not None
    assert (seen.is_late, seen.is_well) == (False, True)


def test_doubts_questions_reports_blocks_and_the_last_day_are_counted() -> None:
    a_message(state=State.UNKNOWN, doubted_since=timezone.now() - timedelta(minutes=4))
    a_message(state=State.NEEDS_PERSON, reason="cap")
    a_sent_message(state=State.DELIVERED)
    a_sent_message(state=State.DELIVERED, due_at=NOW - timedelta(hours=25))
    suppress(ChannelName.SMS, "+819000000000", reason="opted_out", now=NOW)
    InboundEvent.objects.create(
        provider="line", event_id="1", kind="message", occurred_at=NOW, received_at=NOW
    )

    seen = vitals(NOW)

    assert (seen.unknown, seen.needs_person, seen.events_waiting) == (1, 1, 1)
    assert seen.oldest_unknown is not None
    assert 239 < seen.oldest_unknown.total_seconds() < 300
    assert seen.last_day["delivered"] == 1
    assert seen.blocked == {"sms": 1}


def test_the_figures_are_told_in_the_text_format_without_anything_personal() -> None:
    beat()
    message = a_message(due_at=NOW - timedelta(minutes=3), state=State.NEEDS_PERSON, reason="cap")
    a_message(due_at=NOW - timedelta(seconds=90))
    ChannelQuota.objects.create(channel="line", limit=200, used=161, checked_at=NOW)

    text = as_metrics(vitals(NOW)).decode()

    assert "yakusoku_due_messages 1.0" in text
    assert "yakusoku_oldest_due_seconds 90.0" in text
    assert "yakusoku_needs_person_messages 1.0" in text
    assert "yakusoku_sending_held 0.0" in text
    assert 'yakusoku_quota_used{channel="line"} 161.0' in text
    assert 'yakusoku_heartbeat_age_seconds{process="dispatch"}' in text
    assert message.application.candidate.phone not in text


def test_the_figures_ask_as_much_of_many_rows_as_of_few(django_assert_max_num_queries: object) -> None:
    for _ in range(20):
        a_message()

    with django_assert_max_num_queries(11):  # type: ignore[operator]  # pytest-django's
        vitals(NOW)


@pytest.mark.parametrize(
    ("token", "shown", "address", "forwarded", "behind", "may"),
    [
        ("secret", "Bearer secret", "203.0.113.5", False, True, True),
        ("secret", "Bearer wrong", "127.0.0.1", False, False, False),
        ("secret", "", "127.0.0.1", False, False, False),
        ("secret", "Basic secret", "127.0.0.1", False, False, False),
        ("", "", "127.0.0.1", False, False, True),
        ("", "", "::1", False, False, True),
        ("", "Bearer ", "203.0.113.5", False, False, False),
        ("", "", "127.0.0.1", True, False, False),
        ("", "", "127.0.0.1", False, True, False),
    ],
)
def test_machines_show_the_token_or_stand_on_this_machine(
    token: str, shown: str, address: str, forwarded: bool, behind: bool, may: bool, settings: Settings
) -> None:
    settings.STATUS_TOKEN, settings.BEHIND_PROXY = token, behind

    assert may_watch(shown, address, forwarded=forwarded) is may


class _Monitor(BaseHTTPRequestHandler):
    heard: list[str] = []
    answer = 200

    def do_GET(self) -> None:
        type(self).heard.append(self.path)
        self.send_response(type(self).answer)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def monitor(settings: Settings) -> type[_Monitor]:
    _Monitor.heard, _Monitor.answer = [], 200
    server = HTTPServer(("127.0.0.1", 0), _Monitor)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.DEADMAN_URL = f"http://127.0.0.1:{server.server_port}/ping/abc"
    return _Monitor


def test_the_monitor_hears_while_all_is_well(monitor: type[_Monitor]) -> None:
    beat()

    assert ping(now=NOW)
    assert monitor.heard == ["/ping/abc"]


def test_the_monitor_hears_nothing_when_nobody_sweeps_or_messages_are_stuck(monitor: type[_Monitor]) -> None:
    silent = ping(now=NOW)
    beat()
    a_message(due_at=NOW - timedelta(minutes=11))
    stuck = ping(now=NOW)

    assert (silent, stuck) == (False, False)
    assert monitor.heard == []


def test_a_monitor_that_refuses_or_is_away_is_only_logged(
    monitor: type[_Monitor], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    beat()
    monitor.answer = 500
    refused = ping(now=NOW)
    settings.DEADMAN_URL = "http://127.0.0.1:1/secret"
    away = ping(now=NOW)

    assert (refused, away) == (False, False)
    assert "secret" not in caplog.text

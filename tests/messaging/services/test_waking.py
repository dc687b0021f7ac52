"""Waking the dispatcher is best effort."""

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from messaging.services import waking

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A broker somewhere, and what it was told."""
    names: list[str] = []
    monkeypatch.setattr(waking, "_quiet_until", 0.0)
    monkeypatch.setitem(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app, "send_task", lambda name, **options: names.append(name))
    return names


def test_the_dispatcher_is_woken_by_name_once_committed(
    sent: list[str], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        waking.wake()
        assert sent == []

    assert sent == ["messaging.dispatch"]


@pytest.mark.django_db(transaction=True)
def test_after_a_rollback_nobody_is_woken(sent: list[str]) -> None:
    with transaction.atomic():
        waking.wake()
        transaction.set_rollback(True)

    assert sent == []


def test_without_a_broker_nothing_is_published(
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setitem(current_app.conf, "broker_url", "memory://")

    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        waking.wake()

    assert callbacks == []


def test_a_dead_broker_harms_nobody_and_is_not_asked_again_at_once(
    sent: list[str],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked: list[str] = []

    def refuse(name: str, **options: object) -> None:
        asked.append(name)
        raise OperationalError("redis://secret@host")

    monkeypatch.setattr(current_app, "send_task", refuse)
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            waking.wake()

    assert len(asked) == 1
    assert "the dispatcher was not woken: OperationalError" in caplog.text
    assert "secret" not in caplog.text

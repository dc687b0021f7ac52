"""The outbox's ticks. Each finds what is due in rows, so zero, one or five of them do the same."""

import threading
import time
from datetime import timedelta
from typing import Any  # Celery's signal payloads are untyped keyword arguments

from celery import shared_task
from celery.signals import worker_shutting_down
from django.utils import timezone

from company import clock
from company.models import Heartbeat
from messaging.services import doubting, line_strangers, quotas
from messaging.services.asking import ask_for_reports
from messaging.services.dispatching import dispatch as send_what_is_due
from messaging.services.events import forget_payloads, settle_events
from messaging.services.linking import forget_old_codes
from messaging.services.pinging import ping
from messaging.services.reaping import reap as clear_up
from messaging.services.trying import forget_trials
from messaging.services.trying import send_trials as send_what_is_tried

HEARTBEAT_EVERY = 5.0  # seconds

_dispatching = threading.Lock()  # one run a process: it fills the threads by itself
_asking = threading.Lock()
_shutting_down = threading.Event()
_last_beat: dict[str, float] = {}


@worker_shutting_down.connect
def finish_only(**_: Any) -> None:
    """From now on only finish what is on its way."""
    _shutting_down.set()


@shared_task(name="messaging.dispatch")
def dispatch(overdue: float = 0.0) -> int:
    """``overdue``, in seconds, makes this process a standby: it leaves younger rows to the others."""
    _beat("standby" if overdue else "dispatch")
    if not _dispatching.acquire(blocking=False):
        return 0
    try:
        return send_what_is_due(
            now=clock.now(),
            overdue=timedelta(seconds=overdue),
            keep_going=lambda: not _shutting_down.is_set(),
        )
    finally:
        _dispatching.release()


@shared_task(name="messaging.reap")
def reap() -> None:
    clear_up(now=clock.now())


@shared_task(name="messaging.settle_doubts")
def settle_doubts() -> int:
    if not _asking.acquire(blocking=False):  # a provider that answers slowly must not fill the worker
        return 0
    try:
        now = clock.now()
        return doubting.settle_doubts(now=now) + ask_for_reports(now=now)
    finally:
        _asking.release()


@shared_task(name="messaging.settle")
def settle() -> int:
    """Take in what providers posted; the pages that heard it do the same at once, as far as they can."""
    return settle_events(now=clock.now())


@shared_task(name="messaging.forget_events")
def forget_events() -> int:
    return forget_payloads(now=clock.now())


@shared_task(name="messaging.answer_strangers")
def answer_strangers() -> int:
    return line_strangers.answer_strangers(now=clock.now())


@shared_task(name="messaging.check_quotas")
def check_quotas() -> None:
    quotas.check_quotas(now=clock.now())


@shared_task(name="messaging.forget_line_codes")
def forget_line_codes() -> int:
    now = clock.now()
    return forget_old_codes(now=now) + line_strangers.forget_strangers(now=now)


@shared_task(name="messaging.send_trials")
def send_trials() -> int:
    return send_what_is_tried(now=clock.now())


@shared_task(name="messaging.forget_trials")
def forget_tried() -> int:
    return forget_trials(now=clock.now())


@shared_task(name="messaging.ping")
def ping_monitor() -> bool:
    return ping(now=clock.now())


def _beat(name: str) -> None:
    if time.monotonic() - _last_beat.get(name, float("-inf")) < HEARTBEAT_EVERY:
        return
    _last_beat[name] = time.monotonic()
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})

"""What the background process does for this app."""

import logging
import threading

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from company import clock
from company.services import api_tokens, notice_sending, sealing, staff_mail, webhooks

logger = logging.getLogger(__name__)
_sending = threading.Lock()  # a mail server that answers slowly must not fill the worker
_posting = threading.Lock()


@shared_task(name="company.send_staff_mail")
def send_staff_mail() -> int:
    if not _sending.acquire(blocking=False):
        return 0
    try:
        return staff_mail.send_due(now=clock.now())
    finally:
        _sending.release()


@shared_task(name="company.forget_staff_mail")
def forget_staff_mail() -> int:
    return staff_mail.forget_old(now=clock.now())


@shared_task(name="company.send_notices")
def send_notices() -> int:
    return notice_sending.send_due(now=clock.now(), machine_now=timezone.now())


@shared_task(name="company.deliver_webhooks")
def deliver_webhooks() -> int:
    if not _posting.acquire(blocking=False):
        return 0
    try:
        return webhooks.deliver_due(now=clock.now())
    finally:
        _posting.release()


@shared_task(name="company.forget_deliveries")
def forget_deliveries() -> int:
    return webhooks.forget_old(now=clock.now())


@shared_task(name="company.forget_api_answers")
def forget_api_answers() -> int:
    return api_tokens.forget_answers(machine_now=timezone.now())


@shared_task(name="company.seal_trail")
def seal_trail() -> int:
    return sealing.seal_new()


@shared_task(name="company.check_trail")
def check_trail() -> str:
    """Once a day. The head goes to the log, which is kept elsewhere: it shows that nothing was exchanged."""
    if sealing.was_checked_lately(timezone.now()):
        return ""
    while sealing.seal_new(from_the_start=True):
        continue
    seen = sealing.check(path=reverse("dashboard:status"), now=clock.now(), machine_now=timezone.now())
    if seen.fault:
        logger.error("audit trail: %s at event %s", seen.fault, seen.event_id)
    else:
        logger.info("audit trail: whole, head %s", seen.head)
    return seen.fault

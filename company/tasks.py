"""What the background process does for this app."""

import threading

from celery import shared_task
from django.utils import timezone

from company import clock
from company.services import api_tokens, notice_sending, staff_mail, webhooks

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

"""What the background process does for this app."""

from celery import shared_task
from django.utils import timezone

from candidates.services import applying, board_mails, erasing, importing
from company import clock


@shared_task(name="candidates.forget_form_uses")
def forget_form_uses() -> None:
    """The public form's limits run on the machine's own time."""
    applying.forget_old_uses(machine_now=timezone.now())


@shared_task(name="candidates.erase_due")
def erase_due() -> None:
    erasing.erase_due(now=clock.now())


@shared_task(name="candidates.work_imports")
def work_imports() -> None:
    importing.work_imports(now=clock.now())


@shared_task(name="candidates.read_board_mails")
def read_board_mails() -> int:
    return board_mails.read_waiting(now=clock.now())

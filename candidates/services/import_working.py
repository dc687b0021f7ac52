"""The long steps of imports, in chunks: each is a short transaction, so nobody waits for a list.

A worker takes an import by a lease on the machine's own time. It may die at any moment; the rows
say what is done, and the next worker carries on when the lease has run out.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from candidates.models import Application, Import, ImportState
from candidates.services.import_checking import check_rows
from candidates.services.import_saving import save_rows
from candidates.services.intake import start_contact

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
CHECK_CHUNK = 250
SAVE_CHUNK = 100
START_CHUNK = 50
_BUSY = (ImportState.CHECKING, ImportState.SAVING, ImportState.STARTING)


def work_imports(*, now: datetime) -> int:
    """Carry on every import that has something to do; returns the number of chunks worked.

    One that cannot go on is logged, tried again by the next sweep, and holds up nobody else's.
    """
    chunks = 0
    for pk in Import.objects.filter(state__in=_BUSY).order_by("pk").values_list("pk", flat=True):
        if _take(pk):
            try:
                chunks += _work(pk, now=now)
            except Exception as error:  # its words may hold a line of the file
                logger.error("import %s could not go on: %s", pk, type(error).__name__)
            finally:
                Import.objects.filter(pk=pk).update(lease_until=None)
    return chunks


def start_some(batch: Import, *, now: datetime, most: int) -> int:
    """Start contact with up to ``most`` people of a STARTING import; after the last one it is STARTED."""
    waiting = Application.objects.active().filter(importrow__batch=batch, is_started=False).distinct()
    chunk = list(waiting.select_related("job__location").order_by("candidate_id", "pk")[: most + 1])
    start_contact(chunk[:most], by=batch.started_by, now=now)
    if len(chunk) <= most:
        Import.objects.filter(pk=batch.pk, state=ImportState.STARTING).update(
            state=ImportState.STARTED, done=batch.total
        )
    else:
        left = waiting.count()
        Import.objects.filter(pk=batch.pk).update(done=max(batch.total - left, 0))
    batch.refresh_from_db(fields=["state", "done"])
    return min(len(chunk), most)


def _take(pk: int) -> bool:
    machine = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=machine)
    return Import.objects.filter(free, pk=pk, state__in=_BUSY).update(lease_until=machine + LEASE) == 1


def _work(pk: int, *, now: datetime) -> int:
    chunks = 0
    while _chunk(pk, now=now):
        chunks += 1
        Import.objects.filter(pk=pk).update(lease_until=timezone.now() + LEASE)
    return chunks


def _chunk(pk: int, *, now: datetime) -> bool:
    """One short piece of work; False when there is none left."""
    batch = Import.objects.select_related("job__location", "uploaded_by").get(pk=pk)
    language = batch.uploaded_by.language if batch.uploaded_by else settings.LANGUAGE_CODE
    with translation.override(language):
        if batch.state == ImportState.STARTING:
            start_some(batch, now=now, most=START_CHUNK)
            return True
        if batch.state == ImportState.CHECKING:
            return _in_step(batch, lambda: check_rows(batch, now=now, most=CHECK_CHUNK), ImportState.CHECKED)
        if batch.state == ImportState.SAVING:
            return _in_step(batch, lambda: save_rows(batch, now=now, most=SAVE_CHUNK), ImportState.SAVED)
    return False


def _in_step(batch: Import, work: Callable[[], int], after: ImportState) -> bool:
    """Work on rows while nobody changes the import's state; ``work`` returns how many it did."""
    with transaction.atomic():
        state = Import.objects.select_for_update().values_list("state", flat=True).get(pk=batch.pk)
        if state != batch.state:
            return True  # somebody chose other columns, or gave it up: look again
        done = work()
        batch.done = batch.done + done if done else batch.total
        batch.state = state if done else after
        batch.save(update_fields=["done", "state"])
        return bool(done)

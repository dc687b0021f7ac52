"""A list of applicants from a job board, in steps: upload, choose columns, look, save, start contact.

uploaded → checking → checked → saving → saved → starting → started; discarded at any point before saving.
Nothing is saved before ``confirm`` and nobody is contacted before ``start``. The steps that take
long are rows with a state, worked in chunks by ``work_imports``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from candidates.models import ColumnChoice, Import, ImportRow, ImportState, Job
from candidates.policy import Stage
from candidates.policy.columns import CONTACTS, FIELDS, NAMES, guess_columns, header_key
from candidates.services.import_reading import UnreadableFile, read_table
from candidates.services.import_working import LEASE, START_CHUNK, start_some, work_imports
from company.models import Staff
from company.services import trail

__all__ = [
    "ColumnsMissing",
    "Summary",
    "UnreadableFile",
    "WrongStep",
    "choose_columns",
    "confirm",
    "discard",
    "start",
    "summary",
    "upload",
    "work_imports",
]
LONGEST_CELL = 5000


class ColumnsMissing(Exception):
    """``code``: name (no column has one), contact (no way to reach them), twice (one field chosen twice)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class WrongStep(Exception):
    """The import is not at the point where this can be done; somebody else may have been quicker."""


@dataclass(frozen=True)
class Summary:
    """Lines of a checked or saved import, and the people among them."""

    total: int
    good: int  # will be, or were, saved
    wrong: int  # have errors and stay out
    repeated: int  # say again what an earlier line says
    known: int  # of the good: people we knew before
    waiting: int  # saved, and not contacted yet


def upload(data: bytes, *, name: str, job: Job, by: Staff, now: datetime) -> Import:
    """Read the file and keep its lines; columns are guessed from earlier choices and usual headers.

    Raises UnreadableFile.
    """
    table = read_table(data)
    remembered = dict(ColumnChoice.objects.values_list("header", "field"))
    with transaction.atomic():
        batch = Import.objects.create(
            job=job,
            file_name=name[:200],
            encoding=table.encoding,
            headers=table.headers,
            mapping=guess_columns(table.headers, remembered),
            uploaded_by=by,
            uploaded_at=now,
            total=len(table.lines),
        )
        rows = [
            ImportRow(batch=batch, number=number, cells=[cell[:LONGEST_CELL] for cell in cells])
            for number, cells in table.lines
        ]
        ImportRow.objects.bulk_create(rows, batch_size=1000)
        trail.record("import_uploaded", batch, now=now, by=by, rows=len(rows))
    return batch


def choose_columns(
    batch: Import, mapping: Mapping[str, str], *, now: datetime, by: Staff | None = None
) -> None:
    """Say what each column is (``{"0": "full_name", "3": "phone"}``; the others are left out) and check anew.

    The choice is remembered by header for the next file. Raises ColumnsMissing, WrongStep.
    """
    chosen = {str(index): field for index, field in mapping.items() if field in FIELDS}
    _check_columns(set(chosen.values()), len(chosen))
    with transaction.atomic():
        _lock(batch, ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED)
        _remember(batch.headers, chosen)
        batch.rows.update(clean={}, errors=[], duplicate_of=None, repeats_row=None)
        batch.mapping = chosen
        batch.state = ImportState.CHECKING
        batch.done = 0
        batch.save(update_fields=["mapping", "state", "done"])
        trail.record("import_columns_chosen", batch, now=now, by=by, fields=sorted(chosen.values()))


def confirm(batch: Import, *, by: Staff, now: datetime) -> None:
    """Save the good lines as applications; nobody is contacted yet. Raises WrongStep."""
    with transaction.atomic():
        _lock(batch, ImportState.CHECKED)
        batch.state = ImportState.SAVING
        batch.done = 0
        batch.save(update_fields=["state", "done"])
        trail.record("import_confirmed", batch, now=now, by=by)


def discard(batch: Import, *, by: Staff, now: datetime) -> None:
    """Give the file up before anything was saved; what it said about people is deleted. Raises WrongStep."""
    with transaction.atomic():
        _lock(batch, ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED)
        batch.rows.all().delete()
        batch.state = ImportState.DISCARDED
        batch.save(update_fields=["state"])
        trail.record("import_discarded", batch, now=now, by=by)


def start(batch: Import, *, by: Staff, now: datetime) -> int:
    """Begin contact with everybody saved from this file; returns with how many.

    The first are started here and now, a long list is carried on by ``work_imports``. Raises WrongStep.
    """
    with transaction.atomic():
        _lock(batch, ImportState.SAVED)
        count = summary(batch).waiting
        batch.state = ImportState.STARTING
        batch.done = 0
        batch.started_by = by
        batch.lease_until = timezone.now() + LEASE  # ours until the first are started
        batch.save(update_fields=["state", "done", "started_by", "lease_until"])
        trail.record("import_started", batch, now=now, by=by, people=count)
    start_some(batch, now=now, most=START_CHUNK)
    Import.objects.filter(pk=batch.pk).update(lease_until=None)
    return count


def summary(batch: Import) -> Summary:
    good = Q(errors=[], repeats_row=None)
    waiting = Q(application__is_started=False) & ~Q(application__stage__in=[s for s in Stage if s.is_over])
    counts = batch.rows.aggregate(
        good=Count("pk", filter=good),
        wrong=Count("pk", filter=~Q(errors=[])),
        repeated=Count("pk", filter=Q(errors=[]) & ~Q(repeats_row=None)),
        known=Count("pk", filter=good & ~Q(duplicate_of=None)),
        waiting=Count("application", filter=waiting, distinct=True),
    )
    return Summary(total=batch.total, **counts)


def _check_columns(fields: set[str], count: int) -> None:
    if len(fields) != count:
        raise ColumnsMissing("twice")
    if not fields & NAMES:
        raise ColumnsMissing("name")
    if not fields & CONTACTS:
        raise ColumnsMissing("contact")


def _remember(headers: list[str], chosen: Mapping[str, str]) -> None:
    for index, header in enumerate(headers):
        if key := header_key(header):
            ColumnChoice.objects.update_or_create(header=key, defaults={"field": chosen.get(str(index), "")})


def _lock(batch: Import, *states: ImportState) -> None:
    """Take the import for this step; the caller's copy is brought up to date."""
    now_at = Import.objects.select_for_update().get(pk=batch.pk)
    if now_at.state not in states:
        raise WrongStep(now_at.state)
    batch.state = now_at.state

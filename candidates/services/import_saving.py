"""Turning the good lines of an import into applications that wait for somebody to start contact."""

from datetime import datetime

from candidates.models import Import, ImportRow
from candidates.policy import Source, same_person_key
from candidates.services.import_checking import unpack
from candidates.services.intake import receive
from candidates.services.locking import lock_keys


def save_rows(batch: Import, *, now: datetime, most: int) -> int:
    """Save the next ``most`` good lines; returns how many there were.

    What a line said is then kept with the application alone, so that erasing a person leaves no copy.
    """
    good = batch.rows.filter(errors=[], repeats_row=None, application=None).exclude(clean={})
    rows = list(good.order_by("number")[:most])
    lines = [(row, unpack(row.clean, language="ja")) for row in rows]
    lock_keys(key for _row, line in lines for key in same_person_key(line.applicant))
    for row, line in lines:
        row.application = receive(
            line.applicant,
            job=batch.job,
            now=now,
            source=Source.CSV,
            is_started=False,
            by=batch.uploaded_by,
            source_note=line.source_note,
            applied_at=line.applied_at,
        )
        row.cells, row.clean = [], {}
    ImportRow.objects.bulk_update(rows, ["application", "cells", "clean"], batch_size=100)
    return len(rows)

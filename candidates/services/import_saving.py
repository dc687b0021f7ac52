"""Turning the good lines of an import into applications that wait for somebody to start contact."""

from datetime import datetime

from candidates.models import Application, Candidate, Import, ImportRow
from candidates.policy import Source, same_person_key
from candidates.policy.people import identity_of
from candidates.policy.rows import Row
from candidates.services.import_checking import find_known, known_people, unpack, write_rows
from candidates.services.indexing import index_new
from candidates.services.intake import draft_application, draft_person, receive
from candidates.services.locking import lock_keys
from company.models import AuditEvent
from company.policy import Actor


def save_rows(batch: Import, *, now: datetime, most: int) -> int:
    """Save the next ``most`` good lines; returns how many there were.

    What a line said is then kept with the application alone, so that erasing a person leaves no copy.
    """
    good = batch.rows.filter(errors=[], repeats_row=None, application=None).exclude(clean={})
    rows = list(good.order_by("number")[:most])
    lines = [(row, unpack(row.clean, language="ja")) for row in rows]
    lock_keys(key for _row, line in lines for key in same_person_key(line.applicant))
    people = known_people([identity_of(line.applicant) for _row, line in lines])
    strangers = [pair for pair in lines if find_known(identity_of(pair[1].applicant), people) is None]
    fresh = {row.pk for row, _line in strangers}
    _save_strangers(batch, strangers, now=now)
    for row, line in lines:
        if row.pk not in fresh:
            row.application = _receive(batch, line, now=now)
        row.cells, row.clean = [], {}
    write_rows(rows, "application", "cells", "clean")
    return len(rows)


def _receive(batch: Import, line: Row, *, now: datetime) -> Application:
    """Somebody we know applies again."""
    return receive(
        line.applicant,
        job=batch.job,
        now=now,
        source=Source.CSV,
        is_started=False,
        by=batch.uploaded_by,
        source_note=line.source_note,
        applied_at=line.applied_at,
    )


def _save_strangers(batch: Import, lines: list[tuple[ImportRow, Row]], *, now: datetime) -> None:
    """The same as ``receive`` for people nobody knows (their keys are locked), three inserts for all."""
    people = [draft_person(line.applicant, now=now) for _row, line in lines]
    Candidate.objects.bulk_create(people)
    for (row, line), person in zip(lines, people, strict=True):
        row.application = draft_application(
            line.applicant,
            job=batch.job,
            now=now,
            source=Source.CSV,
            source_note=line.source_note,
            applied_at=line.applied_at,
        )
        row.application.candidate = person
    applications = [row.application for row, _line in lines if row.application]
    Application.objects.bulk_create(applications)
    index_new(applications)
    AuditEvent.objects.bulk_create(_stored(batch, application, now=now) for application in applications)


def _stored(batch: Import, application: Application, *, now: datetime) -> AuditEvent:
    return AuditEvent(
        at=now,
        actor_kind=Actor.STAFF if batch.uploaded_by else Actor.SYSTEM,
        actor=batch.uploaded_by,
        action="application_stored",
        entity=application._meta.label_lower,
        entity_id=application.pk,
        application_id=application.pk,
        details={"source": Source.CSV, "known_person": False, "import": batch.pk},
    )

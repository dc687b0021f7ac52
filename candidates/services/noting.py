"""Notes staff write for each other: who is meant, changing one's own, pinning, taking away and back."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from candidates.models import Application, Note
from candidates.services.locking import lock_living
from company.models import Staff
from company.policy import NoticeKind
from company.services import trail
from company.services.notices import tell

BRING_BACK_FOR = timedelta(minutes=15)
SAME_PRESS = timedelta(seconds=30)


class NotYours(Exception):
    """Only whoever wrote a note changes it."""


class NoteGone(Exception):
    """It cannot be brought back any more."""


def write_note(application: Application, text: str, *, author: Staff, now: datetime) -> Note:
    """Something staff write for each other; the candidate never sees it. Who is named with @ is told.

    Raises PersonErased.
    """
    with transaction.atomic():
        lock_living(application.candidate_id)
        alike = Note.objects.filter(application=application, author=author, text=text, deleted_at=None)
        if (again := alike.filter(written_at__gt=now - SAME_PRESS).first()) is not None:
            return again
        written = Note.objects.create(application=application, author=author, text=text, written_at=now)
        trail.record("note_written", written, now=now, by=author, application_id=application.pk)
        _mention(written, author, now)
    return written


def rewrite_note(note: Note, text: str, *, by: Staff, now: datetime) -> None:
    """Raises NotYours. Who is newly named is told, nobody twice."""
    _own(note, by)
    with transaction.atomic():
        lock_living(note.application.candidate_id)
        if note.text == text:
            return
        note.text, note.edited_at = text, now
        note.save(update_fields=["text", "edited_at"])
        trail.record("note_changed", note, now=now, by=by, application_id=note.application_id)
        _mention(note, by, now)


def delete_note(note: Note, *, by: Staff, now: datetime) -> None:
    """Off every page; it can be brought back for a quarter of an hour. Raises NotYours."""
    _own(note, by)
    _set(note, "note_deleted", by, now, deleted_at=now)


def bring_note_back(note: Note, *, by: Staff, now: datetime) -> None:
    """Raises NotYours and NoteGone."""
    _own(note, by)
    if note.deleted_at is None:
        return
    if now > note.deleted_at + BRING_BACK_FOR:
        raise NoteGone
    _set(note, "note_brought_back", by, now, deleted_at=None)


def pin_note(note: Note, *, pinned: bool, by: Staff, now: datetime) -> None:
    """Keep it above the conversation for everybody, or not any more."""
    if bool(note.pinned_at) != pinned:
        _set(note, "note_pinned" if pinned else "note_unpinned", by, now, pinned_at=now if pinned else None)


def forget_deleted(*, now: datetime) -> int:
    gone, _by_model = Note.objects.filter(deleted_at__lt=now - BRING_BACK_FOR).delete()
    return gone


def handle(person: Staff) -> str:
    """What stands behind the @: the name without its spaces."""
    return re.sub(r"\s+", "", str(person))


def named_in(text: str, people: Iterable[Staff]) -> list[Staff]:
    """Whom a text names. Of two names where one begins with the other, the longer one is meant."""
    folded = text.replace("＠", "@")
    found = []
    for person in sorted(people, key=lambda one: len(handle(one)), reverse=True):
        mark = f"@{handle(person)}"
        if handle(person) and mark in folded:
            folded = folded.replace(mark, "")
            found.append(person)
    return found


def _own(note: Note, by: Staff) -> None:
    if note.author_id != by.pk:
        raise NotYours


def _set(note: Note, action: str, by: Staff, now: datetime, **columns: datetime | None) -> None:
    with transaction.atomic():
        for name, value in columns.items():
            setattr(note, name, value)
        note.save(update_fields=list(columns))
        trail.record(action, note, now=now, by=by, application_id=note.application_id)


def _mention(note: Note, author: Staff, now: datetime) -> None:
    people = [one for one in named_in(note.text, note.application.seen_by) if one != author]
    note.mentions.set(people)
    tell(
        NoticeKind.MENTION,
        to=people,
        key=f"mention:{note.pk}",
        path=reverse("dashboard:application", args=[note.application_id]) + "#thread",
        now=now,
        name=note.application.candidate.given_name,
        detail=str(author),
        application_id=note.application_id,
    )

"""Papers of a person: taking one, letting the candidate see it, taking it away and bringing it back."""

import hashlib
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from candidates.models import Application, Candidate, Document
from candidates.policy import DocumentKind
from candidates.policy.files import CONTENT_TYPES, BadFile, FileFault, FileKind, clean_file_name, kind_of_file
from candidates.services.locking import lock_living, lock_person
from candidates.services.words import note_word
from company.models import Staff
from company.policy import Actor
from company.services import trail
from company.services.pictures import BadPicture, redraw

MOST = 10
BRING_BACK_FOR = timedelta(minutes=15)
PICTURES = {FileKind.JPEG, FileKind.PNG}


class TooMany(Exception):
    """This application has as many papers as we keep."""


class Gone(Exception):
    """It has been deleted for good."""


def add_document(
    application: Application,
    content: bytes,
    *,
    name: str,
    kind: DocumentKind = DocumentKind.OTHER,
    by: Staff | None = None,
    now: datetime,
) -> Document:
    """Keep a file with the application; the same one again is the one we have. Without ``by`` they sent it.

    Pictures are drawn anew. Raises BadFile, TooMany and PersonErased.
    """
    paper = Document(kind=kind, **file_of(content, name))
    with transaction.atomic():
        person = lock_living(application.candidate_id)
        document, is_new = keep(paper, person, application, by=by, now=now)
        if is_new:
            if by is None:
                note_word(application, now=now)
            _record("document_added", document, now=now, by=by, application=application)
    return document


def keep(
    paper: Document, person: Candidate, application: Application, *, by: Staff | None, now: datetime
) -> tuple[Document, bool]:
    """The paper as theirs, and whether it is new; the same again is the one there is, brought back.

    The person is locked. Raises TooMany.
    """
    theirs = Document.objects.filter(candidate=person, application=application)
    alike = theirs.filter(digest=paper.digest, uploaded_by__isnull=by is None)
    same = alike.defer("content").first()
    if same is not None and same.deleted_at is None:
        return same, False
    if theirs.filter(deleted_at=None).count() >= MOST:
        raise TooMany
    if same is not None:
        _set_deleted(same, None)
        return same, True
    paper.candidate, paper.application = person, application
    paper.uploaded_by, paper.uploaded_at = by, now
    paper.save(force_insert=True)
    return paper, True


class FileColumns(TypedDict):
    """The columns of every file we keep."""

    name: str
    content_type: str
    size: int  # bytes
    digest: str
    content: bytes


def file_of(content: bytes, name: str) -> FileColumns:
    """What is kept of a file: pictures are drawn anew, and no name leads anywhere. Raises BadFile."""
    found = kind_of_file(content)
    if found in PICTURES:
        found, content = FileKind.JPEG, _drawn(content)
    return FileColumns(
        name=clean_file_name(name, found, otherwise=_("Paper")),
        content_type=CONTENT_TYPES[found],
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
    )


def _drawn(content: bytes) -> bytes:
    try:
        drawn, _width, _height = redraw(content)
    except BadPicture as error:
        raise BadFile(FileFault.BROKEN) from error
    return drawn


def documents_of(application: Application) -> QuerySet[Document]:
    """This person's papers, without their content; newest first."""
    rows = Document.objects.filter(candidate=application.candidate_id, deleted_at=None)
    return rows.defer("content").select_related("uploaded_by")


def seen_on_desk(staff: Staff, *, removed: bool = False) -> QuerySet[Document]:
    """Papers belong to the application they came with; without one, to whoever sees one of the person's."""
    seen = Application.objects.visible_to(staff)
    rows = Document.objects.filter(
        Q(application__in=seen) | Q(application=None, candidate__in=seen.values("candidate"))
    )
    return rows.filter(deleted_at__isnull=not removed)


def seen_by_candidate(application: Application) -> QuerySet[Document]:
    """What they sent us themselves, and what we showed them."""
    rows = documents_of(application)
    return rows.filter(Q(uploaded_by=None) | Q(shared_at__isnull=False))


def share(document: Document, *, shown: bool, by: Staff, now: datetime) -> None:
    """Let the candidate open it from their page, or not any more."""
    with transaction.atomic():
        lock_person(document.candidate_id)
        if bool(document.shared_at) == shown:
            return
        document.shared_at = now if shown else None
        document.save(update_fields=["shared_at"])
        _record("document_shown" if shown else "document_hidden", document, now=now, by=by)


def note_opened(document: Document, *, by: Staff | None, now: datetime) -> None:
    """Somebody took a copy."""
    _record("document_opened", document, now=now, by=by)


def remove(document: Document, *, by: Staff | None, now: datetime) -> None:
    """Gone from every page at once, and for good after a quarter of an hour."""
    with transaction.atomic():
        lock_person(document.candidate_id)
        if document.deleted_at is None:
            _set_deleted(document, now)
            _record("document_removed", document, now=now, by=by)


def bring_back(document: Document, *, by: Staff | None, now: datetime) -> None:
    """Raises Gone."""
    with transaction.atomic():
        lock_person(document.candidate_id)
        document.refresh_from_db(fields=["deleted_at"])
        if document.deleted_at is None:
            return
        if now > document.deleted_at + BRING_BACK_FOR:
            raise Gone
        _set_deleted(document, None)
        _record("document_brought_back", document, now=now, by=by)


def forget_removed(*, now: datetime) -> int:
    """Delete what was taken away and can no longer be brought back; returns how many."""
    gone, _by_model = Document.objects.filter(deleted_at__lt=now - BRING_BACK_FOR).delete()
    return gone


def _set_deleted(document: Document, at: datetime | None) -> None:
    document.deleted_at = at
    document.save(update_fields=["deleted_at"])


def _record(
    action: str,
    document: Document,
    *,
    now: datetime,
    by: Staff | None,
    application: Application | None = None,
) -> None:
    about = application.pk if application else document.application_id
    actor = None if by else Actor.CANDIDATE
    trail.record(action, document, now=now, by=by, actor=actor, application_id=about, kind=document.kind)

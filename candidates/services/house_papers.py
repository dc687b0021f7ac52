"""Papers of the house: kept once, handed to many; each is opened from one's own page."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidates.models import Application, Document, HousePaper
from candidates.policy import DocumentKind
from candidates.policy.files import CONTENT_TYPES, clean_file_name
from candidates.services.documents import BRING_BACK_FOR, MOST, Gone, TooMany, checked, share
from candidates.services.locking import lock_keys, lock_living
from company.models import Staff
from company.services import trail

MOST_KEPT = 50


def house_papers() -> QuerySet[HousePaper]:
    """What may be handed out, without its content."""
    return HousePaper.objects.filter(deleted_at=None).defer("content").select_related("added_by")


def add(content: bytes, *, name: str, by: Staff, now: datetime) -> HousePaper:
    """Keep one; the same again is the one there is. Raises BadFile and TooMany."""
    found, content = checked(content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        lock_keys(["house papers"])
        known = house_papers().filter(digest=digest).first()
        if known is not None:
            return known
        if house_papers().count() >= MOST_KEPT:
            raise TooMany
        paper = HousePaper.objects.create(
            name=clean_file_name(name, found, otherwise=_("Paper")),
            content_type=CONTENT_TYPES[found],
            size=len(content),
            digest=digest,
            content=content,
            added_by=by,
            added_at=now,
        )
        trail.record("house_paper_added", paper, now=now, by=by)
    return paper


def remove(paper: HousePaper, *, by: Staff, now: datetime) -> None:
    """Handed out no more. Who has it keeps it; what nobody has goes for good a while later."""
    with transaction.atomic():
        old = HousePaper.objects.filter(deleted_at__lt=now - BRING_BACK_FOR, handed_out=None)
        old.delete()
        if HousePaper.objects.filter(pk=paper.pk, deleted_at=None).update(deleted_at=now):
            trail.record("house_paper_removed", paper, now=now, by=by)


def bring_back(paper: HousePaper, *, by: Staff, now: datetime) -> None:
    """Raises Gone: a quarter of an hour has passed, or the same was added again."""
    if paper.deleted_at is None:
        return
    with transaction.atomic():
        lock_keys(["house papers"])
        again = house_papers().filter(digest=paper.digest).exists()
        if again or now > paper.deleted_at + BRING_BACK_FOR:
            raise Gone
        HousePaper.objects.filter(pk=paper.pk).update(deleted_at=None)
        trail.record("house_paper_brought_back", paper, now=now, by=by)


def hand_out(papers: Iterable[HousePaper], application: Application, *, by: Staff, now: datetime) -> None:
    """From now on this person opens them from their page. Raises TooMany; then none is handed out."""
    with transaction.atomic():
        lock_living(application.candidate_id)
        for paper in papers:
            share(_theirs(paper, application, by=by, now=now), shown=True, by=by, now=now)


def _theirs(paper: HousePaper, application: Application, *, by: Staff, now: datetime) -> Document:
    theirs = Document.objects.filter(candidate=application.candidate_id, application=application).defer(
        "content"
    )
    has = theirs.filter(digest=paper.digest, uploaded_by__isnull=False).first()
    if has is not None and has.deleted_at is None:
        return has
    if theirs.filter(deleted_at=None).count() >= MOST:
        raise TooMany
    if has is not None:
        has.deleted_at = None
        has.save(update_fields=["deleted_at"])
        return has
    return Document.objects.create(
        candidate_id=application.candidate_id,
        application=application,
        kind=DocumentKind.OTHER,
        name=paper.name,
        content_type=paper.content_type,
        size=paper.size,
        digest=paper.digest,
        content=b"",
        house=paper,
        uploaded_by=by,
        uploaded_at=now,
    )

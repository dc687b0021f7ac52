"""Papers of the house: kept once, handed to many; each is opened from one's own page."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from candidates.models import Application, Document, HousePaper
from candidates.policy import DocumentKind
from candidates.services.documents import BRING_BACK_FOR, Gone, TooMany, file_of, keep, share
from candidates.services.locking import lock_keys, lock_living
from company.models import Staff
from company.services import trail

MOST_KEPT = 50


def house_papers() -> QuerySet[HousePaper]:
    """What may be handed out, without its content."""
    return HousePaper.objects.filter(deleted_at=None).defer("content").select_related("added_by")


def add(content: bytes, *, name: str, by: Staff, now: datetime) -> HousePaper:
    """Keep one; the same again is the one there is. Raises BadFile and TooMany."""
    file = file_of(content, name)
    with transaction.atomic():
        lock_keys(["house papers"])
        known = house_papers().filter(digest=file["digest"]).first()
        if known is not None:
            return known
        if house_papers().count() >= MOST_KEPT:
            raise TooMany
        paper = HousePaper.objects.create(**file, added_by=by, added_at=now)
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
        person = lock_living(application.candidate_id)
        for paper in papers:
            theirs, _is_new = keep(_handed(paper), person, application, by=by, now=now)
            share(theirs, shown=True, by=by, now=now)


def _handed(paper: HousePaper) -> Document:
    """One person's, the content of which stays with the house."""
    return Document(
        kind=DocumentKind.OTHER,
        name=paper.name,
        content_type=paper.content_type,
        size=paper.size,
        digest=paper.digest,
        content=b"",
        house=paper,
    )

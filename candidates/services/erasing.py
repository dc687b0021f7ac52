"""Erasing people: the consent text promises it, so it is done. What happened stays, who it was does not."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from candidates.models import Application, Candidate, Document, ImportRow, ImportState, Link, Merge, Note
from candidates.policy import PhoneKind, Stage
from candidates.policy.retention import kept_since
from candidates.services.board_mails import forget_mails_of, forget_old_mails
from candidates.services.documents import forget_removed
from candidates.services.indexing import index
from candidates.services.locking import lock_keys, lock_person
from candidates.services.merging import gone_into
from candidates.services.noting import forget_deleted
from candidates.services.recognising import identity
from candidates.signals import candidate_erased
from company.models import Staff
from company.services import trail
from company.services.profile import the_company

BATCH = 200
"""People a run; the next hour takes the others."""

_OVER = [stage for stage in Stage if stage.is_over]
_WORKED = [ImportState.SAVED, ImportState.STARTING, ImportState.STARTED]


def erase(candidate: Candidate, *, now: datetime, by: Staff | None = None) -> None:
    """Blank everything that tells who this was or repeats their words. Doing it twice changes nothing."""
    with transaction.atomic():
        known = lock_person(candidate.pk)
        if known.erased_at is None:
            records = [known, *gone_into(known.pk)]
            for record in records:
                _erase_record(record, now=now, by=by)
            whose = Q(kept__in=records) | Q(gone__in=records)
            Merge.objects.filter(whose).update(before={})
    candidate.refresh_from_db()


def _erase_record(known: Candidate, *, now: datetime, by: Staff | None) -> None:
    """One record of the person; those merged into it go the same way."""
    _blank(known, now)
    _forget_words(known)
    trail.record("candidate_erased", known, now=now, by=by)
    candidate_erased.send(sender=Candidate, candidate_id=known.pk, now=now)


def erase_due(*, now: datetime) -> int:
    """Erase those whose time is over, and lines of files nobody became of; returns how many people."""
    since = kept_since(timezone.localtime(now), months=the_company().retention_months)
    _forget_lines(since)
    forget_old_mails(since)
    forget_removed(now=now)
    forget_deleted(now=now)
    people = list(_due(since).order_by("pk")[:BATCH])
    return sum(_erase_if_still_due(person, since, now) for person in people)


def due_with(months: int, *, now: datetime) -> int:
    """How many people would be erased tonight if ``months`` held from now on."""
    return _due(kept_since(timezone.localtime(now), months=months)).count()


def _due(since: datetime) -> QuerySet[Candidate]:
    """Everything they applied for is over, and was before ``since``."""
    theirs = Application.objects.filter(candidate=OuterRef("pk"))
    kept = theirs.exclude(stage__in=_OVER, closed_at__lt=since)
    return Candidate.objects.filter(Exists(theirs), ~Exists(kept), erased_at=None)


def _erase_if_still_due(candidate: Candidate, since: datetime, now: datetime) -> bool:
    """They may be applying again this moment: an intake holds their keys, so it is waited for."""
    with transaction.atomic():
        lock_keys(identity(candidate).keys)
        lock_person(candidate.pk)
        if not _due(since).filter(pk=candidate.pk).exists():
            return False
        erase(candidate, now=now)
    return True


def _blank(candidate: Candidate, now: datetime) -> None:
    Candidate.objects.filter(pk=candidate.pk).update(
        family_name="",
        given_name="",
        family_kana="",
        given_kana="",
        birth_on=None,
        phone="",
        phone_kind=PhoneKind.NONE,
        email="",
        line_id="",
        preferred_hours="",
        erased_at=now,
        contact_version=F("contact_version") + 1,
    )
    index(candidates=[candidate.pk])


def _forget_words(candidate: Candidate) -> None:
    """That they agreed, and when, stays."""
    theirs = Application.objects.filter(candidate=candidate)
    Link.objects.filter(application__in=theirs).delete()  # and what was opened by them
    Note.objects.filter(application__in=theirs).delete()
    Document.objects.filter(candidate=candidate).delete()
    _their_lines(candidate).update(cells=[], clean={})
    forget_mails_of(candidate.pk)
    theirs.update(motivation="", availability="", constraints={}, consent_text="")
    theirs.update(keenness="", other_applications=None, starts_place="", starts_bring="")


def _their_lines(candidate: Candidate) -> QuerySet[ImportRow]:
    """Those they came by, those that repeat one of these, and those of worked files that name them again."""
    saved = ImportRow.objects.filter(batch=OuterRef("batch"), application__candidate=candidate)
    repeats = Exists(saved.filter(number=OuterRef("repeats_row")))
    named = Q(duplicate_of=candidate, batch__state__in=_WORKED)
    return ImportRow.objects.filter(Q(application__candidate=candidate) | named | repeats)


def _forget_lines(since: datetime) -> None:
    """Faulty lines of worked files belong to nobody we know; they are kept no longer than people are."""
    left = ImportRow.objects.filter(application=None, batch__state__in=_WORKED, batch__uploaded_at__lt=since)
    left.exclude(cells=[], clean={}).update(cells=[], clean={})

"""How and where a person wants to be reached."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from candidates.models import Application, Candidate
from candidates.policy import Phone, PhoneKind
from candidates.services.indexing import index
from candidates.services.locking import lock_living
from candidates.signals import application_changed
from company.models import Staff
from company.policy import Actor
from company.services import trail


def change_preferences(
    candidate: Candidate,
    *,
    preferred_channel: str | None = None,
    preferred_hours: str | None = None,
    language: str | None = None,
    easy_words: bool | None = None,
    now: datetime,
    by: Staff | None = None,
) -> None:
    """Take the person's wishes; what is planned follows them at once. None leaves a wish as it is."""
    said = {
        "preferred_channel": preferred_channel,
        "preferred_hours": preferred_hours,
        "language": language,
        "easy_words": easy_words,
    }
    wishes = {field: wish for field, wish in said.items() if wish is not None}
    _change(candidate, wishes, now=now, by=by)


def change_phone(
    candidate: Candidate, phone: Phone | None, *, now: datetime, by: Staff | None = None
) -> None:
    """Put another number on record, or none."""
    kind = phone.kind if phone else PhoneKind.NONE
    _change(candidate, {"phone": phone.e164 if phone else "", "phone_kind": kind}, now=now, by=by)


def change_email(candidate: Candidate, email: str, *, now: datetime, by: Staff | None = None) -> None:
    """Put another address (already cleaned) on record, or none (empty)."""
    _change(candidate, {"email": email}, now=now, by=by)


def _change(
    candidate: Candidate, values: Mapping[str, str | bool], *, now: datetime, by: Staff | None
) -> None:
    """Write what differs, to whichever record they are now. Raises PersonErased.

    A changed address raises contact_version: messages on their way look again.
    """
    with transaction.atomic():
        known = lock_living(candidate.pk)
        changed = {field: value for field, value in values.items() if getattr(known, field) != value}
        for field, value in values.items():
            setattr(candidate, field, value)
        if not changed:
            return
        moved = 1 if {"phone", "email"} & changed.keys() else 0
        Candidate.objects.filter(pk=known.pk).update(**changed, contact_version=F("contact_version") + moved)
        candidate.refresh_from_db(fields=["contact_version"])
        if moved:
            index(candidates=[known.pk])
        actor = None if by else Actor.CANDIDATE
        trail.record("contact_changed", known, now=now, by=by, actor=actor, fields=sorted(changed))
        for pk in Application.objects.active().filter(candidate=known).values_list("pk", flat=True):
            application_changed.send(sender=Application, application_id=pk, now=now)

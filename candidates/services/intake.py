"""Taking in an application, from whatever door, and starting contact with imported people."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from candidates.models import Application, Candidate, Job
from candidates.policy import Applicant, PhoneKind, Source, first_contact_due, same_person_key
from candidates.policy.people import identity_of, is_same_person
from candidates.services import repeating
from candidates.services.indexing import index_new
from candidates.services.locking import lock_keys, lock_person
from candidates.services.recognising import find_person, identity
from candidates.signals import application_received
from company.models import Staff
from company.policy import Actor
from company.services import trail
from company.services.profile import the_company

__all__ = ["Applicant", "draft_application", "draft_person", "receive", "start_contact"]


def receive(
    applicant: Applicant,
    *,
    job: Job,
    now: datetime,
    source: Source = Source.FORM,
    form_key: UUID | None = None,
    is_started: bool = True,
    by: Staff | None = None,
    source_note: str = "",
    applied_at: datetime | None = None,
    external_ref: str = "",
) -> Application:
    """Store one application and return it; what is there already is returned instead of doubled.

    The same ``form_key`` from the same person is the same press of the button. A known person with
    an open application for this job keeps that one. With ``is_started`` the person is thanked at once.
    ``external_ref`` is another system's number of it. ``is_new`` of what is returned says which it was.
    """
    with transaction.atomic():
        lock_keys(same_person_key(applicant) | ({f"form:{form_key}"} if form_key else set()))
        pressed = Application.objects.filter(form_key=form_key).first() if form_key else None
        if pressed and is_same_person(identity_of(applicant), identity(pressed.candidate)):
            return pressed
        candidate = find_person(applicant)
        if candidate is not None:
            candidate = lock_person(candidate.pk)
            known = Application.objects.active().filter(candidate=candidate, job=job).first()
            if known is not None:
                _name_elsewhere(known, external_ref)
                return _again(known, applicant, now=now, by=by, is_started=is_started)
        application = draft_application(
            applicant, job=job, now=now, source=source, source_note=source_note, applied_at=applied_at
        )
        application.form_key = None if pressed else form_key
        application.external_ref = external_ref
        _store(application, candidate, applicant, now=now, by=by)
        application.is_new = True
        if is_started:
            _start(application, now=now)
        return application


def _name_elsewhere(known: Application, external_ref: str) -> None:
    """The first number that another system gave it stays."""
    if external_ref and not known.external_ref:
        known.external_ref = external_ref
        known.save(update_fields=["external_ref"])


def draft_person(applicant: Applicant, *, now: datetime) -> Candidate:
    """A person nobody knows yet, not saved."""
    return Candidate(
        family_name=applicant.family_name,
        given_name=applicant.given_name,
        family_kana=applicant.family_kana,
        given_kana=applicant.given_kana,
        birth_on=applicant.birth_on,
        phone=applicant.phone,
        phone_kind=applicant.phone_kind if applicant.phone else PhoneKind.NONE,
        email=applicant.email,
        language=applicant.language,
        easy_words=applicant.easy_words,
        preferred_channel=applicant.preferred_channel,
        preferred_hours=applicant.preferred_hours,
        created_at=now,
    )


def draft_application(
    applicant: Applicant,
    *,
    job: Job,
    now: datetime,
    source: Source,
    source_note: str = "",
    applied_at: datetime | None = None,
) -> Application:
    """An application whose person is still to be set, not saved and not started."""
    return Application(
        job=job,
        source=source,
        source_note=source_note,
        applied_at=applied_at or now,
        is_started=False,
        owner=job.owner,
        motivation=applicant.motivation,
        availability=applicant.availability,
        constraints=applicant.coming.as_json(),
        guardian_consent=applicant.guardian_consent,
        consented_at=now if applicant.consent_text else None,
        consent_text=applicant.consent_text,
    )


def start_contact(applications: Iterable[Application], *, by: Staff | None, now: datetime) -> int:
    """Begin talking with imported people: their clock starts and they are thanked. Returns how many began.

    Each is a transaction of its own; who was started, or has left, in the meantime is passed over.
    """
    return sum(_start_one(application, by=by, now=now) for application in applications)


def _again(
    known: Application, applicant: Applicant, *, now: datetime, by: Staff | None, is_started: bool
) -> Application:
    """They applied for the same job once more; an own act, so contact may begin if it had not."""
    repeating.note_repeat(known, applicant, now=now, by=by)
    if is_started and not known.is_started:
        _start(known, now=now)
    return known


def _store(
    application: Application,
    candidate: Candidate | None,
    applicant: Applicant,
    *,
    now: datetime,
    by: Staff | None,
) -> None:
    is_known = candidate is not None
    if candidate is None:
        candidate = draft_person(applicant, now=now)
        candidate.save()
    application.candidate = candidate
    differing = repeating.take_over(application.candidate, applicant, now=now, by=by) if is_known else []
    application.save()
    index_new([application])
    if differing:
        repeating.note_differing(application, applicant, differing, now=now)
    trail.record(
        "application_stored",
        application,
        now=now,
        by=by,
        actor=None if by else Actor.CANDIDATE,
        application_id=application.pk,
        source=application.source,
        known_person=is_known,
    )


def _start_one(application: Application, *, by: Staff | None, now: datetime) -> int:
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db(fields=["is_started", "stage"])
        if application.is_started or application.is_over:
            return 0
        trail.record("contact_started", application, now=now, by=by, application_id=application.pk)
        _start(application, now=now)
    return 1


def _start(application: Application, *, now: datetime) -> None:
    """Start the first-contact clock, which runs in the location's opening hours, and let the story begin."""
    place = application.job.location
    application.is_started = True
    application.started_at = now
    application.first_contact_due_at = first_contact_due(
        now,
        minutes=the_company().first_contact_minutes,
        opens=place.opens,
        closes=place.closes,
        zone=place.zone,
        closed_weekdays=place.closed_weekdays,
    )
    application.save(update_fields=["is_started", "started_at", "first_contact_due_at"])
    application_received.send(sender=Application, application_id=application.pk, now=now)

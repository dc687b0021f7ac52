"""The first human contact, which stops the 30-minute clock."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.locking import lock_person
from candidates.signals import application_changed
from company.models import Staff
from company.services import trail


def record_contact(application: Application, *, now: datetime, by: Staff | None) -> None:
    """A person of ours spoke with them or wrote to them. Only the first time counts."""
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db(fields=["contacted_at", "stage"])
        if application.contacted_at is not None:
            return
        application.contacted_at = now
        if application.stage == Stage.RECEIVED:
            application.stage = Stage.IN_CONTACT
        application.save(update_fields=["contacted_at", "stage"])
        trail.record("application_contacted", application, now=now, by=by, application_id=application.pk)
        application_changed.send(sender=Application, application_id=application.pk, now=now)

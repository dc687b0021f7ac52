"""What a recruiter heard of someone's mind. It brings help earlier and is never a reason to turn down."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.locking import lock_living
from candidates.signals import application_changed
from company.models import Staff
from company.services import trail


def note_standing(
    application: Application, *, keenness: str, other_applications: int | None, by: Staff, now: datetime
) -> None:
    """How keen they seem (empty: not asked), and at how many other places they applied."""
    with transaction.atomic():
        lock_living(application.candidate_id)
        application.refresh_from_db(fields=["keenness", "other_applications"])
        if (application.keenness, application.other_applications) == (keenness, other_applications):
            return
        application.keenness, application.other_applications = keenness, other_applications
        application.save(update_fields=["keenness", "other_applications"])
        trail.record("standing_noted", application, now=now, by=by, application_id=application.pk)
        application_changed.send(sender=Application, application_id=application.pk, now=now)

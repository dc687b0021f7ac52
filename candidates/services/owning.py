"""Handing an application over to a colleague."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.locking import lock_person
from candidates.signals import application_changed
from company.models import Staff
from company.services import trail


def hand_over(application: Application, owner: Staff | None, *, by: Staff, now: datetime) -> bool:
    """Put ``owner`` in charge, or nobody. What is planned names the new person from now on.

    False if it was so already.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db(fields=["owner"])
        if application.owner == owner:
            return False
        application.owner = owner
        application.save(update_fields=["owner"])
        trail.record(
            "owner_changed",
            application,
            now=now,
            by=by,
            application_id=application.pk,
            owner=owner.pk if owner else None,
        )
        application_changed.send(sender=Application, application_id=application.pk, now=now)
    return True

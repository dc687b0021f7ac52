"""When somebody can come, as they or a colleague said it last."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.policy import Coming
from candidates.services.locking import lock_living
from company.models import Staff
from company.policy import Actor
from company.services import trail


@transaction.atomic
def note_coming(application: Application, coming: Coming, *, now: datetime, by: Staff | None = None) -> None:
    """Keep it; the newest word replaces what was known. The trail names what was said, not the words."""
    lock_living(application.candidate_id)
    said = coming.as_json()
    application.refresh_from_db(fields=["constraints"])
    if application.constraints == said:
        return
    application.constraints = said
    application.save(update_fields=["constraints"])
    actor = None if by else Actor.CANDIDATE
    trail.record(
        "constraints_noted",
        application,
        now=now,
        by=by,
        actor=actor,
        application_id=application.pk,
        fields=sorted(said),
    )

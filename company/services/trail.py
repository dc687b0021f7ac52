"""Writing the audit trail."""

from datetime import datetime

from django.db import models

from company.models import AuditEvent, Staff
from company.policy import Actor


def record(
    action: str,
    entity: models.Model,
    *,
    now: datetime,
    by: Staff | None = None,
    actor: Actor | None = None,
    application_id: int | None = None,
    **details: str | int | float | bool | list[str] | None,
) -> AuditEvent:
    """Add one event. ``action`` is a past-tense code such as ``interview_moved``.

    ``details`` hold ids, field names, codes and figures, never names, addresses or texts.
    The actor is staff when ``by`` is given, else the system unless ``actor`` says otherwise.
    """
    return AuditEvent.objects.create(
        at=now,
        actor_kind=actor or (Actor.STAFF if by else Actor.SYSTEM),
        actor=by,
        action=action,
        entity=entity._meta.label_lower,
        entity_id=entity.pk,
        application_id=application_id,
        details=details,
    )

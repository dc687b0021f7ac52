"""Moving an application along its way, to its end, and back from it."""

from datetime import datetime, timedelta

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage, may_move
from candidates.services.locking import lock_person
from candidates.signals import application_changed, application_left
from company.models import Staff
from company.policy import Actor
from company.services import trail
from company.services.profile import the_company

THEY_LEFT = {Stage.WITHDRAWN, Stage.DECLINED}
BEFORE_THE_DECISION = {Stage.RECEIVED, Stage.IN_CONTACT, Stage.INTERVIEWING}


class StageNotAllowed(Exception):
    """This step does not exist; ``old`` and ``new`` say which."""

    def __init__(self, old: Stage, new: Stage) -> None:
        super().__init__(f"{old} → {new}")
        self.old = old
        self.new = new


def move_stage(
    application: Application,
    stage: Stage,
    *,
    now: datetime,
    by: Staff | None = None,
    actor: Actor | None = None,
    reason: str = "",
) -> None:
    """Put the application into ``stage``; ``reason`` is a short code kept when that ends it.

    Ending sets ``closed_at``, reopening clears it. Who has been met is promised an answer within the
    company's days (``decide_by``). The same stage again changes nothing.
    Raises StageNotAllowed (see ``candidates.policy.may_move``).
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db(fields=["stage", "closed_at", "closed_reason", "decide_by"])
        old = Stage(application.stage)
        if old == stage:
            return
        if not may_move(old, stage):
            raise StageNotAllowed(old, stage)
        application.stage = stage
        application.closed_at = now if stage.is_over else None
        application.closed_reason = reason if stage.is_over else ""
        application.decide_by = _decide_by(application, stage, now)
        application.save(update_fields=["stage", "closed_at", "closed_reason", "decide_by"])
        trail.record(
            "stage_moved",
            application,
            now=now,
            by=by,
            actor=actor,
            application_id=application.pk,
            **{"from": old.value, "to": stage.value, "reason": reason},
        )
        if stage in THEY_LEFT:
            application_left.send(sender=Application, application_id=application.pk, now=now)
        application_changed.send(sender=Application, application_id=application.pk, now=now)


def reopen(application: Application, *, by: Staff, now: datetime) -> None:
    """Back into contact after an end; what a colleague has opened meanwhile stays where it is.

    Raises StageNotAllowed.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db(fields=["stage"])
        if not application.is_over:
            raise StageNotAllowed(Stage(application.stage), Stage.IN_CONTACT)
        move_stage(application, Stage.IN_CONTACT, now=now, by=by)


def _decide_by(application: Application, stage: Stage, now: datetime) -> datetime | None:
    """The promise begins when they have been met, and goes with the meeting."""
    if stage in BEFORE_THE_DECISION:
        return None
    if stage == Stage.DECIDING and application.decide_by is None:
        return now + timedelta(days=the_company().decision_days)
    return application.decide_by

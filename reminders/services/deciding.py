"""Decisions about people that have words: not this time, and taking a decision back before it was said."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.locking import lock_person
from candidates.services.offers import TOLD_BY_US, TOLD_KINDLY, UndoTooLate, last_move, step_back
from candidates.services.staging import move_stage
from company.models import Staff
from messaging.models import Message
from messaging.policy import SAID, Direction, Kind

WORDS_OF = {
    Stage.OFFERED: (Kind.OFFERED, Kind.OFFER_ACCEPTED),
    Stage.REJECTED: (Kind.REJECTED, Kind.ENDED),
    Stage.JOINED: (),
    Stage.DECLINED: (),
}
"""What tells the person of a decision: once it has left, the decision is known."""


class WordUnanswered(Exception):
    """They wrote, and nobody has answered: read it first, and say that you have."""


def turn_down(
    application: Application, *, by: Staff, now: datetime, kindly: bool = True, has_read: bool = False
) -> None:
    """Not this time. ``kindly``: kind words follow by themselves, ten minutes later.

    Nobody is turned down over a word that nobody has read: without ``has_read`` raises WordUnanswered.
    Raises StageNotAllowed.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        if not has_read and unanswered(application) is not None:
            raise WordUnanswered
        reason = TOLD_KINDLY if kindly else TOLD_BY_US
        move_stage(application, Stage.REJECTED, now=now, by=by, reason=reason)


def unanswered(application: Application) -> Message | None:
    """The last thing this person wrote that waits for an answer, in whichever of their applications."""
    theirs = Message.objects.unanswered().filter(application__candidate=application.candidate_id)
    return theirs.order_by("-created_at").first()


def take_back_decision(application: Application, *, by: Staff, now: datetime) -> Stage:
    """The stage before, as long as nothing has been said of it. Raises UndoTooLate."""
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db()
        if not may_take_back(application):
            raise UndoTooLate
        return step_back(application, by=by, now=now)


def may_take_back(application: Application) -> bool:
    """A decision of ours nobody has been told of; who has answered it on their page knows it."""
    stage = Stage(application.stage)
    if stage not in WORDS_OF or _has_said_yes(application, stage):
        return False
    move = last_move(application)
    if move is None or move.actor_id is None:
        return False
    told = Message.objects.filter(
        application=application,
        direction=Direction.OUT,
        kind__in=WORDS_OF[stage],
        state__in=SAID,
        sent_at__gte=move.at,
    )
    return not told.exists()


def _has_said_yes(application: Application, stage: Stage) -> bool:
    is_theirs = application.offer_accepted_at is not None and not application.offer_accepted_by_phone
    return stage == Stage.OFFERED and is_theirs

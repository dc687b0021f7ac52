"""Decisions about people that have words: not this time, and taking a decision back before it was said."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.locking import lock_person
from candidates.services.offers import TOLD_BY_US, TOLD_KINDLY, UndoTooLate, last_move, step_back
from candidates.services.staging import move_stage
from company.models import AuditEvent, Staff
from messaging.models import Message
from messaging.policy import SAID, Direction, Kind

WORDS_OF = {
    Stage.OFFERED: (Kind.OFFERED, Kind.OFFER_ACCEPTED),
    Stage.REJECTED: (Kind.REJECTED, Kind.ENDED),
    Stage.JOINED: (),
    Stage.DECLINED: (),
}
"""What tells the person of a decision: once it has left, the decision is known."""


DECISIONS = ("stage_moved", "offer_made")


class WordUnanswered(Exception):
    """They wrote, and nobody has answered: read it first, and say that you have."""


class MovedOn(Exception):
    """The page showed an earlier state: the person, or a colleague, has acted since."""


class DecidedSince(UndoTooLate):
    """Something else was decided after what is to be taken back."""


def as_seen(application: Application) -> str:
    """Where an application stands, for a page's form: a decision that comes with an older one is refused."""
    moments = (application.last_word_at, application.offered_at, application.offer_accepted_at)
    interviews = application.interviews.order_by("pk").values_list("pk", "version")
    parts = [application.stage, *(f"{moment.timestamp():.6f}" if moment else "" for moment in moments)]
    return ",".join([*parts, *(f"{pk}v{version}" for pk, version in interviews)])


def decide(
    application: Application, stage: Stage, *, by: Staff, now: datetime, reason: str, seen: str | None = None
) -> None:
    """A step that has no words of its own. ``seen`` is what the page showed (``as_seen``).

    Raises MovedOn, StageNotAllowed.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        _must_stand_as(application, seen)
        move_stage(application, stage, now=now, by=by, reason=reason)


def turn_down(
    application: Application,
    *,
    by: Staff,
    now: datetime,
    kindly: bool = True,
    read: int | None = None,
    seen: str | None = None,
) -> None:
    """Not this time. ``kindly``: kind words follow by themselves, ten minutes later.

    Nobody is turned down over a word that nobody has read: ``read`` is the number of the one they have,
    and any other raises WordUnanswered. ``seen`` is what the page showed (``as_seen``): whoever answered,
    withdrew or accepted meanwhile is looked at once more (MovedOn). Raises StageNotAllowed.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        word = unanswered(application)
        if word is not None and word.pk != read:
            raise WordUnanswered
        reason = TOLD_KINDLY if kindly else TOLD_BY_US
        decide(application, Stage.REJECTED, by=by, now=now, reason=reason, seen=seen)


def _must_stand_as(application: Application, seen: str | None) -> None:
    """The caller holds the person's lock."""
    application.refresh_from_db(fields=["stage", "last_word_at", "offered_at", "offer_accepted_at"])
    if seen is not None and seen != as_seen(application):
        raise MovedOn


def unanswered(application: Application) -> Message | None:
    """The last thing this person wrote that waits for an answer, in whichever of their applications."""
    theirs = Message.objects.unanswered().filter(application__candidate=application.candidate_id)
    return theirs.order_by("-created_at").first()


def last_decision(application: Application) -> int:
    """The number of the last decision, in the trail; 0 without any."""
    rows = AuditEvent.objects.about(application).filter(action__in=DECISIONS)
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def take_back_decision(application: Application, *, by: Staff, now: datetime, of: int | None = None) -> Stage:
    """The stage before, as long as nothing has been said of the decision; ``of`` is its ``last_decision``.

    Raises UndoTooLate, and DecidedSince when ``of`` is no longer the last one.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db()
        if of is not None and of != last_decision(application):
            raise DecidedSince
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

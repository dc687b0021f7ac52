"""After the interview: an offer, the answer to it, the first day, and taking these back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.urls import reverse

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.caring import carers_of
from candidates.services.locking import lock_person
from candidates.services.staging import StageNotAllowed, move_stage
from candidates.services.words import note_word
from candidates.signals import application_changed
from company.models import AuditEvent, Staff
from company.policy import Actor, NoticeKind
from company.services import trail
from company.services.notices import tell

UNDO_ANSWER_FOR = timedelta(minutes=15)
LEAST_TIME_TO_ANSWER = timedelta(hours=12)
TOLD_KINDLY = "not_this_time"
"""The end a person chose, with kind words that go out by themselves."""
TOLD_BY_US = "by_hand"
"""The same without: they have been told another way."""
OFFER_DECLINED = "offer_declined"
FIRST_DAY = ["starts_on", "starts_time", "starts_place", "starts_bring"]
OFFER = ["offered_at", "offer_answer_by", "offer_accepted_at", "offer_accepted_by_phone"]


class NoOffer(Exception):
    """No offer stands: it was taken back, answered, or the application ended another way."""


class OfferChanged(NoOffer):
    """The page showed another offer than the one that stands."""


class TooShort(Exception):
    """The deadline leaves them less than half a day."""


class UndoTooLate(Exception):
    """The quarter of an hour is over, or something later builds on it."""


@dataclass(frozen=True)
class FirstDay:
    """Where and when it begins; without ``day`` it is to be agreed."""

    day: date | None = None
    hour: time | None = None
    place: str = ""
    bring: str = ""


def offer(
    application: Application, *, answer_by: datetime, first_day: FirstDay, by: Staff, now: datetime
) -> None:
    """We would like them to join; they answer on their page until ``answer_by``.

    An offer that stands is changed, and a yes to it stays.
    Nothing ends by itself when that passes: a person speaks with them. Raises StageNotAllowed, TooShort.
    """
    if answer_by - now < LEAST_TIME_TO_ANSWER:
        raise TooShort
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db(fields=["stage", *OFFER])
        old = Stage(application.stage)
        if old not in {Stage.DECIDING, Stage.OFFERED}:
            raise StageNotAllowed(old, Stage.OFFERED)
        if old != Stage.OFFERED or application.offered_at is None:
            application.offered_at = now
            application.offer_accepted_at, application.offer_accepted_by_phone = None, False
        application.offer_answer_by = answer_by
        _write(application, first_day)
        application.save(update_fields=OFFER + FIRST_DAY)
        _record("offer_made", application, now=now, by=by, answer_by=answer_by.isoformat())
        move_stage(application, Stage.OFFERED, now=now, by=by)
        _changed(application, now)


def set_first_day(application: Application, first_day: FirstDay, *, by: Staff, now: datetime) -> None:
    """The day, the hour, the place and what to bring; what is planned follows. Raises NoOffer."""
    with transaction.atomic():
        _locked(application)
        _write(application, first_day)
        application.save(update_fields=FIRST_DAY)
        day = first_day.day.isoformat() if first_day.day else ""
        _record("first_day_set", application, now=now, by=by, day=day)
        _changed(application, now)


def version_of(application: Application) -> str:
    """What an offer says: a yes to other facts is none."""
    if application.stage != Stage.OFFERED or application.offered_at is None:
        return ""
    place = f"{application.starts_on or ''}/{application.starts_time or ''}/{application.starts_place}"
    return f"{application.offered_at.timestamp():.0f}/{place}"


def accept_offer(
    application: Application, *, now: datetime, by: Staff | None = None, seen: str | None = None
) -> None:
    """They would like to join; late is welcome, too, and twice keeps the first time.

    ``by`` is who heard it from them, None when they pressed the button themselves; ``seen`` is what their
    page showed (``version_of``). Raises NoOffer, OfferChanged.
    """
    with transaction.atomic():
        _locked(application, seen)
        if application.offer_accepted_at is not None:
            return
        application.offer_accepted_at, application.offer_accepted_by_phone = now, by is not None
        application.save(update_fields=["offer_accepted_at", "offer_accepted_by_phone"])
        if by is None:
            note_word(application, now=now)
            _tell(application, "accepted", now)
        _record("offer_accepted", application, now=now, by=by)
        _changed(application, now)


def decline_offer(application: Application, *, now: datetime, seen: str | None = None) -> None:
    """They would rather not; the application ends at their wish. Raises NoOffer, OfferChanged."""
    with transaction.atomic():
        application.refresh_from_db(fields=["stage", "closed_reason"])
        if application.stage == Stage.DECLINED and application.closed_reason == OFFER_DECLINED:
            return
        _locked(application, seen)
        note_word(application, now=now)
        _record("offer_declined", application, now=now)
        _tell(application, "declined", now)
        move_stage(application, Stage.DECLINED, now=now, actor=Actor.CANDIDATE, reason=OFFER_DECLINED)


def undo_answer(application: Application, *, now: datetime) -> None:
    """Their yes or no of the last quarter of an hour is taken back. Raises UndoTooLate."""
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db()
        if not may_undo_answer(application, now):
            raise UndoTooLate
        note_word(application, now=now)
        _record("offer_answer_undone", application, now=now)
        if application.stage == Stage.DECLINED:
            move_stage(application, Stage.OFFERED, now=now, actor=Actor.CANDIDATE)
            return
        application.offer_accepted_at = None
        application.save(update_fields=["offer_accepted_at"])
        _changed(application, now)


def may_undo_answer(application: Application, now: datetime) -> bool:
    """Only their own answer, and only for a quarter of an hour."""
    if application.stage == Stage.OFFERED and not application.offer_accepted_by_phone:
        answered_at = application.offer_accepted_at
    elif application.stage == Stage.DECLINED and application.closed_reason == OFFER_DECLINED:
        answered_at = application.closed_at
    else:
        return False
    return answered_at is not None and now <= answered_at + UNDO_ANSWER_FOR


def last_move(application: Application) -> AuditEvent | None:
    """How the application came to its present stage."""
    moves = AuditEvent.objects.about(application).filter(action="stage_moved", details__to=application.stage)
    return moves.order_by("-pk").first()


def step_back(application: Application, *, by: Staff, now: datetime) -> Stage:
    """Back to the stage before the last decision; whoever calls has seen that nothing was said of it.

    Raises UndoTooLate when the last step was no decision of staff.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        application.refresh_from_db()
        move = last_move(application)
        if move is None or application.stage not in DECIDED or not move.details.get("from"):
            raise UndoTooLate
        before = Stage(move.details["from"])
        if application.stage == Stage.OFFERED:
            application.offered_at = application.offer_answer_by = application.offer_accepted_at = None
            application.offer_accepted_by_phone = False
            application.save(update_fields=OFFER)
        _record("decision_taken_back", application, now=now, by=by, stage=application.stage)
        move_stage(application, before, now=now, by=by)
    return before


DECIDED = frozenset({Stage.OFFERED, Stage.JOINED, Stage.REJECTED, Stage.DECLINED})


def _locked(application: Application, seen: str | None = None) -> None:
    """The person locked and the application read anew, with an offer that stands, and stands as ``seen``."""
    lock_person(application.candidate_id)
    application.refresh_from_db()
    if application.stage != Stage.OFFERED or application.offered_at is None:
        raise NoOffer
    if seen is not None and seen != version_of(application):
        raise OfferChanged


def _write(application: Application, first_day: FirstDay) -> None:
    application.starts_on, application.starts_time = first_day.day, first_day.hour
    application.starts_place, application.starts_bring = first_day.place, first_day.bring


def _record(
    action: str, application: Application, *, now: datetime, by: Staff | None = None, **details: str
) -> None:
    theirs = action in {"offer_accepted", "offer_declined", "offer_answer_undone"} and by is None
    actor = Actor.CANDIDATE if theirs else None
    trail.record(action, application, now=now, by=by, actor=actor, application_id=application.pk, **details)


def _changed(application: Application, now: datetime) -> None:
    application_changed.send(sender=Application, application_id=application.pk, now=now)


def _tell(application: Application, answer: str, now: datetime) -> None:
    """Whoever looks after them hears of the answer."""
    tell(
        NoticeKind.OFFER,
        to=carers_of(application),
        key=f"offer-{answer}:{application.pk}@{now.isoformat()}",
        path=reverse("dashboard:application", args=[application.pk]),
        now=now,
        name=application.candidate.given_name,
        detail=answer,
        application_id=application.pk,
    )

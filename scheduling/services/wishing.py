"""「この中に合う日がない」: the candidate says when they could come; a person answers."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.services.words import note_word
from company.models import Staff
from company.policy import Actor
from company.services.trail import record
from scheduling import signals
from scheduling.models import AvailabilityWish
from scheduling.services.locking import InterviewOver, locked_application

__all__ = ["InterviewOver", "answer_wish", "wish"]


@transaction.atomic
def wish(application: Application, times: Sequence[str], text: str, now: datetime) -> AvailabilityWish:
    """Keep what they wish (``times`` are codes of the form) until a person has answered.

    The same wish sent twice is one. Raises InterviewOver when the application has ended.
    """
    current = locked_application(application.pk)
    if current.is_over:
        raise InterviewOver
    words = {"times": list(times), "text": text[:300]}
    told, is_new = current.availability_wishes.get_or_create(
        **words, handled_at=None, defaults={"told_at": now}
    )
    note_word(current, now=now)
    if is_new:
        actor = Actor.CANDIDATE
        record("times_wished", told, now=now, actor=actor, application_id=current.pk, times=list(times))
        signals.times_wished.send(sender=AvailabilityWish, application_id=current.pk, now=now)
    return told


@transaction.atomic
def answer_wish(told: AvailabilityWish, *, by: Staff, now: datetime) -> None:
    """A person has answered it; answering twice keeps the first time."""
    locked_application(told.application_id)
    told.refresh_from_db(fields=["handled_at"])
    if told.handled_at is None:
        told.handled_at = now
        told.save(update_fields=["handled_at"])
        record("wish_answered", told, now=now, by=by, application_id=told.application_id)
        signals.wish_answered.send(sender=AvailabilityWish, application_id=told.application_id, now=now)

"""「この中に合う日がない」: the candidate says when they could come. What is open and suits is the answer at
once; otherwise a person answers.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from candidates.models import Application
from candidates.policy import NOTHING_SAID, Coming
from candidates.services.constraining import note_coming
from candidates.services.locking import lock_living
from candidates.services.words import note_word
from company.models import Staff
from company.policy import Actor
from company.services.trail import record
from scheduling import signals
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState
from scheduling.policy.offering import offer
from scheduling.services.booking import move_refusal
from scheduling.services.inviting import give_time, may_be_taken_up, take_up
from scheduling.services.locking import InterviewOver, lock_interview, locked_application
from scheduling.services.offering import offered_slots, open_times, without_given_up

__all__ = ["InterviewOver", "answer_wish", "settle_wishes", "wish"]

SAME_PRESS = timedelta(minutes=1)
OPEN = [InterviewState.INVITED, InterviewState.BOOKED]


@transaction.atomic
def wish(
    application: Application, times: Sequence[str], text: str, now: datetime, coming: Coming = NOTHING_SAID
) -> AvailabilityWish:
    """Keep what they wish; ``text`` is how staff read it, ``times`` and ``coming`` the same as values.

    ``shown`` of the result are open times that suit. If they had not been offered as the answer before, and
    there is no word to read with the wish, they are the answer and no person is needed. A lapsed invitation
    stands again. The same wish sent twice is one. Raises InterviewOver when the application has ended, and
    PersonErased.
    """
    lock_living(application.candidate_id)
    current = locked_application(application.pk)
    if current.is_over:
        raise InterviewOver
    words: dict[str, object] = {"times": list(times), "text": text[:300]}
    told = _said_before(current, words, now)
    note_word(current, now=now)
    if told is not None:
        return told
    if coming != NOTHING_SAID:
        note_coming(current, coming, now=now)
    _stand_again(current, now=now)
    known = {key for one in current.availability_wishes.values_list("shown", flat=True) for key in one}
    told = AvailabilityWish.objects.create(
        application=current,
        coming=coming.as_json(),
        shown=_suiting(current, coming, now),
        told_at=now,
        **words,
    )
    actor = Actor.CANDIDATE
    record("times_wished", told, now=now, actor=actor, application_id=current.pk, times=list(times))
    if not coming.words and set(told.shown) - known:
        _close(told, now=now)
    signals.times_wished.send(sender=AvailabilityWish, application_id=current.pk, now=now)
    return told


@transaction.atomic
def answer_wish(told: AvailabilityWish, *, by: Staff, now: datetime) -> None:
    """A person has answered it, so it is up to the candidate again; answering twice keeps the first time."""
    current = locked_application(told.application_id)
    told.refresh_from_db(fields=["handled_at"])
    if told.handled_at is None:
        _close(told, now=now, by=by)
        invited = current.interviews.filter(state=InterviewState.INVITED).first()
        if invited is not None:
            give_time(invited, now=now)
        signals.wish_answered.send(sender=AvailabilityWish, application_id=told.application_id, now=now)


def settle_wishes(interview_id: int, *, now: datetime) -> None:
    """A time is booked: what they wished for is answered by it. The caller holds the candidate's lock."""
    application = Interview.objects.values_list("application_id", flat=True).get(pk=interview_id)
    for told in AvailabilityWish.objects.filter(application=application, handled_at=None):
        _close(told, now=now)


def _said_before(
    application: Application, words: dict[str, object], now: datetime
) -> AvailabilityWish | None:
    same = application.availability_wishes.filter(**words).order_by("-pk")
    return same.filter(handled_at=None).first() or same.filter(told_at__gt=now - SAME_PRESS).first()


def _suiting(application: Application, coming: Coming, now: datetime) -> list[int]:
    """Open times for that wish; none where it narrows nothing, for those they have just turned down."""
    interview = application.interviews.filter(state__in=OPEN).first()
    if interview is None or not coming.narrows or (interview.is_booked and move_refusal(interview, now=now)):
        return []
    open_now = open_times(offered_slots(application, now=now, interview=interview))
    times = without_given_up(open_now, application, now=now)
    return [one.key for one in offer(times, coming, application.job.location.zone).fitting]


def _stand_again(application: Application, *, now: datetime) -> None:
    last = application.interviews.order_by("-pk").first()
    if last is not None and may_be_taken_up(last, application):
        lock_interview(last)
        last.application = application
        take_up(last, now=now)


def _close(told: AvailabilityWish, *, now: datetime, by: Staff | None = None) -> None:
    told.handled_at = now
    told.save(update_fields=["handled_at"])
    actor = None if by else Actor.SYSTEM
    record("wish_answered", told, now=now, by=by, actor=actor, application_id=told.application_id)

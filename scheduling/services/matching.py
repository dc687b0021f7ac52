"""Times that opened since somebody wished for them: noted once a wish, so that they can be told."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from candidates.policy import read_coming
from company.policy import Actor
from company.services.trail import record
from scheduling import signals
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState
from scheduling.policy.offering import OpenTime, offer
from scheduling.services.inviting import give_time
from scheduling.services.locking import locked_application
from scheduling.services.offering import offered_slots, open_times


def match_wishes(*, now: datetime) -> int:
    """Look what has opened for those who wait for times, longest waiting first; returns how many it suits.

    What suited when they wished is nothing new: it was shown to them then.
    """
    waiting = AvailabilityWish.objects.filter(
        handled_at=None, matched_at=None, application__interviews__state=InterviewState.INVITED
    ).select_related("application__job__location")
    open_at: dict[int, list[OpenTime]] = {}
    matched = 0
    for told in waiting.order_by("told_at", "pk"):
        if not read_coming(told.coming).narrows:
            continue
        job = told.application.job
        if job.location_id not in open_at:
            open_at[job.location_id] = open_times(offered_slots(told.application, now=now))
        if _is_new_for(told, open_at[job.location_id], job.location.zone):
            matched += _note(told, now=now)
    return matched


def _is_new_for(told: AvailabilityWish, times: Iterable[OpenTime], zone: str) -> bool:
    fitting = offer(times, read_coming(told.coming), zone).fitting
    return bool({one.key for one in fitting} - set(told.shown))


@transaction.atomic
def _note(told: AvailabilityWish, *, now: datetime) -> bool:
    """Under the person's lock: they may have booked, or a colleague answered, this moment."""
    application = locked_application(told.application_id)
    invited = Interview.objects.filter(application=application, state=InterviewState.INVITED).first()
    still = AvailabilityWish.objects.filter(pk=told.pk, handled_at=None, matched_at=None)
    if invited is None or not still.update(matched_at=now):
        return False
    record("wish_matched", told, now=now, actor=Actor.SYSTEM, application_id=application.pk)
    give_time(invited, now=now)
    signals.times_opened.send(sender=AvailabilityWish, application_id=application.pk, now=now)
    return True

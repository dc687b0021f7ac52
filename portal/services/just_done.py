"""What they did a moment ago, as the page says it back: read from the facts, so the same on every reload."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from company.models import AuditEvent
from company.policy import Actor
from portal.services.present import Present
from portal.services.standing import Standing

A_MOMENT = timedelta(minutes=10)
MOVED, UNDONE = "interview_moved", "withdrawal_undone"


@dataclass(frozen=True)
class JustDone:
    """``moved_to`` is the time they changed to; without it they took their withdrawal back."""

    moved_to: datetime | None = None


def just_done(here: Present) -> JustDone | None:
    """Their last change, if it is that recent and stands as they made it."""
    since, last_word = here.now - A_MOMENT, here.application.last_word_at
    if last_word is None or last_word <= since or here.standing is Standing.WITHDRAWN:
        return None
    theirs = AuditEvent.objects.filter(application_id=here.application.pk, actor_kind=Actor.CANDIDATE)
    last = theirs.filter(action__in=[MOVED, UNDONE], at__gt=since).order_by("-at", "-pk").first()
    if last is None:
        return None
    if last.action == UNDONE:
        return JustDone()
    interview = here.interview
    stands = interview is not None and interview.is_unconfirmed and interview.booked_at == last.at
    return JustDone(here.starts_at) if stands else None

"""What other apps' changes mean for interviews."""

from datetime import datetime
from typing import Any  # Django hands receivers whatever else the sender gave

from django.dispatch import receiver

from candidates.signals import application_changed, candidate_erased
from scheduling import signals
from scheduling.services.earlier import settle_after_change
from scheduling.services.erasing import forget_wishes
from scheduling.services.letting_go import let_go


@receiver(application_changed)
def let_go_when_over(application_id: int, now: datetime, **_: Any) -> None:
    let_go(application_id, now=now)


@receiver(candidate_erased)
def forget_when_erased(candidate_id: int, **_: Any) -> None:
    forget_wishes(candidate_id)


@receiver(
    [
        signals.interview_booked,
        signals.interview_moved,
        signals.interview_cancelled,
        signals.interview_released,
        signals.interview_outcome_recorded,
    ]
)
def settle_earlier_times(interview_id: int, now: datetime, **_: Any) -> None:
    """Connected before the plans are, so that they see how an earlier time that was offered has ended."""
    settle_after_change(interview_id, now=now)

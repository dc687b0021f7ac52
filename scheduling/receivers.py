"""What other apps' changes mean for interviews."""

from datetime import datetime
from typing import Any  # Django hands receivers whatever else the sender gave

from django.dispatch import receiver
from django.utils import timezone

from candidates.signals import application_changed, candidate_erased, job_moved
from scheduling import signals
from scheduling.services.asking_interviewers import forget_asked, stop_asking
from scheduling.services.earlier import settle_after_change
from scheduling.services.erasing import forget_wishes
from scheduling.services.following import follow_job
from scheduling.services.interviewer_mail import forget_person, tell_interviewers
from scheduling.services.letting_go import let_go
from scheduling.services.recording import forget_words
from scheduling.services.wishing import settle_wishes
from scheduling.signals import interview_booked, interview_moved


@receiver(application_changed)
def let_go_when_over(application_id: int, now: datetime, **_: Any) -> None:
    let_go(application_id, now=now)


@receiver(candidate_erased)
def forget_when_erased(candidate_id: int, **_: Any) -> None:
    forget_wishes(candidate_id)
    forget_words(candidate_id)
    forget_asked(candidate_id)
    forget_person(candidate_id)


@receiver(job_moved)
def follow_when_moved(job_id: int, **_: Any) -> None:
    follow_job(job_id)


@receiver(
    [
        signals.interview_booked,
        signals.interview_moved,
        signals.interview_changed,
        signals.interview_cancelled,
        signals.interview_released,
        signals.interview_outcome_recorded,
    ]
)
def mail_the_interviewer(interview_id: int, now: datetime, **_: Any) -> None:
    """Leases of mails are in the machine's own time."""
    tell_interviewers(interview_id, now=now, machine_now=timezone.now())
    stop_asking(interview_id)


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


@receiver([interview_booked, interview_moved])
def settle_when_booked(interview_id: int, now: datetime, **_: Any) -> None:
    settle_wishes(interview_id, now=now)

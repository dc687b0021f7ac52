"""What happens is told to other systems, in the transaction in which it happens."""

from datetime import datetime
from typing import Any  # Django's signal payloads are untyped keyword arguments

from django.dispatch import receiver

from api.services.telling import tell_application, tell_interview, tell_of_erasing, tell_stage
from candidates.signals import application_changed, application_received, candidate_erased
from company.policy import HookEvent
from scheduling import signals as scheduling


@receiver(application_received)
def after_an_application(*, application_id: int, now: datetime, **_: Any) -> None:
    tell_application(HookEvent.RECEIVED, application_id, f"{application_id}", now=now)


@receiver(application_changed)
def after_a_change(*, application_id: int, now: datetime, **_: Any) -> None:
    tell_stage(application_id, now=now)


@receiver(candidate_erased)
def after_erasing(*, candidate_id: int, now: datetime, **_: Any) -> None:
    tell_of_erasing(candidate_id, now=now)


@receiver(scheduling.interview_invited)
def after_an_invitation(*, interview_id: int, now: datetime, **_: Any) -> None:
    tell_interview(HookEvent.INVITED, interview_id, now=now)


@receiver(scheduling.interview_booked)
def after_a_booking(*, interview_id: int, now: datetime, **_: Any) -> None:
    tell_interview(HookEvent.BOOKED, interview_id, now=now)


@receiver(scheduling.interview_moved)
def after_a_move(*, interview_id: int, now: datetime, **_: Any) -> None:
    tell_interview(HookEvent.MOVED, interview_id, now=now)


@receiver(scheduling.interview_confirmed)
def after_a_yes(*, interview_id: int, now: datetime, **_: Any) -> None:
    tell_interview(HookEvent.CONFIRMED, interview_id, now=now)


@receiver([scheduling.interview_cancelled, scheduling.interview_released, scheduling.interview_lapsed])
def after_a_cancel(*, interview_id: int, now: datetime, **_: Any) -> None:
    tell_interview(HookEvent.CANCELLED, interview_id, now=now)


@receiver(scheduling.interview_outcome_recorded)
def after_an_outcome(*, interview_id: int, now: datetime, **_: Any) -> None:
    tell_interview(HookEvent.OUTCOME, interview_id, now=now)

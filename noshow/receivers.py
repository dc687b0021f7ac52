"""What other apps' changes mean for cases."""

from datetime import datetime
from typing import Any  # Django hands receivers whatever else the sender gave

from django.dispatch import receiver

from candidates.signals import application_changed, candidate_erased
from messaging.signals import contact_attempted
from noshow.services import settling
from noshow.services.chances import give_if_listed
from noshow.services.erasing import forget_reasons
from noshow.services.noting import forget_notes_of
from noshow.signals import case_changed
from scheduling.signals import interview_invited, interview_outcome_recorded, times_wished


@receiver(application_changed)
def after_an_application(application_id: int, now: datetime, **_: Any) -> None:
    settling.settle_ended(application_id, now=now)


@receiver(interview_outcome_recorded)
def after_an_outcome(interview_id: int, now: datetime, **_: Any) -> None:
    settling.settle_corrected(interview_id, now=now)


@receiver(interview_invited)
def after_an_invitation(interview_id: int, now: datetime, **_: Any) -> None:
    settling.settle_invited(interview_id, now=now)


@receiver(case_changed)
def after_a_case(case_id: int, now: datetime, **_: Any) -> None:
    settling.settle_our_absence(case_id, now=now)
    give_if_listed(case_id, now=now)


@receiver([contact_attempted, times_wished])
def after_words(application_id: int, now: datetime, **_: Any) -> None:
    settling.settle_spoken(application_id, now=now)


@receiver(candidate_erased)
def after_an_erasure(candidate_id: int, **_: Any) -> None:
    forget_reasons(candidate_id)
    forget_notes_of(candidate_id)

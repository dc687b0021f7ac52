"""What other apps' changes mean for messages."""

from datetime import datetime
from typing import Any  # Django hands receivers whatever else the sender gave

from django.dispatch import receiver

from candidates.signals import application_left, candidate_erased
from messaging.services.erasing import forget_conversation
from messaging.services.outbox import take_back_written


@receiver(candidate_erased)
def after_an_erasure(candidate_id: int, now: datetime, **_: Any) -> None:
    forget_conversation(candidate_id, now=now)


@receiver(application_left)
def after_they_left(application_id: int, now: datetime, **_: Any) -> None:
    take_back_written(application_id, now=now)

"""What other apps' changes mean for messages."""

from datetime import datetime
from typing import Any  # Django hands receivers whatever else the sender gave

from django.dispatch import receiver

from candidates.signals import candidate_erased
from messaging.services.erasing import forget_conversation


@receiver(candidate_erased)
def after_an_erasure(candidate_id: int, now: datetime, **_: Any) -> None:
    forget_conversation(candidate_id, now=now)

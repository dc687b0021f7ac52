"""What other apps' changes mean for interviews."""

from datetime import datetime
from typing import Any  # Django hands receivers whatever else the sender gave

from django.dispatch import receiver

from candidates.signals import application_changed, candidate_erased
from scheduling.services.erasing import forget_wishes
from scheduling.services.letting_go import let_go


@receiver(application_changed)
def let_go_when_over(application_id: int, now: datetime, **_: Any) -> None:
    let_go(application_id, now=now)


@receiver(candidate_erased)
def forget_when_erased(candidate_id: int, **_: Any) -> None:
    forget_wishes(candidate_id)

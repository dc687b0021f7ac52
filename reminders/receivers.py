"""Every fact that changes is followed by a new plan, in the same transaction."""

from datetime import datetime
from typing import Any  # Django's signal payloads are untyped keyword arguments

from django.dispatch import receiver

from candidates.signals import application_changed, application_received
from messaging.models import Message
from messaging.signals import message_heard
from noshow.models import Case
from noshow.signals import case_changed, case_closed, case_opened
from reminders.services.planning import replan
from reminders.services.replying import understand
from scheduling import signals as scheduling
from scheduling.models import Interview

__all__ = ["after_a_case", "after_an_application", "after_an_interview", "after_words"]


@receiver([application_received, application_changed])
def after_an_application(*, application_id: int, now: datetime, **_: Any) -> None:
    replan(application_id, now=now)


@receiver(
    [
        scheduling.interview_invited,
        scheduling.interview_booked,
        scheduling.interview_moved,
        scheduling.interview_confirmed,
        scheduling.interview_late_noted,
        scheduling.interview_cancelled,
        scheduling.interview_outcome_recorded,
    ]
)
def after_an_interview(*, interview_id: int, now: datetime, **_: Any) -> None:
    replan(Interview.objects.values_list("application_id", flat=True).get(pk=interview_id), now=now)


@receiver([case_opened, case_changed, case_closed])
def after_a_case(*, case_id: int, now: datetime, **_: Any) -> None:
    replan(Case.objects.values_list("interview__application_id", flat=True).get(pk=case_id), now=now)


@receiver(message_heard)
def after_words(*, message_id: int, now: datetime, **_: Any) -> None:
    message = Message.objects.select_related("application__candidate", "application__job__location").get(
        pk=message_id
    )
    understand(message, now=now)
    replan(message.application_id, now=now)

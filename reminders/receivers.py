"""Every fact that changes is followed by a new plan, in the same transaction."""

from datetime import datetime
from typing import Any  # Django's signal payloads are untyped keyword arguments

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from candidates.models import Job
from candidates.signals import application_changed, application_received
from company import clock
from company.models import Company, Location, Staff
from messaging.models import Message
from messaging.policy import Kind
from messaging.services.outbox import take_back, take_back_words
from messaging.signals import (
    address_allowed,
    address_blocked,
    contact_attempted,
    message_heard,
    quotas_changed,
)
from noshow.models import Case, ClosingRule
from noshow.signals import case_changed, case_closed, case_opened, risks_noted
from reminders.models import CadenceStep
from reminders.policy.facts import about_details, about_earlier
from reminders.services.following import mark_all_stale, mark_stale_at, mark_stale_doubtful, mark_stale_one
from reminders.services.planning import application_of, replan
from reminders.services.replying import understand
from scheduling import signals as scheduling
from scheduling.models import EarlierOffer
from scheduling.policy import OfferState


@receiver(
    [
        application_received,
        application_changed,
        scheduling.times_wished,
        scheduling.times_opened,
        scheduling.wish_answered,
    ]
)
def after_an_application(*, application_id: int, now: datetime, **_: Any) -> None:
    replan(application_id, now=now)


@receiver(
    [
        scheduling.interview_invited,
        scheduling.interview_booked,
        scheduling.interview_moved,
        scheduling.interview_changed,
        scheduling.interview_confirmed,
        scheduling.interview_late_noted,
        scheduling.interview_way_asked,
        scheduling.interview_cancelled,
        scheduling.interview_released,
        scheduling.interview_lapsed,
        scheduling.interview_outcome_recorded,
        scheduling.earlier_time_changed,
    ]
)
def after_an_interview(*, interview_id: int, now: datetime, **_: Any) -> None:
    replan(application_of(interview_id), now=now)


@receiver(
    [
        scheduling.interview_moved,
        scheduling.interview_cancelled,
        scheduling.interview_released,
        scheduling.interview_outcome_recorded,
    ]
)
def after_a_time_that_was_told(*, interview_id: int, now: datetime, **_: Any) -> None:
    """Its time in a colleague's words may wait for the morning: it must not arrive as a second truth."""
    take_back_words(application_of(interview_id), about=about_details(interview_id), now=now)


@receiver(scheduling.earlier_time_lost)
def after_a_lost_time(*, interview_id: int, offer_id: int, now: datetime, **_: Any) -> None:
    """Whoever took it holds the slot, and must not wait for this person's lock.

    What is not said yet is taken back on its own row, and a sweep plans them again.
    """
    application = application_of(interview_id)
    take_back(application, kind=Kind.EARLIER_TIME, about=about_earlier(offer_id), now=now)
    mark_stale_one(interview_id, now=now)


@receiver(post_delete, sender=EarlierOffer)
def after_a_lost_slot(*, instance: EarlierOffer, **_: Any) -> None:
    """A slot that is no longer wanted takes its offers with it; words about it must not stay planned."""
    if instance.state == OfferState.OPEN:
        mark_stale_one(instance.interview_id, now=clock.now())


@receiver([case_opened, case_changed, case_closed])
def after_a_case(*, case_id: int, now: datetime, **_: Any) -> None:
    replan(Case.objects.values_list("interview__application_id", flat=True).get(pk=case_id), now=now)


@receiver(risks_noted)
def after_notes_of_risk(*, interview_ids: list[int], now: datetime, **_: Any) -> None:
    """Many at once, so nobody is locked here: a sweep plans them again."""
    mark_stale_doubtful(interview_ids, now=now)


@receiver(message_heard)
def after_words(*, message_id: int, now: datetime, **_: Any) -> None:
    message = Message.objects.select_related("application__candidate", "application__job__location").get(
        pk=message_id
    )
    understand(message, now=now)
    replan(message.application_id, now=now)


@receiver(contact_attempted)
def after_a_contact(*, application_id: int, now: datetime, **_: Any) -> None:
    """Who was reached on the telephone is asked no more; who was not is called again later."""
    replan(application_id, now=now)


@receiver([address_blocked, address_allowed])
def after_an_address(*, suppression_id: int, now: datetime, **_: Any) -> None:
    mark_stale_at(suppression_id, now=now)


@receiver([post_save, post_delete], sender=CadenceStep)
@receiver(post_save, sender=ClosingRule)
@receiver(post_save, sender=Company)
@receiver(post_save, sender=Location)
@receiver(post_save, sender=Job)
def after_an_edit(**_: Any) -> None:
    """Rules and company facts stand in every plan. Who edits them is at a desk, so the clock is read here."""
    mark_all_stale(now=clock.now())


@receiver(post_save, sender=Staff)
def after_a_new_name(*, created: bool, update_fields: frozenset[str] | None, **_: Any) -> None:
    """Interviewers and senders are named in messages. Signing in saves a person too, but says which field."""
    if not created and (update_fields is None or "display_name" in update_fields):
        mark_all_stale(now=clock.now())


@receiver(quotas_changed)
def after_a_quota(*, now: datetime, **_: Any) -> None:
    """Who is reached by a channel whose month is used up is reached by another, and back."""
    mark_all_stale(now=now)

"""Staff are told of what happens, in the transaction in which it does."""

from datetime import datetime
from typing import Any  # Django's signal payloads are untyped keyword arguments

from django.dispatch import receiver

from candidates.models import Application, Candidate
from candidates.signals import application_changed, application_received, candidate_erased
from company.policy import NoticeKind
from dashboard.services import noticing
from messaging.models import Message
from messaging.signals import contact_attempted, message_heard
from noshow.models import Case
from noshow.signals import case_changed, case_closed, case_opened
from scheduling import signals as scheduling
from scheduling.models import Interview
from scheduling.policy import InterviewState

_STORY = ("candidate", "job__location", "job__owner", "owner")


def _application(pk: int) -> Application:
    return Application.objects.select_related(*_STORY).get(pk=pk)


def _interview(pk: int) -> Interview:
    return Interview.objects.select_related(*(f"application__{name}" for name in _STORY)).get(pk=pk)


@receiver(application_received)
def after_an_application(*, application_id: int, now: datetime, **_: Any) -> None:
    noticing.tell_of_application(_application(application_id), now=now)


@receiver(application_changed)
def after_a_change(*, application_id: int, now: datetime, **_: Any) -> None:
    noticing.tell_of_withdrawal(_application(application_id), now=now)


@receiver(message_heard)
def after_words(*, message_id: int, now: datetime, **_: Any) -> None:
    """After ``reminders`` has read them: what a rule answered is nobody's work."""
    message = Message.objects.select_related(*(f"application__{name}" for name in _STORY)).get(pk=message_id)
    noticing.tell_of_word(message, now=now)


@receiver(contact_attempted)
def after_a_contact(*, application_id: int, now: datetime, **_: Any) -> None:
    kinds = [NoticeKind.APPLICATION, NoticeKind.CONTACT_OWED, NoticeKind.WORD, NoticeKind.UNREACHABLE]
    noticing.settle(kinds, application_id, now=now)


@receiver(scheduling.interview_late_noted)
def after_a_late_note(*, interview_id: int, now: datetime, **_: Any) -> None:
    noticing.tell_of_lateness(_interview(interview_id), now=now, is_lost=False)


@receiver(scheduling.interview_way_asked)
def after_a_call_for_the_way(*, interview_id: int, now: datetime, **_: Any) -> None:
    noticing.tell_of_lateness(_interview(interview_id), now=now, is_lost=True)


@receiver(scheduling.interview_moved)
def after_a_move(*, interview_id: int, now: datetime, **_: Any) -> None:
    noticing.tell_of_move(_interview(interview_id), now=now)


@receiver(scheduling.times_wished)
def after_a_wish(*, application_id: int, now: datetime, **_: Any) -> None:
    noticing.tell_of_wish(_application(application_id), now=now)


@receiver(scheduling.interview_outcome_recorded)
def after_an_outcome(*, interview_id: int, now: datetime, **_: Any) -> None:
    interview = _interview(interview_id)
    noticing.settle([NoticeKind.OUTCOME_OWED, NoticeKind.LATE], interview.application_id, now=now)
    if interview.state == InterviewState.EXCUSED:
        noticing.tell_of_move(interview, now=now)


@receiver([case_opened, case_changed, case_closed])
def after_a_case(*, case_id: int, now: datetime, **_: Any) -> None:
    rows = Case.objects.select_related(*(f"interview__application__{name}" for name in _STORY))
    noticing.tell_of_case(rows.get(pk=case_id), now=now)


@receiver(candidate_erased)
def after_an_erasure(*, candidate_id: int, now: datetime, **_: Any) -> None:
    noticing.forget(Candidate.objects.get(pk=candidate_id), now=now)

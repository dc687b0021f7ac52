"""What changes elsewhere mean for open cases."""

from datetime import datetime

from candidates.models import Application
from noshow.models import Case
from noshow.services.cases import note_word_in_case, resolve
from noshow.services.facts import has_spoken
from scheduling.models import Interview
from scheduling.policy import InterviewState


def settle_ended(application_id: int, *, now: datetime) -> None:
    """An application that ended another way leaves nobody to reach."""
    cases = Case.objects.open().filter(interview__application=application_id)
    if cases.exists() and Application.objects.get(pk=application_id).is_over:
        for case in cases:
            resolve(case, now=now, reason="application_ended")


def settle_corrected(interview_id: int, *, now: datetime) -> None:
    """Somebody who came after all, or was excused, has no case."""
    for case in Case.objects.open().filter(interview=interview_id):
        if Interview.objects.get(pk=interview_id).state != InterviewState.ABSENT:
            resolve(case, now=now, reason="outcome_corrected")


def settle_invited(interview_id: int, *, now: datetime) -> None:
    """A new invitation takes the place of reaching out."""
    application_id = Interview.objects.values_list("application_id", flat=True).get(pk=interview_id)
    for case in Case.objects.open().filter(interview__application=application_id):
        resolve(case, now=now, reason="invited_again")


def settle_spoken(application_id: int, *, now: datetime) -> None:
    """A call that reached them, or a wish they sent, is a word."""
    for case in Case.objects.open().filter(interview__application=application_id):
        if has_spoken(case, case.opened_at):
            note_word_in_case(case.interview.application, now=now)

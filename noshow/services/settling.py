"""What changes elsewhere mean for open cases."""

from datetime import datetime

from candidates.models import Application
from noshow.models import Case
from noshow.policy import CaseState
from noshow.services.cases import note_word_in_case, resolve
from noshow.services.facts import has_spoken
from noshow.services.our_absence import count_it_as_ours
from scheduling.models import Interview
from scheduling.policy import InterviewState


def settle_ended(application_id: int, *, now: datetime) -> None:
    """An application that ended another way leaves nobody to reach."""
    cases = Case.objects.open().filter(interview__application=application_id)
    if cases.exists() and Application.objects.get(pk=application_id).is_over:
        for case in cases:
            resolve(case, now=now, reason="application_ended")


def settle_corrected(interview_id: int, *, now: datetime) -> None:
    """Somebody who came after all, or was excused, has no case.

    Where it was us who were absent, they are excused and the case stays until a person has seen to it.
    """
    for case in Case.objects.open().filter(interview=interview_id):
        state = Interview.objects.get(pk=interview_id).state
        is_ours = case.we_were_absent and state == InterviewState.EXCUSED
        if state != InterviewState.ABSENT and not is_ours:
            resolve(case, now=now, reason="outcome_corrected")


def settle_invited(interview_id: int, *, now: datetime) -> None:
    """A new invitation takes the place of reaching out. Our own absence is still to be looked into."""
    invited = Interview.objects.get(pk=interview_id)
    for case in Case.objects.open().filter(interview__application=invited.application_id):
        if not case.we_were_absent or invited.invited_by_id is not None:
            resolve(case, now=now, reason="invited_again")


def settle_our_absence(case_id: int, *, now: datetime) -> None:
    """Whoever noted it: the interview is counted as missed by us."""
    case = Case.objects.select_related("interview").get(pk=case_id)
    if case.state != CaseState.UNDONE:
        count_it_as_ours(case, now=now)


def settle_spoken(application_id: int, *, now: datetime) -> None:
    """A call that reached them, or a wish they sent, is a word."""
    for case in Case.objects.open().filter(interview__application=application_id):
        if has_spoken(case, case.opened_at):
            note_word_in_case(case.interview.application, now=now)

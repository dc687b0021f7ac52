"""「行ったけれど誰もいなかった」: then it was us who did not come, and the interview says so."""

from datetime import datetime

from django.db import transaction

from company.policy import Actor
from company.services.trail import record
from noshow.models import Case
from noshow.policy import CaseState, Reason
from noshow.services.cases import answer_case
from noshow.signals import case_opened
from scheduling.models import Interview
from scheduling.policy import By, Excuse, ExcuseReason, InterviewState
from scheduling.services.locking import InterviewOver, StalePage, locked_application
from scheduling.services.outcomes import Said, record_outcome
from scheduling.services.recording import last_recording

__all__ = ["InterviewOver", "StalePage", "count_it_as_ours", "report_nobody_there"]

OURS = Excuse(ExcuseReason.OUR_FAULT)


@transaction.atomic
def report_nobody_there(interview: Interview, *, now: datetime, version: int | None = None) -> Case:
    """They stand at the door, or stood there, before anybody of ours said how it was.

    It becomes a case at once, answered already, for people to see to. Raises InterviewOver unless its time
    has come and nobody has said yet, and StalePage.
    """
    application = locked_application(interview.application_id)
    interview.refresh_from_db()
    if version is not None and version != interview.version:
        raise StalePage
    if not interview.is_booked or interview.starts_at is None or now < interview.starts_at:
        raise InterviewOver
    standing = Case.objects.filter(interview=interview).exclude(state=CaseState.UNDONE).first()
    case = standing or Case(interview=interview)
    case.opened_at, case.opened_by, case.state = now, None, CaseState.OPEN
    case.closed_at = case.closed_by = None
    case.save()
    number = application.pk
    record("case_opened", case, now=now, actor=Actor.CANDIDATE, application_id=number)
    case_opened.send(sender=Case, case_id=case.pk, now=now)
    answer_case(case, Reason.NOBODY_THERE, "", now)
    return case


def count_it_as_ours(case: Case, *, now: datetime) -> None:
    """Excused by our own fault, whoever noted it; never their absence. Corrected with what they correct.

    Callers hold the candidate's lock. Once somebody recorded that they came, or excused them for another
    reason, that stands.
    """
    interview = Interview.objects.get(pk=case.interview_id)
    if case.we_were_absent and interview.state in {InterviewState.ABSENT, InterviewState.BOOKED}:
        said = Said(way=None if case.our_absence_by else By.CANDIDATE, excuse=OURS)
        record_outcome(interview, InterviewState.EXCUSED, by=case.our_absence_by, now=now, said=said)
        case.chances.update(reason=Reason.NOBODY_THERE)  # owed, and none of theirs is used up
    elif not case.we_were_absent and _was_only_their_word(interview):
        _record_what_stood_before(case, interview, now)


def _was_only_their_word(interview: Interview) -> bool:
    last = last_recording(interview)
    if interview.state != InterviewState.EXCUSED or last is None:
        return False
    return (last.reason, last.way) == (ExcuseReason.OUR_FAULT, By.CANDIDATE)


def _record_what_stood_before(case: Case, interview: Interview, now: datetime) -> None:
    """They meant another reason: as recorded by staff, and excused by it where nobody had said yet."""
    if case.opened_by is not None and CaseState(case.state).is_open:
        record_outcome(interview, InterviewState.ABSENT, now=now, said=Said(way=By.CANDIDATE))
    else:
        record_outcome(interview, InterviewState.EXCUSED, now=now, said=Said(excuse=Excuse()))

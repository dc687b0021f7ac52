"""After a case: an excuse, and a second chance, decided by a person or, for stated reasons, by the rule."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from candidates.models import Candidate
from candidates.policy import Stage
from candidates.services.staging import move_stage
from candidates.services.words import note_word
from company.models import Staff
from company.policy import Actor
from company.services.trail import record
from noshow.models import Case, SecondChance
from noshow.policy import CaseState, NoChance, Reason, refuses
from noshow.services.cases import CaseOver
from noshow.services.changing import save_change
from noshow.services.condition_words import our_words
from noshow.services.locking import lock_case
from noshow.services.ruling import newest_number, the_rule_row
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.inviting import AlreadyBooked, invite
from scheduling.services.locking import InterviewOver, locked_application
from scheduling.services.outcomes import record_outcome

__all__ = [
    "AlreadyBooked",
    "CaseOver",
    "InterviewOver",
    "NoneLeft",
    "agree",
    "excuse",
    "give_by_rule",
    "give_if_listed",
    "give_second_chance",
    "is_tighter",
    "our_words",
    "to_be_agreed",
]

NOT_COUNTED = [InterviewState.CANCELLED_BY_US, InterviewState.EXCUSED]
"""A chance that we took away, or that ended with a good reason, was none."""


class NoneLeft(Exception):
    """No second chance is given; ``why`` says for which reason."""

    def __init__(self, why: NoChance) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def excuse(case: Case, *, by: Staff, now: datetime) -> None:
    """They had a good reason: the interview counts as excused and the case is resolved. Raises CaseOver."""
    lock_case(case)
    if not CaseState(case.state).is_open:
        raise CaseOver
    _resolve(case, "excused", by=by, now=now)
    record_outcome(case.interview, InterviewState.EXCUSED, by=by, now=now)


@transaction.atomic
def give_second_chance(case: Case, *, by: Staff, now: datetime, days: int | None = None) -> Interview:
    """Invite once more; a case the rule or a person closed is opened again for it. Returns the interview.

    Raises CaseOver for a case that was taken back, InterviewOver when the application ended another way,
    NoneLeft when this person had as many as the company gives.
    """
    lock_case(case)
    if case.state == CaseState.UNDONE:
        raise CaseOver
    _refuse(case, by_person=True)
    application = case.interview.application
    if case.state == CaseState.CLOSED and application.stage == Stage.REJECTED:
        move_stage(application, Stage.INTERVIEWING, now=now, by=by, reason="second_chance")
    return _give(case, by=by, now=now, days=days)


@transaction.atomic
def give_by_rule(case: Case, *, now: datetime) -> Interview | None:
    """They told us why, and for that reason nobody has to be asked. None where the rule gives none.

    Where nobody of ours was there a person writes to them first.
    """
    lock_case(case)
    if case.state != CaseState.ANSWERED or case.we_were_absent or case.interview.application.is_over:
        return None
    if case.interview.state != InterviewState.ABSENT or case.chances.exists():
        return None
    try:
        _refuse(case, by_person=False)
    except NoneLeft:
        return None
    return _give(case, by=None, now=now)


def give_if_listed(case_id: int, *, now: datetime) -> None:
    """After any change of a case: if they have just told us why, the rule may answer at once."""
    case = Case.objects.select_related("interview__application").get(pk=case_id)
    if case.state == CaseState.ANSWERED and case.reason:
        give_by_rule(case, now=now)


def _refuse(case: Case, *, by_person: bool) -> None:
    """A case of our own absence uses none up."""
    reason = Reason.NOBODY_THERE if case.we_were_absent else Reason(case.reason) if case.reason else None
    given = given_to(case.interview.application.candidate)
    why = refuses(the_rule_row().as_terms(), given=given, reason=reason, by_person=by_person)
    if why is not None:
        raise NoneLeft(why)


def given_to(candidate: Candidate) -> int:
    """How many this person had, over all their applications."""
    given = SecondChance.objects.filter(interview__application__candidate=candidate)
    ours = given.exclude(reason=Reason.NOBODY_THERE)
    return ours.exclude(interview__state__in=NOT_COUNTED).count()


def _give(case: Case, *, by: Staff | None, now: datetime, days: int | None = None) -> Interview:
    reason = Reason.NOBODY_THERE.value if case.we_were_absent else case.reason
    _resolve(case, "second_chance", by=by, now=now)
    interview = invite(case.interview.application, by=by, now=now, days=days)
    _chance, is_new = SecondChance.objects.get_or_create(
        interview=interview,
        defaults={
            "case": case,
            "reason": reason,
            "rule_version": newest_number(),
            "given_at": now,
            "given_by": by,
        },
    )
    if is_new:
        number = interview.application_id
        record("chance_given", case, now=now, by=by, application_id=number, reason=reason)
    return interview


def _resolve(case: Case, reason: str, *, by: Staff | None, now: datetime) -> None:
    case.state, case.closed_at, case.closed_by = CaseState.RESOLVED, now, by
    save_change(case, "case_resolved", now=now, by=by, reason=reason)


@dataclass(frozen=True)
class Condition:
    """What somebody is asked to agree to before they choose a time."""

    chance: SecondChance
    words: str
    language: str


def to_be_agreed(interview: Interview | None, language: str) -> Condition | None:
    """The condition of this interview in that language; None where there is none, or they have agreed.

    Where nobody of ours was there, it is us who owe something: no condition is made.
    """
    if interview is None:
        return None
    chance = SecondChance.objects.filter(interview=interview, agreed_at=None).first()
    if chance is None or chance.reason == Reason.NOBODY_THERE:
        return None
    return Condition(chance, words_in(language), language)


def words_in(language: str) -> str:
    """The company's words in that language, else ours."""
    known = the_rule_row().as_terms().words.get(language.partition("-")[0], "")
    return known.replace("\r\n", "\n") or our_words(language)


@transaction.atomic
def agree(interview: Interview, *, words: str, language: str, now: datetime) -> bool:
    """They read this and agree; kept with the moment and the words as shown. Agreeing again changes nothing.

    False when other words are asked for by now: they are shown anew.
    """
    application = locked_application(interview.application_id)
    condition = to_be_agreed(interview, language)
    if condition is None:
        return True
    if condition.words != words:
        return False
    chance = condition.chance
    chance.agreed_at, chance.language, chance.words = now, language, words
    chance.save(update_fields=["agreed_at", "language", "words"])
    note_word(application, now=now)
    actor = Actor.CANDIDATE
    record("chance_agreed", chance.case, now=now, actor=actor, application_id=application.pk)
    return True


def is_tighter(interview_id: int) -> bool:
    """Whether one more asking is right: this interview is a second chance."""
    return SecondChance.objects.filter(interview=interview_id).exclude(reason=Reason.NOBODY_THERE).exists()

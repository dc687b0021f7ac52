"""A second chance: who gives it, how many there are, what is agreed to first, and that its outcome counts."""

from datetime import timedelta

import pytest

from candidates.models import Application
from company.models import AuditEvent
from messaging.models import Message
from messaging.policy import Kind
from noshow.models import Case, ClosingRule, SecondChance
from noshow.policy import NoChance, Reason
from noshow.services.cases import answer_case
from noshow.services.chances import (
    NoneLeft,
    agree,
    give_by_rule,
    give_second_chance,
    given_to,
    our_words,
    to_be_agreed,
)
from noshow.services.closing import note_our_absence
from noshow.services.knowing import known_of
from reminders.services.planning import replan
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from tests import factories as make
from tests.factories import tokyo
from tests.noshow.services.conftest import LATER

pytestmark = pytest.mark.django_db


def test_for_a_listed_reason_the_rule_gives_one_at_once(case: Case) -> None:
    answer_case(case, Reason.UNWELL, "熱が出ました", LATER)

    chance = SecondChance.objects.get()
    assert (chance.reason, chance.given_by, chance.interview.state) == (
        Reason.UNWELL,
        None,
        InterviewState.INVITED,
    )
    assert Case.objects.get().state == "resolved"
    assert AuditEvent.objects.get(action="chance_given").details["reason"] == "unwell"
    assert Message.objects.planned().filter(kind=Kind.INVITATION).exists()


@pytest.mark.parametrize("reason", [Reason.FORGOT, Reason.RATHER_NOT_SAY, Reason.NOBODY_THERE])
def test_for_other_reasons_a_person_is_asked(case: Case, reason: Reason) -> None:
    answer_case(case, reason, "", LATER)

    assert not SecondChance.objects.exists()
    assert give_second_chance(Case.objects.get(), by=make.a_staff(), now=LATER)


def test_one_person_gets_one_whatever_the_job(case: Case) -> None:
    person = case.interview.application.candidate
    staff = make.a_staff()
    give_second_chance(case, by=staff, now=LATER)
    elsewhere = make.an_application(candidate=person, stage="interviewing")
    missed = make.a_booked_interview(LATER - timedelta(hours=3), elsewhere, state=InterviewState.ABSENT)
    other = make.a_case(missed, opened_at=LATER - timedelta(hours=2))

    with pytest.raises(NoneLeft) as refused:
        give_second_chance(other, by=staff, now=LATER)
    assert refused.value.why is NoChance.USED
    assert give_by_rule(other, now=LATER) is None
    assert other.interview.application.interviews.count() == 1

    ClosingRule.objects.create(chances=2)
    give_second_chance(other, by=staff, now=LATER)
    assert given_to(person) == 2


def test_what_we_took_away_and_what_ended_with_a_good_reason_was_none(case: Case) -> None:
    interview = give_second_chance(case, by=make.a_staff(), now=LATER)
    person = case.interview.application.candidate
    assert given_to(person) == 1

    for state in (InterviewState.CANCELLED_BY_US, InterviewState.EXCUSED):
        Interview.objects.filter(pk=interview.pk).update(state=state)
        assert given_to(person) == 0


def test_our_own_absence_uses_none_up_and_makes_no_condition(case: Case) -> None:
    staff = make.a_staff()
    note_our_absence(case, by=staff, now=LATER)

    interview = give_second_chance(Case.objects.get(), by=staff, now=LATER)

    assert given_to(case.interview.application.candidate) == 0
    assert to_be_agreed(interview, "ja") is None


def test_the_words_they_agreed_to_are_kept_with_the_moment(case: Case) -> None:
    ClosingRule.objects.create(chance_words_ja="次は、ぜひ。")
    interview = give_second_chance(case, by=make.a_staff(), now=LATER)
    condition = to_be_agreed(interview, "ja-easy")
    assert condition is not None
    assert condition.words == "次は、ぜひ。"
    english = to_be_agreed(interview, "en")
    assert english is not None
    assert english.words == our_words("en")

    ClosingRule.objects.update(chance_words_ja="ご連絡を、お待ちします。")
    assert not agree(interview, words=condition.words, language="ja", now=LATER)
    assert SecondChance.objects.get().agreed_at is None

    assert agree(interview, words="ご連絡を、お待ちします。", language="ja", now=LATER)
    assert agree(interview, words="", language="ja", now=LATER + timedelta(hours=1))
    chance = SecondChance.objects.get()
    assert (chance.agreed_at, chance.language, chance.words) == (LATER, "ja", "ご連絡を、お待ちします。")
    assert Application.objects.get().last_word_at == LATER
    assert AuditEvent.objects.get(action="chance_agreed").actor_kind == "candidate"


def test_it_is_asked_about_once_more(case: Case) -> None:
    application = case.interview.application
    interview = give_second_chance(case, by=make.a_staff(), now=LATER)
    slot = make.a_slot(LATER + timedelta(days=3, hours=20), location=application.job.location)

    book(interview, slot, now=LATER + timedelta(hours=1))

    asked = Message.objects.planned().get(step="second-chance")
    assert (asked.kind, asked.due_at) == (
        Kind.REMINDER_DAYS,
        tokyo(2026, 6, 12, 18),
    )


def test_an_ordinary_interview_is_not(application: Application) -> None:
    make.a_booked_interview(LATER + timedelta(days=3), application)
    replan(application.pk, now=LATER)

    assert not Message.objects.filter(step="second-chance").exists()


def test_missing_it_again_counts_as_any_other(case: Case) -> None:
    """In the risk of a later interview, and in the person's record."""
    application = case.interview.application
    interview = give_second_chance(case, by=make.a_staff(), now=LATER)
    when = LATER + timedelta(days=1)
    Interview.objects.filter(pk=interview.pk).update(
        state=InterviewState.ABSENT, starts_at=when, ends_at=when + timedelta(minutes=30)
    )
    later = make.a_booked_interview(
        when + timedelta(days=9), make.an_application(candidate=application.candidate)
    )

    known = known_of([later], now=when + timedelta(days=8))

    assert known[later.pk].facts.absent_at == when

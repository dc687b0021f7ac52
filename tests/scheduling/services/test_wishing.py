"""「この中に合う日がない」: what is open answers it, what opens later is told once, else a person does."""

from datetime import timedelta

import pytest

from candidates.policy import Coming, Stage, hours_of, read_coming
from candidates.policy.coming import DayPart
from candidates.services.erasing import erase
from candidates.services.locking import PersonErased
from company.models import AuditEvent
from messaging.models import Message
from messaging.policy import Kind, State
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.lapsing import lapse_due
from scheduling.services.matching import match_wishes
from scheduling.services.wishing import answer_wish, wish
from tests.factories import (
    NOW,
    a_booked_interview,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)

pytestmark = pytest.mark.django_db
FRIDAY_EVENING = tokyo(2026, 6, 12, 18)
FRIDAY_NOON = tokyo(2026, 6, 12, 12)
FRIDAYS_LATE = Coming(hours=hours_of([(4, DayPart.EVENING)]))


@pytest.fixture
def interview() -> Interview:
    return an_invited_interview(answer_by=NOW + timedelta(days=3))


def wished(interview: Interview, coming: Coming = FRIDAYS_LATE, text: str = "金 夜") -> AvailabilityWish:
    return wish(interview.application, ["4-evening"], text, NOW, coming=coming)


def test_open_times_that_suit_are_the_answer_and_need_no_person(interview: Interview) -> None:
    place = interview.application.job.location
    suiting = a_slot(FRIDAY_EVENING, location=place)
    a_slot(FRIDAY_NOON, location=place)

    told = wished(interview)

    interview.application.refresh_from_db()
    assert told.shown == [suiting.pk]
    assert told.handled_at == NOW
    assert read_coming(interview.application.constraints) == FRIDAYS_LATE


def test_a_word_with_the_wish_is_read_by_a_person_all_the_same(interview: Interview) -> None:
    a_slot(FRIDAY_EVENING, location=interview.application.job.location)

    told = wished(interview, Coming(hours=FRIDAYS_LATE.hours, words="車いすです"))

    assert told.shown
    assert told.handled_at is None


def test_the_same_times_do_not_answer_a_second_wish(interview: Interview) -> None:
    a_slot(FRIDAY_EVENING, location=interview.application.job.location)
    wished(interview)

    later = NOW + timedelta(minutes=5)
    again = wish(interview.application, ["4-evening"], "金 夜", later, coming=FRIDAYS_LATE)

    assert again.handled_at is None


def test_a_double_tap_is_one_wish(interview: Interview) -> None:
    a_slot(FRIDAY_EVENING, location=interview.application.job.location)

    assert wished(interview) == wished(interview)
    assert AvailabilityWish.objects.count() == 1


def test_without_anything_that_suits_it_waits_for_a_person(interview: Interview) -> None:
    a_slot(FRIDAY_NOON, location=interview.application.job.location)

    told = wished(interview)

    assert (told.shown, told.handled_at) == ([], None)


def test_who_is_not_invited_is_answered_by_a_person_even_if_times_are_open() -> None:
    application = an_application(stage=Stage.IN_CONTACT)
    a_slot(FRIDAY_EVENING, location=application.job.location)

    told = wish(application, ["4-evening"], "金 夜", NOW, coming=FRIDAYS_LATE)

    assert (told.shown, told.handled_at) == ([], None)


def test_a_booking_settles_what_was_wished(interview: Interview) -> None:
    slot = a_slot(FRIDAY_NOON, location=interview.application.job.location)
    told = wished(interview)

    book(interview, slot, now=NOW + timedelta(hours=1))

    told.refresh_from_db()
    assert told.handled_at == NOW + timedelta(hours=1)


# --- times that open later ----------------------------------------------------------------------


def new_times() -> list[Message]:
    return list(Message.objects.filter(kind=Kind.NEW_TIMES).exclude(state=State.CANCELLED))


def test_a_time_that_opens_later_is_told_once(interview: Interview) -> None:
    told = wished(interview)
    place = interview.application.job.location
    a_slot(FRIDAY_EVENING, location=place)
    at = NOW + timedelta(hours=2)

    first = match_wishes(now=at)
    a_slot(FRIDAY_EVENING + timedelta(hours=1), location=place)
    second = match_wishes(now=at + timedelta(hours=1))

    told.refresh_from_db()
    assert (first, second) == (1, 0)
    assert told.matched_at == at
    assert [(one.due_at, one.why) for one in new_times()] == [(at, "new-times")]


def test_at_night_it_is_told_in_the_morning(interview: Interview) -> None:
    wished(interview)
    a_slot(FRIDAY_EVENING, location=interview.application.job.location)

    match_wishes(now=tokyo(2026, 6, 10, 23))

    assert [one.due_at for one in new_times()] == [tokyo(2026, 6, 11, 8)]


def test_what_suited_when_they_wished_is_nothing_new(interview: Interview) -> None:
    a_slot(FRIDAY_EVENING, location=interview.application.job.location)
    wished(interview, Coming(hours=FRIDAYS_LATE.hours, words="よろしく"))

    assert match_wishes(now=NOW + timedelta(hours=1)) == 0


def test_a_time_that_does_not_suit_is_told_to_nobody(interview: Interview) -> None:
    wished(interview)
    a_slot(FRIDAY_NOON, location=interview.application.job.location)

    assert match_wishes(now=NOW + timedelta(hours=1)) == 0


def test_who_has_booked_or_was_answered_is_not_told(interview: Interview) -> None:
    answered = wished(interview)
    answer_wish(answered, by=a_staff(), now=NOW)
    booked = a_booked_interview(FRIDAY_NOON, an_application(job=interview.application.job))
    wish(booked.application, ["4-evening"], "金 夜", NOW, coming=FRIDAYS_LATE)
    a_slot(FRIDAY_EVENING, location=interview.application.job.location)

    assert match_wishes(now=NOW + timedelta(hours=1)) == 0


def test_once_they_book_the_planned_word_is_taken_back(interview: Interview) -> None:
    wished(interview)
    slot = a_slot(FRIDAY_EVENING, location=interview.application.job.location)
    match_wishes(now=tokyo(2026, 6, 10, 23))

    book(interview, slot, now=tokyo(2026, 6, 10, 23, 30))

    assert new_times() == []


def test_the_deadline_leaves_them_a_day_after_the_word(interview: Interview) -> None:
    wished(interview)
    a_slot(tokyo(2026, 6, 19, 18), location=interview.application.job.location)
    at = NOW + timedelta(days=3, hours=1)

    match_wishes(now=at)

    interview.refresh_from_db()
    assert interview.answer_by is not None
    assert interview.answer_by >= at + timedelta(days=1)


# --- deadlines ----------------------------------------------------------------------------------


def test_an_invitation_does_not_lapse_while_the_next_word_is_ours(interview: Interview) -> None:
    told = wished(interview)

    waiting = lapse_due(now=NOW + timedelta(days=4))
    answer_wish(told, by=a_staff(), now=NOW + timedelta(days=4))
    just_answered = lapse_due(now=NOW + timedelta(days=4, hours=1))
    much_later = lapse_due(now=NOW + timedelta(days=9))

    assert (waiting, just_answered, much_later) == (0, 0, 1)


def test_a_wish_after_the_deadline_lets_the_invitation_stand_again(interview: Interview) -> None:
    lapse_due(now=NOW + timedelta(days=4))

    wish(interview.application, ["4-evening"], "金 夜", NOW + timedelta(days=5), coming=FRIDAYS_LATE)

    interview.refresh_from_db()
    assert interview.state == InterviewState.INVITED
    assert interview.answer_by is not None
    assert interview.answer_by > NOW + timedelta(days=6)


def test_the_trail_knows_who_answered(interview: Interview) -> None:
    a_slot(FRIDAY_EVENING, location=interview.application.job.location)

    told = wished(interview)

    assert AuditEvent.objects.about(told).get(action="wish_answered").actor_kind == "system"


def test_a_wish_in_the_moment_of_an_erasure_is_kept_nowhere(interview: Interview) -> None:
    erase(interview.application.candidate, now=NOW)

    with pytest.raises(PersonErased):
        wish(interview.application, [], "入院しているので来月", NOW)

    assert not AvailabilityWish.objects.exists()

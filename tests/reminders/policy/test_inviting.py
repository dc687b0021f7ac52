"""What is said to somebody who is invited and has not chosen."""

from datetime import timedelta

from messaging.policy import ChannelName, Kind
from reminders.policy.facts import InterviewFacts, Spoken
from reminders.policy.planning import plan
from tests.reminders.policy.test_planning import CADENCE, SMS, facts, said, tokyo

INVITED_AT = tokyo(2, 12)


def invited(**changes: object) -> InterviewFacts:
    base = {"id": 42, "is_invited": True, "invited_at": INVITED_AT, "answer_by": tokyo(5, 12)}
    return InterviewFacts(**base | changes)  # type: ignore[arg-type]  # tests name the fields they set


def test_a_short_deadline_is_not_chased_before_half_of_it_has_passed() -> None:
    short = plan(facts(interview=invited(answer_by=INVITED_AT + timedelta(hours=24)), reach=(SMS,)), CADENCE)

    assert said(short, Kind.INVITATION) == [(SMS, INVITED_AT)]
    assert said(short, Kind.INVITATION_CHASE) == [(SMS, tokyo(3, 8))]  # midnight is night


def test_new_times_are_told_by_the_preferred_channel_at_once_by_day() -> None:
    wanted = plan(facts(interview=invited(new_times_at=tokyo(3, 15), new_times_for=7)), CADENCE)

    assert said(wanted, Kind.NEW_TIMES) == [(SMS, tokyo(3, 15))]


def test_each_wish_has_a_word_of_its_own_and_what_was_said_is_not_said_on_another_channel() -> None:
    interview = invited(new_times_at=tokyo(3, 15), new_times_for=7)
    told = Spoken(Kind.NEW_TIMES, "interview:42", "new-times-7", ChannelName.EMAIL, missed=False)

    again = plan(facts(interview=interview, spoken=(told,)), CADENCE)
    another = plan(
        facts(interview=invited(new_times_at=tokyo(4, 9), new_times_for=8), spoken=(told,)), CADENCE
    )

    assert said(again, Kind.NEW_TIMES) == [(ChannelName.EMAIL, tokyo(3, 15))]
    assert [one.step for one in another if one.kind == Kind.NEW_TIMES] == ["new-times-8"]


def test_nobody_hears_of_new_times_who_has_booked_or_whose_invitation_ends_first() -> None:
    booked = invited(is_invited=False, is_booked=True, booked_at=tokyo(3, 14), starts_at=tokyo(11, 13))
    late = invited(new_times_at=tokyo(4, 22), new_times_for=7, answer_by=tokyo(5, 7))

    assert said(plan(facts(interview=booked), CADENCE), Kind.NEW_TIMES) == []
    assert said(plan(facts(interview=late), CADENCE), Kind.NEW_TIMES) == []

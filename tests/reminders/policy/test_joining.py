"""What is said after the interview, from facts alone."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any  # fields by name
from zoneinfo import ZoneInfo

from company.policy import SpeakingHours
from messaging.policy import ChannelName, Kind, Wanted
from reminders.policy.facts import Facts, InterviewFacts, OfferFacts, Spoken
from reminders.policy.planning import plan

TOKYO = ZoneInfo("Asia/Tokyo")


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TOKYO)


OFFER = OfferFacts(
    application_id=7,
    offered_at=at(10, 10),
    answer_by=at(17, 18),
    starts_at=at(1, 10, month=7),
    values={"deadline": "6月17日(水) 18:00", "first_day": "7月1日(水) 10:00"},
)
FACTS = Facts(
    application_id=7,
    contact_starts_at=at(1, 9),
    applied_by_own_act=True,
    is_over=False,
    zone="Asia/Tokyo",
    hours=SpeakingHours(time(9), time(20), "Asia/Tokyo"),
    reach=(ChannelName.SMS, ChannelName.EMAIL),
    can_call=True,
    offer=OFFER,
)


def said(facts: Facts) -> list[tuple[str, datetime]]:
    return [(one.kind, one.due_at) for one in plan(facts, ())]


def with_offer(**changes: Any) -> Facts:
    return replace(FACTS, offer=replace(OFFER, **changes))


def test_an_offer_leaves_ten_minutes_later_and_is_followed_once_a_day_before_the_deadline() -> None:
    assert said(FACTS) == [(Kind.OFFERED, at(10, 10, 10)), (Kind.OFFER_CHASE, at(16, 18))]


def test_planning_twice_is_the_same_plan() -> None:
    assert plan(FACTS, ()) == plan(FACTS, ())
    assert plan(with_offer(accepted_at=at(11, 9)), ()) == plan(with_offer(accepted_at=at(11, 9)), ())


def test_an_offer_made_at_night_waits_for_the_morning() -> None:
    assert said(with_offer(offered_at=at(10, 22), answer_by=at(17, 18)))[0] == (Kind.OFFERED, at(11, 9))


def test_a_chase_that_would_fall_into_the_night_waits_for_the_morning_and_never_passes_the_deadline() -> None:
    night = [(Kind.OFFERED, at(10, 10, 10)), (Kind.OFFER_CHASE, at(17, 9))]

    assert said(with_offer(answer_by=at(17, 21))) == night
    assert said(with_offer(answer_by=at(17, 8))) == [
        (Kind.OFFERED, at(10, 10, 10)),
        (Kind.OFFER_CHASE, at(16, 9)),
    ]
    for one in plan(FACTS, ()):
        assert one.expires_at <= at(17, 18)


def test_nobody_is_chased_before_half_of_their_time_has_passed() -> None:
    assert said(with_offer(answer_by=at(11, 14))) == [
        (Kind.OFFERED, at(10, 10, 10)),
        (Kind.OFFER_CHASE, at(11, 9)),
    ]


def test_a_yes_ends_the_asking_and_is_thanked_at_any_hour() -> None:
    accepted = with_offer(accepted_at=at(11, 23))

    assert said(accepted) == [(Kind.OFFER_ACCEPTED, at(11, 23)), (Kind.JOINING, at(30, 12))]
    assert plan(accepted, ())[0].own_act_at == at(11, 23)


def test_a_yes_by_telephone_is_thanked_in_speaking_hours() -> None:
    told = with_offer(accepted_at=at(11, 23), by_candidate=False)

    assert said(told)[0] == (Kind.OFFER_ACCEPTED, at(12, 9))


def test_without_a_first_day_nothing_is_said_of_it_and_a_new_day_has_its_own_words() -> None:
    later = at(2, 9, month=7)

    assert [kind for kind, _ in said(with_offer(accepted_at=at(11, 9), starts_at=None))] == [
        Kind.OFFER_ACCEPTED
    ]
    first, second = (
        plan(with_offer(accepted_at=at(11, 9), starts_at=day), ())[-1] for day in (OFFER.starts_at, later)
    )
    assert first.key(7) != second.key(7)


def test_whoever_says_yes_after_the_noon_before_has_it_from_the_thanks() -> None:
    late = with_offer(accepted_at=at(30, 13))

    assert [kind for kind, _ in said(late)] == [Kind.OFFER_ACCEPTED]


def test_a_question_or_a_talk_ends_what_a_machine_would_ask_again() -> None:
    asked = replace(FACTS, wrote_at=at(12, 9))
    spoken = replace(FACTS, spoken_with_at=at(12, 9))
    before = replace(FACTS, wrote_at=at(9, 9))

    assert [kind for kind, _ in said(asked)] == [kind for kind, _ in said(spoken)] == [Kind.OFFERED]
    assert Kind.OFFER_CHASE in [kind for kind, _ in said(before)]


def test_after_a_no_or_a_withdrawal_nothing_is_said() -> None:
    assert plan(replace(FACTS, is_over=True, ended_by_us=False, offer=None), ()) == ()


def test_an_offer_that_missed_goes_out_on_the_other_channel() -> None:
    missed = Spoken(Kind.OFFERED, OFFER.about, "offered", "sms", missed=True)

    offered = plan(replace(FACTS, spoken=(missed,)), ())[0]

    assert (offered.kind, offered.channel) == (Kind.OFFERED, ChannelName.EMAIL)


REJECTED = replace(FACTS, offer=None, is_over=True, over_at=at(12, 15), rejected_at=at(12, 15))


def test_not_this_time_is_said_ten_minutes_later_and_only_when_a_person_left_the_words_on() -> None:
    assert said(REJECTED) == [(Kind.REJECTED, at(12, 15, 10))]
    assert said(replace(REJECTED, rejected_at=None)) == []


def lost(cancelled_at: datetime) -> InterviewFacts:
    return InterviewFacts(
        id=3, booked_at=at(9, 9), starts_at=at(20, 13), cancelled_by_us_at=cancelled_at, by_candidate=True
    )


def kinds(wanted: tuple[Wanted, ...]) -> set[str]:
    return {one.kind for one in wanted}


def test_whose_booked_time_goes_with_it_hears_it_once() -> None:
    with_it = replace(REJECTED, interview=lost(at(12, 15)))
    long_before = replace(REJECTED, interview=lost(at(9, 15)))

    assert kinds(plan(with_it, ())) == {Kind.ENDED}
    assert Kind.REJECTED in kinds(plan(long_before, ()))

"""Whom an earlier time is offered to, and until when it is kept."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from company.policy import SpeakingHours
from scheduling.policy import Mode
from scheduling.policy.backfill import (
    ASKED_AT_ONCE,
    MOST_OFFERS,
    ONE_OFFER_IN,
    TO_GET_THERE,
    TO_READ_IT,
    WORTH_A_MESSAGE,
    Opening,
    Standing,
    Waiting,
    kept_until,
    whom_to_ask,
)
from tests.factories import NOW, tokyo

FRIDAY = tokyo(2026, 6, 12, 15)
NEXT_WEEK = tokyo(2026, 6, 17, 15)
HOURS = SpeakingHours()


def a_time(**values: object) -> Opening:
    known = {"slot_id": 1, "location_id": 1, "mode": Mode.ONSITE, "starts_at": FRIDAY, "opened_at": NOW}
    return Opening(**known | values)  # type: ignore[arg-type]  # by name


def someone(number: int = 1, **values: object) -> Waiting:
    """Applied a week ago, booked three days ago for next week."""
    known = {
        "interview_id": number,
        "application_id": number,
        "candidate_id": number,
        "location_id": 1,
        "mode": Mode.ONSITE,
        "starts_at": NEXT_WEEK,
        "booked_at": NOW - timedelta(days=3),
        "since": NOW - timedelta(days=7),
    }
    return Waiting(**known | values)  # type: ignore[arg-type]  # by name


def asked(time: Opening, *people: Waiting) -> list[int]:
    return [one.interview_id for one in whom_to_ask(time, people, now=NOW)]


def test_those_who_wait_longest_are_asked_three_at_once() -> None:
    people = [someone(n, since=NOW - timedelta(days=n)) for n in range(1, 6)]

    assert asked(a_time(), *people) == [5, 4, 3]


def test_only_a_time_that_is_a_day_earlier_is_worth_a_message() -> None:
    assert asked(a_time(), someone(starts_at=FRIDAY + timedelta(days=1))) == [1]
    assert asked(a_time(), someone(starts_at=FRIDAY + timedelta(hours=23))) == []
    assert asked(a_time(), someone(starts_at=FRIDAY - timedelta(days=1))) == []


def test_what_was_there_to_choose_when_they_booked_is_not_offered() -> None:
    assert asked(a_time(opened_at=NOW - timedelta(days=4)), someone()) == []
    assert asked(a_time(opened_at=NOW - timedelta(days=3)), someone()) == []


def test_who_passed_over_a_time_like_it_is_not_asked() -> None:
    same_afternoon = Standing(FRIDAY + timedelta(hours=1))
    thursday_afternoon = Standing(FRIDAY - timedelta(days=1), since=NOW - timedelta(days=3))
    in_the_morning = Standing(FRIDAY - timedelta(hours=5))
    opened_since = Standing(FRIDAY, since=NOW)
    just_before_theirs = Standing(FRIDAY + timedelta(days=2))

    def asks(*standing: Standing) -> bool:
        return bool(whom_to_ask(a_time(), [someone()], now=NOW, standing=standing))

    assert not asks(same_afternoon)
    assert not asks(thursday_afternoon)
    assert asks(in_the_morning, opened_since, just_before_theirs)


def test_another_place_or_another_way_of_meeting_is_not_offered() -> None:
    assert asked(a_time(location_id=2), someone()) == []
    assert asked(a_time(mode=Mode.ONLINE), someone()) == []


def test_nobody_is_asked_about_a_time_they_gave_up_or_an_earlier_one() -> None:
    assert asked(a_time(), someone(left=FRIDAY)) == []
    assert asked(a_time(), someone(left=FRIDAY - timedelta(days=1))) == [1]
    assert asked(a_time(), someone(asked_about=frozenset({1}))) == []


def test_three_offers_are_enough_and_one_a_day() -> None:
    assert asked(a_time(), someone(offers=3)) == []
    assert asked(a_time(), someone(offers=2, last_offer_at=NOW - timedelta(hours=24))) == [1]
    assert asked(a_time(), someone(offers=1, last_offer_at=NOW - timedelta(hours=23, minutes=59))) == []


def test_who_wants_no_more_or_has_one_to_answer_is_left_alone() -> None:
    assert asked(a_time(), someone(wants_none=True)) == []
    assert asked(a_time(), someone(is_asked=True)) == []


def test_what_people_said_about_when_they_can_come_is_asked() -> None:
    people = [someone(1), someone(2)]

    chosen = whom_to_ask(a_time(), people, now=NOW, fits=lambda one, time: one.interview_id == 2)

    assert [one.interview_id for one in chosen] == [2]


def test_a_person_with_two_interviews_is_asked_once() -> None:
    assert asked(a_time(), someone(1, candidate_id=9), someone(2, candidate_id=9)) == [1]


moments = some.integers(0, 30 * 24 * 60).map(lambda n: tokyo(2026, 6, 1) + timedelta(minutes=n))
people = some.builds(
    Waiting,
    interview_id=some.integers(1, 40),
    application_id=some.integers(1, 40),
    candidate_id=some.integers(1, 12),
    location_id=some.integers(1, 2),
    mode=some.sampled_from(Mode),
    starts_at=moments,
    booked_at=moments,
    since=moments,
    offers=some.integers(0, 4),
    last_offer_at=some.none() | moments,
    is_asked=some.booleans(),
    asked_about=some.frozensets(some.integers(1, 3), max_size=2),
    left=some.none() | moments,
    wants_none=some.booleans(),
)
times = some.builds(
    Opening,
    slot_id=some.integers(1, 3),
    location_id=some.integers(1, 2),
    mode=some.sampled_from(Mode),
    starts_at=moments,
    opened_at=moments,
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(times, some.lists(people, max_size=8), moments)
def test_whoever_is_asked_gains_a_day_and_is_seldom_asked(
    time: Opening, waiting: list[Waiting], now: datetime
) -> None:
    chosen = whom_to_ask(time, waiting, now=now)

    assert len(chosen) <= ASKED_AT_ONCE
    assert len({one.candidate_id for one in chosen}) == len(chosen)
    for one in chosen:
        assert one.starts_at - time.starts_at >= WORTH_A_MESSAGE
        assert one.offers < MOST_OFFERS
        assert one.last_offer_at is None or now - one.last_offer_at >= ONE_OFFER_IN
        assert time.slot_id not in one.asked_about
        assert not one.wants_none
        assert not one.is_asked


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(some.lists(people, max_size=8), some.lists(times, max_size=12), moments)
def test_however_many_times_open_nobody_is_asked_over_three_times_or_twice_a_day(
    waiting: list[Waiting], opened: list[Opening], now: datetime
) -> None:
    """The caps, kept by the choice alone while what was offered is noted after each."""
    state = {n: replace(one, application_id=one.candidate_id) for n, one in enumerate(waiting)}
    said: dict[int, list[datetime]] = {}
    for opening in opened:
        chosen = {one.candidate_id for one in whom_to_ask(opening, list(state.values()), now=now)}
        for person in chosen:
            said.setdefault(person, []).append(now)
        state = {
            n: replace(one, offers=one.offers + 1, last_offer_at=now) if one.candidate_id in chosen else one
            for n, one in state.items()
        }
        now += timedelta(hours=5)

    for moments_of_one in said.values():
        assert len(moments_of_one) <= MOST_OFFERS
        assert all(later - sooner >= ONE_OFFER_IN for sooner, later in pairwise(moments_of_one))


def until(starts_at: datetime, now: datetime, minutes: int = 60) -> datetime | None:
    return kept_until(starts_at, minutes=minutes, hours=HOURS, now=now)


def test_a_time_is_kept_for_an_hour_in_the_daytime() -> None:
    assert until(FRIDAY, NOW) == NOW + timedelta(hours=1)


def test_an_offer_in_the_evening_is_kept_into_the_morning() -> None:
    assert until(FRIDAY, tokyo(2026, 6, 10, 20, 30)) == tokyo(2026, 6, 11, 8, 30)


def test_nothing_is_offered_at_night_or_just_before() -> None:
    assert until(FRIDAY, tokyo(2026, 6, 10, 22)) is None
    assert until(FRIDAY, tokyo(2026, 6, 10, 20, 55)) is None
    assert until(FRIDAY, tokyo(2026, 6, 11, 7, 59)) is None


def test_a_time_too_near_to_be_answered_and_reached_is_not_offered() -> None:
    assert until(NOW + timedelta(hours=3), NOW) == NOW + timedelta(hours=1)
    assert until(NOW + timedelta(hours=2, minutes=59), NOW) is None


def test_a_long_offer_counts_speaking_hours_over_several_days() -> None:
    assert until(NEXT_WEEK, tokyo(2026, 6, 10, 20), minutes=15 * 60) == tokyo(2026, 6, 12, 9)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(moments, moments, some.integers(1, 600), some.integers(6, 11), some.integers(14, 22))
def test_an_offer_can_be_heard_answered_and_reached(
    starts_at: datetime, now: datetime, minutes: int, opens: int, closes: int
) -> None:
    hours = SpeakingHours(time(opens), time(closes))

    end = kept_until(starts_at, minutes=minutes, hours=hours, now=now)

    if end is not None:
        assert hours.allows(now)
        assert hours.allows(now + TO_READ_IT)
        assert now + timedelta(minutes=minutes) <= end <= starts_at - TO_GET_THERE
        assert hours.opens <= end.astimezone(NOW.tzinfo).time() <= hours.closes

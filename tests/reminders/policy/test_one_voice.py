"""Several applications of one person, heard as one voice: each row of the table, and what holds for all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.policy import ChannelName, Kind, Wanted
from reminders.policy.facts import CaseFacts, Facts, InterviewFacts, Plan, Spoken
from reminders.policy.one_voice import merge
from reminders.policy.planning import plan
from reminders.policy.spacing import AN_HOUR, FOLLOW_UPS, REMINDERS
from tests.reminders.policy.test_planning import CADENCE, EMAIL, PHONE, SMS, booked, facts, tokyo

LINE = ChannelName.LINE


def at(number: int, place: str, **changes: object) -> Facts:
    """Application ``number`` of the same person, for a job at ``place``."""
    values = {"name": "佐々木", "company": "ひなた食堂", "location": place, "job": "ホール"}
    return facts(application_id=number, values=values, **changes)


def interview(number: int, starts_at: datetime, **changes: object) -> InterviewFacts:
    values = {"when": f"{starts_at:%m-%d %H:%M}"}
    return booked(id=number, starts_at=starts_at, values=values, **changes)


def heard(*everyone: Facts) -> Mapping[int, tuple[Wanted, ...]]:
    return merge([Plan(one, plan(one, CADENCE)) for one in everyone])


def moments(wanted: tuple[Wanted, ...], kind: Kind) -> list[tuple[ChannelName, datetime]]:
    return [(one.channel, one.due_at) for one in wanted if one.kind == kind]


def said(one: Wanted, **changes: object) -> Spoken:
    spoken = Spoken(
        one.kind, one.about, one.step, one.channel, missed=False, due_at=one.due_at, at=one.due_at
    )
    return replace(spoken, **changes)  # type: ignore[arg-type]  # tests name the fields they set


def test_one_application_alone_is_left_as_it_is() -> None:
    alone = at(1, "渋谷店", interview=interview(1, tokyo(11, 13)))

    assert heard(alone) == {1: plan(alone, CADENCE)}


def test_a_second_application_minutes_later_is_thanked_once_more_an_hour_later_on_the_phone_alone() -> None:
    first, second = at(1, "渋谷店"), at(2, "吉祥寺店", contact_starts_at=tokyo(1, 12, 4))

    voice = heard(first, second)

    assert moments(voice[1], Kind.THANKS) == [(EMAIL, tokyo(1, 12)), (SMS, tokyo(1, 12))]
    assert moments(voice[2], Kind.THANKS) == [(SMS, tokyo(1, 13))]


def test_a_second_application_hours_later_is_thanked_at_once_on_one_channel() -> None:
    voice = heard(at(1, "渋谷店"), at(2, "吉祥寺店", contact_starts_at=tokyo(1, 17)))

    assert moments(voice[2], Kind.THANKS) == [(SMS, tokyo(1, 17))]


def test_an_application_of_another_week_is_thanked_as_the_first_was() -> None:
    voice = heard(at(1, "渋谷店"), at(2, "吉祥寺店", contact_starts_at=tokyo(8, 17)))

    assert moments(voice[2], Kind.THANKS) == [(EMAIL, tokyo(8, 17)), (SMS, tokyo(8, 17))]


def test_thanks_that_did_not_arrive_take_the_next_channel() -> None:
    second = at(2, "吉祥寺店", contact_starts_at=tokyo(1, 17))
    lost = Spoken(Kind.THANKS, "application:2", "thanks", SMS, missed=True)

    voice = heard(at(1, "渋谷店"), replace(second, spoken=(lost,)))

    assert moments(voice[2], Kind.THANKS) == [(EMAIL, tokyo(1, 17))]


def test_short_messages_name_the_place_of_each() -> None:
    both = (
        at(1, "渋谷店", reach=(SMS, EMAIL), interview=interview(1, tokyo(11, 13))),
        at(2, "吉祥寺店", reach=(LINE, EMAIL), interview=interview(2, tokyo(11, 16))),
    )

    voice = heard(*both)

    sms = next(one for one in voice[1] if (one.kind, one.channel) == (Kind.REMINDER_EVE, SMS))
    line = next(one for one in voice[2] if (one.kind, one.channel) == (Kind.REMINDER_EVE, LINE))
    assert (sms.values["company"], sms.values["when"]) == ("ひなた食堂 渋谷店", "06-11 13:00")
    assert (line.values["company"], line.values["when"]) == ("ひなた食堂", "06-11 16:00 (吉祥寺店)")
    assert all(one.values["company"] == "ひなた食堂" for one in voice[1] if one.channel == EMAIL)


def test_at_one_place_the_job_tells_them_apart_and_the_same_job_needs_no_name() -> None:
    hall = at(1, "渋谷店")
    kitchen = replace(at(2, "渋谷店"), values={**hall.values, "job": "キッチン"})

    apart = [one for one in heard(hall, kitchen)[2] if one.channel == SMS]
    alike = [one for one in heard(hall, at(2, "渋谷店"))[2] if one.channel == SMS]

    assert {one.values["company"] for one in apart} == {"ひなた食堂 キッチン"}
    assert {one.values["company"] for one in alike} == {"ひなた食堂"}


def test_an_application_that_ended_before_this_one_began_is_not_named_apart() -> None:
    ended = at(1, "渋谷店", is_over=True, over_at=tokyo(2, 12))

    def called(started: datetime) -> set[str]:
        second = at(2, "吉祥寺店", contact_starts_at=started, reach=(SMS,))
        return {one.values["company"] for one in heard(ended, second)[2]}

    assert called(tokyo(5, 12)) == {"ひなた食堂"}
    assert called(tokyo(1, 18)) == {"ひなた食堂 吉祥寺店"}


def test_two_interviews_of_one_day_are_each_reminded_of_in_their_order_with_a_breath_between() -> None:
    late, early = (
        at(1, "渋谷店", interview=interview(1, tokyo(11, 16))),
        at(2, "吉祥寺店", interview=interview(2, tokyo(11, 13))),
    )

    voice = heard(late, early)

    assert moments(voice[2], Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]
    assert moments(voice[1], Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18, 5))]
    assert moments(voice[2], Kind.REMINDER_AGAIN) == [(EMAIL, tokyo(10, 20, 30))]
    assert moments(voice[1], Kind.REMINDER_AGAIN) == [(EMAIL, tokyo(10, 20, 35))]


def test_interviews_on_following_days_are_reminded_of_on_their_own_evenings() -> None:
    voice = heard(
        at(1, "渋谷店", interview=interview(1, tokyo(11, 13))),
        at(2, "吉祥寺店", interview=interview(2, tokyo(12, 13))),
    )

    assert moments(voice[1], Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]
    assert moments(voice[2], Kind.REMINDER_EVE) == [(SMS, tokyo(11, 18))]


def test_one_call_a_morning_is_about_both_interviews() -> None:
    early, late = (
        at(1, "渋谷店", interview=interview(1, tokyo(11, 13))),
        at(2, "吉祥寺店", interview=interview(2, tokyo(11, 16))),
    )

    voice = heard(early, late)

    assert moments(voice[1], Kind.CALL_MORNING) == [(PHONE, tokyo(11, 9))]
    assert moments(voice[2], Kind.CALL_MORNING) == []
    call = next(one for one in voice[1] if one.kind == Kind.CALL_MORNING)
    assert call.values["also"] == "06-11 16:00 吉祥寺店"


def test_an_answer_about_one_leaves_the_call_about_the_other() -> None:
    answered = interview(1, tokyo(11, 13), confirmed_at=tokyo(10, 19))

    voice = heard(
        at(1, "渋谷店", interview=answered), at(2, "吉祥寺店", interview=interview(2, tokyo(11, 16)))
    )

    assert moments(voice[1], Kind.CALL_MORNING) == []
    assert moments(voice[2], Kind.CALL_MORNING) == [(PHONE, tokyo(11, 9))]
    assert "also" not in next(one for one in voice[2] if one.kind == Kind.CALL_MORNING).values


@pytest.mark.parametrize(("reason", "missed", "calls"), [("reached", False, 0), ("too_late", True, 1)])
def test_a_call_that_reached_them_was_about_both_and_one_nobody_made_leaves_its_place(
    reason: str, missed: bool, calls: int
) -> None:
    early, late = (
        at(1, "渋谷店", interview=interview(1, tokyo(11, 13))),
        at(2, "吉祥寺店", interview=interview(2, tokyo(11, 16))),
    )
    call = next(one for one in heard(early, late)[1] if one.kind == Kind.CALL_MORNING)
    made = said(call, reason=reason, missed=missed, at=tokyo(11, 9, 10))

    spoken_with = None if missed else made.at

    voice = heard(replace(early, spoken=(made,), spoken_with_at=spoken_with), late)

    assert len(moments(voice[2], Kind.CALL_MORNING)) == calls


def test_asking_about_an_absence_keeps_an_hour_from_a_reminder_elsewhere() -> None:
    case = CaseFacts(id=5, opened_at=tokyo(10, 17, 45), asking=True, hours=48)

    voice = heard(at(1, "渋谷店", case=case), at(2, "吉祥寺店", interview=interview(2, tokyo(11, 13))))

    assert moments(voice[2], Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]
    assert moments(voice[1], Kind.ABSENCE_FIRST) == [(SMS, tokyo(10, 19))]


def test_a_closing_at_one_place_keeps_an_hour_from_a_reminder_elsewhere_and_says_which_place() -> None:
    case = CaseFacts(id=5, opened_at=tokyo(8, 13), asking=False, hours=48, closed_at=tokyo(10, 17, 55))
    closed = at(1, "渋谷店", case=case, is_over=True, over_at=tokyo(10, 17, 55))

    voice = heard(closed, at(2, "吉祥寺店", interview=interview(2, tokyo(11, 13))))

    (last,) = voice[1]
    assert (last.kind, last.due_at, last.values["company"]) == (
        Kind.REJECTED,
        tokyo(10, 19),
        "ひなた食堂 渋谷店",
    )
    assert moments(voice[2], Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]


def test_the_deadline_of_a_last_notice_stays_when_it_waits_a_breath() -> None:
    opened = tokyo(10, 13)
    cases = [CaseFacts(id=number, opened_at=opened, asking=True, hours=48) for number in (5, 6)]

    voice = heard(at(1, "渋谷店", case=cases[0]), at(2, "吉祥寺店", case=cases[1]))

    first, second = (
        next(one for one in voice[n] if (one.kind, one.channel) == (Kind.FINAL_NOTICE, SMS)) for n in (1, 2)
    )
    assert second.due_at - first.due_at == timedelta(minutes=5)
    assert second.values["deadline_at"] == first.values["deadline_at"]


def test_what_was_said_stays_and_the_rest_keeps_out_of_its_way() -> None:
    early, late = (
        at(1, "渋谷店", interview=interview(1, tokyo(11, 13))),
        at(2, "吉祥寺店", interview=interview(2, tokyo(11, 16))),
    )
    gone = next(one for one in heard(early, late)[1] if one.kind == Kind.REMINDER_EVE)

    after = heard(replace(early, is_over=True, ended_by_us=False, spoken=(said(gone),)), late)

    assert moments(after[2], Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18, 5))]


STARTS = st.sampled_from([tokyo(11, 9), tokyo(11, 13), tokyo(11, 13, 30), tokyo(11, 20), tokyo(12, 13)])
REACHES = st.permutations([SMS, EMAIL, LINE]).flatmap(
    lambda ways: st.integers(1, 3).map(lambda number: tuple(ways[:number]))
)


@st.composite
def applications(draw: st.DrawFn) -> list[Facts]:
    reach = draw(REACHES)
    everyone = []
    for number in range(1, draw(st.integers(2, 4)) + 1):
        started = tokyo(1, 12) + timedelta(minutes=draw(st.integers(0, 12 * 60)))
        begun = at(number, f"店{number}", reach=reach, contact_starts_at=started)
        shape = draw(st.sampled_from(["applied", "booked", "answered", "asking", "closed"]))
        starts_at, opened = draw(STARTS), tokyo(10, 8) + timedelta(minutes=draw(st.integers(0, 720)))
        if shape in {"booked", "answered"}:
            answered = tokyo(10, 18, 30) if shape == "answered" else None
            begun = replace(begun, interview=interview(number, starts_at, confirmed_at=answered))
        elif shape in {"asking", "closed"}:
            closed = opened + timedelta(hours=49) if shape == "closed" else None
            case = CaseFacts(number, opened, asking=closed is None, hours=48, closed_at=closed)
            begun = replace(begun, case=case, is_over=closed is not None, over_at=closed)
        everyone.append(begun)
    return everyone


@settings(max_examples=150, deadline=None)
@given(applications())
def test_nothing_is_said_twice_within_an_hour_and_no_interview_loses_a_word(everyone: list[Facts]) -> None:
    alone = {one.application_id: plan(one, CADENCE) for one in everyone}
    voice = heard(*everyone)

    said_now = [(number, one) for number, wanted in voice.items() for one in wanted if one.channel != PHONE]
    for number, one in said_now:
        for other, two in said_now:
            same = (one.kind, one.channel) == (two.kind, two.channel) and number < other
            if same and one.kind in FOLLOW_UPS | {Kind.THANKS}:
                assert abs(one.due_at - two.due_at) >= AN_HOUR
            if same and one.kind in REMINDERS:
                assert one.about != two.about

    for number, wanted in alone.items():
        kept = {one.key(number) for one in voice[number]}
        lost = {one.kind for one in wanted if one.key(number) not in kept}
        assert lost <= {Kind.THANKS, Kind.CALL_MORNING}
        assert (Kind.THANKS in {one.kind for one in voice[number]}) == (
            Kind.THANKS in {one.kind for one in wanted}
        )
    calls = [one for wanted in voice.values() for one in wanted if one.kind == Kind.CALL_MORNING]
    silent = [number for number, wanted in alone.items() if any(o.kind == Kind.CALL_MORNING for o in wanted)]
    days = {one.due_at.date() for n in silent for one in alone[n] if one.kind == Kind.CALL_MORNING}
    assert len(calls) == len(days)


@settings(max_examples=100, deadline=None)
@given(applications(), st.data())
def test_saying_part_of_the_plan_does_not_change_the_rest(everyone: list[Facts], data: st.DataObject) -> None:
    voice = heard(*everyone)
    all_due = sorted({one.due_at for wanted in voice.values() for one in wanted})
    until = data.draw(st.sampled_from(all_due))

    def told(one: Facts) -> Facts:
        gone = [word for word in voice[one.application_id] if word.due_at <= until]
        return replace(one, spoken=tuple(said(word) for word in gone if word.channel != PHONE))

    after = heard(*map(told, everyone))

    for number, wanted in voice.items():
        ahead = [(one.key(number), one.due_at) for one in wanted if one.due_at > until]
        assert ahead == [(one.key(number), one.due_at) for one in after[number] if one.due_at > until]

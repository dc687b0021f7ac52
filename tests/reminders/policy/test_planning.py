"""What should be said, from facts alone."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from company.policy import SpeakingHours
from messaging.policy import Attachment, ChannelName, Kind, Wanted
from reminders.policy.cadence import Anchor, Condition, Route, Step
from reminders.policy.facts import CaseFacts, Facts, Heard, InterviewFacts, Spoken
from reminders.policy.planning import plan

TOKYO = ZoneInfo("Asia/Tokyo")
SMS, EMAIL, PHONE = ChannelName.SMS, ChannelName.EMAIL, ChannelName.PHONE
CADENCE = (
    Step("thanks", Kind.THANKS, Anchor.APPLIED, route=Route.EVERY, useful=timedelta(days=1)),
    Step("invitation", Kind.INVITATION, Anchor.INVITED, useful=timedelta(days=2)),
    Step(
        "invitation-chase",
        Kind.INVITATION_CHASE,
        Anchor.ANSWER_BY,
        offset=timedelta(days=-1),
        route=Route.OTHER_ELSE_BEST,
        useful=timedelta(hours=20),
    ),
    Step("booked", Kind.BOOKED, Anchor.BOOKED, route=Route.EVERY, useful=timedelta(days=1)),
    Step("moved", Kind.MOVED, Anchor.BOOKED, route=Route.EVERY, useful=timedelta(days=1)),
    Step(
        "days-before",
        Kind.REMINDER_DAYS,
        Anchor.START,
        days=-3,
        local_time=time(18),
        condition=Condition.LONG_WAIT,
        useful=timedelta(days=1),
    ),
    Step(
        "evening-before",
        Kind.REMINDER_EVE,
        Anchor.START,
        days=-1,
        local_time=time(18),
        condition=Condition.STALE_ANSWER,
    ),
    Step(
        "evening-again",
        Kind.REMINDER_AGAIN,
        Anchor.START,
        days=-1,
        local_time=time(20, 30),
        condition=Condition.UNANSWERED,
        route=Route.OTHER,
        useful=timedelta(hours=10),
    ),
    Step(
        "morning-call",
        Kind.CALL_MORNING,
        Anchor.START,
        days=0,
        local_time=time(9),
        condition=Condition.UNANSWERED,
        route=Route.CALL,
    ),
    Step(
        "directions", Kind.DIRECTIONS, Anchor.START, offset=timedelta(hours=-2), useful=timedelta(minutes=90)
    ),
    Step(
        "absence-first",
        Kind.ABSENCE_FIRST,
        Anchor.CASE,
        offset=timedelta(minutes=1),
        useful=timedelta(days=2),
    ),
    Step(
        "absence-other",
        Kind.ABSENCE_SECOND,
        Anchor.CASE,
        offset=timedelta(hours=1),
        route=Route.OTHER,
        useful=timedelta(days=2),
    ),
    Step("absence-call", Kind.ABSENCE_CALL, Anchor.CASE, offset=timedelta(hours=1), route=Route.CALL),
    Step(
        "absence-next-day",
        Kind.ABSENCE_THIRD,
        Anchor.CASE,
        days=1,
        local_time=time(10),
        useful=timedelta(days=2),
    ),
    Step(
        "final-notice",
        Kind.FINAL_NOTICE,
        Anchor.CASE,
        days=1,
        local_time=time(17),
        route=Route.EVERY,
        useful=timedelta(days=2),
    ),
)


def tokyo(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in June 2026, Tokyo time."""
    return datetime(2026, 6, day, hour, minute, tzinfo=TOKYO)


def facts(**changes: object) -> Facts:
    base = Facts(
        application_id=7,
        contact_starts_at=tokyo(1, 12),
        applied_by_own_act=True,
        is_over=False,
        zone="Asia/Tokyo",
        hours=SpeakingHours(),
        reach=(SMS, EMAIL),
        can_call=True,
        values={"name": "佐々木"},
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # tests name the fields they set


def booked(**changes: object) -> InterviewFacts:
    base = InterviewFacts(
        id=42,
        is_booked=True,
        invited_at=tokyo(2, 12),
        booked_at=tokyo(9, 12),
        starts_at=tokyo(11, 13),
        invitation=(Attachment("a.ics", "BEGIN", "text/calendar"),),
    )
    return replace(base, **changes)  # type: ignore[arg-type]  # tests name the fields they set


def said(wanted: tuple[Wanted, ...], kind: Kind) -> list[tuple[ChannelName, datetime]]:
    return [(one.channel, one.due_at) for one in wanted if one.kind == kind]


def test_an_application_at_night_is_thanked_at_night_on_every_channel() -> None:
    wanted = plan(facts(contact_starts_at=tokyo(1, 23, 30)), CADENCE)

    assert said(wanted, Kind.THANKS) == [(EMAIL, tokyo(1, 23, 30)), (SMS, tokyo(1, 23, 30))]


def test_an_imported_person_is_thanked_by_sms_only_in_speaking_hours() -> None:
    wanted = plan(facts(contact_starts_at=tokyo(1, 23, 30), applied_by_own_act=False), CADENCE)

    assert said(wanted, Kind.THANKS) == [(EMAIL, tokyo(1, 23, 30)), (SMS, tokyo(2, 8))]


def test_nothing_is_said_before_contact_is_started() -> None:
    assert plan(facts(contact_starts_at=None, interview=booked()), CADENCE) == ()


def test_nothing_further_is_wanted_once_the_application_is_over() -> None:
    assert plan(facts(interview=booked()), CADENCE) != ()
    assert plan(facts(interview=booked(), is_over=True), CADENCE) == ()


def test_silence_after_booking_leads_to_a_second_channel_and_then_to_a_call() -> None:
    wanted = plan(facts(interview=booked()), CADENCE)

    assert said(wanted, Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]
    assert said(wanted, Kind.REMINDER_AGAIN) == [(EMAIL, tokyo(10, 20, 30))]
    assert said(wanted, Kind.CALL_MORNING) == [(PHONE, tokyo(11, 9))]
    assert said(wanted, Kind.DIRECTIONS) == [(SMS, tokyo(11, 11))]


def test_an_answer_ends_the_ladder_and_keeps_the_directions() -> None:
    wanted = plan(facts(interview=booked(confirmed_at=tokyo(10, 18, 5))), CADENCE)

    assert said(wanted, Kind.REMINDER_AGAIN) == []
    assert said(wanted, Kind.CALL_MORNING) == []
    assert said(wanted, Kind.DIRECTIONS) == [(SMS, tokyo(11, 11))]


def test_an_answer_of_last_week_does_not_replace_the_evening_reminder() -> None:
    old = booked(booked_at=tokyo(1, 13), confirmed_at=tokyo(1, 13))

    assert said(plan(facts(interview=old), CADENCE), Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]


def test_a_short_wait_has_no_reminder_three_days_before() -> None:
    long_wait = plan(facts(interview=booked(booked_at=tokyo(3, 12))), CADENCE)
    short_wait = plan(facts(interview=booked(booked_at=tokyo(8, 12))), CADENCE)

    assert said(long_wait, Kind.REMINDER_DAYS) == [(SMS, tokyo(8, 18))]
    assert said(short_wait, Kind.REMINDER_DAYS) == []


def test_a_booking_half_an_hour_before_the_start_gets_its_confirmation_alone() -> None:
    wanted = plan(facts(interview=booked(booked_at=tokyo(11, 12, 30))), CADENCE)

    assert {one.kind for one in wanted} == {Kind.THANKS, Kind.BOOKED}


def test_directions_that_would_come_too_early_in_the_day_are_left_to_the_evening() -> None:
    wanted = plan(facts(interview=booked(starts_at=tokyo(11, 9))), CADENCE)

    assert said(wanted, Kind.DIRECTIONS) == []
    assert said(wanted, Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]


def test_who_answered_before_the_evening_gets_early_directions_that_evening() -> None:
    early = booked(starts_at=tokyo(11, 9), confirmed_at=tokyo(10, 12))

    wanted = plan(facts(interview=early), CADENCE)

    assert said(wanted, Kind.REMINDER_EVE) == []
    assert said(wanted, Kind.DIRECTIONS) == [(SMS, tokyo(10, 18))]


def test_a_move_changes_what_every_message_is_about_and_thanks_for_the_move() -> None:
    before = plan(facts(interview=booked()), CADENCE)
    after = plan(facts(interview=booked(moves=1, starts_at=tokyo(12, 15), booked_at=tokyo(10, 9))), CADENCE)

    old_keys = {one.key(7) for one in before if one.kind != Kind.THANKS}
    assert old_keys.isdisjoint({one.key(7) for one in after})
    assert said(after, Kind.MOVED) == [(EMAIL, tokyo(10, 9)), (SMS, tokyo(10, 9))]
    assert said(after, Kind.BOOKED) == []
    assert said(after, Kind.REMINDER_EVE) == [(SMS, tokyo(11, 18))]


def test_moving_to_and_fro_confirms_every_move() -> None:
    first = plan(facts(interview=booked(moves=1)), CADENCE)
    third = plan(facts(interview=booked(moves=3)), CADENCE)

    moved = {one.key(7) for one in first if one.kind == Kind.MOVED}
    assert moved.isdisjoint({one.key(7) for one in third})


def test_only_mail_carries_the_calendar_file() -> None:
    wanted = plan(facts(interview=booked()), CADENCE)

    carried = {one.channel: len(one.attachments) for one in wanted if one.kind == Kind.BOOKED}
    assert carried == {EMAIL: 1, SMS: 0}


def test_equal_facts_give_equal_plans() -> None:
    assert plan(facts(interview=booked()), CADENCE) == plan(facts(interview=booked()), CADENCE)


def test_what_missed_on_one_channel_moves_to_the_next() -> None:
    missed = Spoken(Kind.REMINDER_EVE, "interview:42@2026-06-11T13:00", "evening-before", "sms", missed=True)

    wanted = plan(facts(interview=booked(), spoken=(missed,)), CADENCE)

    assert said(wanted, Kind.REMINDER_EVE) == [(EMAIL, tokyo(10, 18))]


def test_what_was_said_stays_said_when_the_preference_changes() -> None:
    told = Spoken(Kind.REMINDER_EVE, "interview:42@2026-06-11T13:00", "evening-before", "sms", missed=False)

    wanted = plan(facts(interview=booked(), spoken=(told,), reach=(EMAIL, SMS)), CADENCE)

    assert said(wanted, Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]


def test_a_person_with_one_channel_is_not_asked_twice_in_an_evening() -> None:
    wanted = plan(facts(interview=booked(), reach=(SMS,)), CADENCE)

    assert said(wanted, Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]
    assert said(wanted, Kind.REMINDER_AGAIN) == []


def test_an_invitation_that_nobody_answers_is_chased_softly_on_the_other_channel() -> None:
    invited = InterviewFacts(id=42, is_invited=True, invited_at=tokyo(2, 12), answer_by=tokyo(5, 12))

    wanted = plan(facts(interview=invited), CADENCE)

    assert said(wanted, Kind.INVITATION) == [(SMS, tokyo(2, 12))]
    assert said(wanted, Kind.INVITATION_CHASE) == [(EMAIL, tokyo(4, 12))]


def test_a_case_asks_on_several_channels_over_more_than_a_day() -> None:
    case = CaseFacts(id=5, opened_at=tokyo(11, 13, 12), asking=True, hours=48)

    wanted = [one for one in plan(facts(interview=None, case=case), CADENCE) if one.about == "case:5"]

    assert [(one.kind, one.channel, one.due_at) for one in wanted] == [
        (Kind.ABSENCE_FIRST, SMS, tokyo(11, 13, 13)),
        (Kind.ABSENCE_CALL, PHONE, tokyo(11, 14, 12)),
        (Kind.ABSENCE_SECOND, EMAIL, tokyo(11, 14, 12)),
        (Kind.ABSENCE_THIRD, SMS, tokyo(12, 10)),
        (Kind.FINAL_NOTICE, EMAIL, tokyo(12, 17)),
        (Kind.FINAL_NOTICE, SMS, tokyo(12, 17)),
    ]


def test_the_final_notice_leaves_a_day_and_never_undercuts_the_rule() -> None:
    case = CaseFacts(id=5, opened_at=tokyo(11, 19, 40), asking=True, hours=48)

    notice = next(one for one in plan(facts(case=case), CADENCE) if one.kind == Kind.FINAL_NOTICE)

    assert notice.due_at == tokyo(12, 17)
    assert datetime.fromisoformat(notice.values["deadline_at"]) == tokyo(13, 20)


def test_a_final_notice_that_is_held_up_leaves_time_to_answer_or_does_not_go() -> None:
    case = CaseFacts(id=5, opened_at=tokyo(11, 13), asking=True, hours=48)

    notice = next(one for one in plan(facts(case=case), CADENCE) if one.kind == Kind.FINAL_NOTICE)

    deadline = datetime.fromisoformat(notice.values["deadline_at"])
    assert (deadline, notice.expires_at) == (tokyo(13, 17), tokyo(13, 5))


def test_no_step_of_a_case_leaves_before_its_undo_is_over() -> None:
    case = CaseFacts(id=5, opened_at=tokyo(11, 13), asking=True, hours=48)
    hasty = Step("absence-first", Kind.ABSENCE_FIRST, Anchor.CASE)

    assert said(plan(facts(case=case), (hasty,)), Kind.ABSENCE_FIRST) == [(SMS, tokyo(11, 13, 1))]


def test_a_word_from_the_person_ends_every_step_of_the_case() -> None:
    case = CaseFacts(id=5, opened_at=tokyo(11, 13), asking=False, hours=48)

    assert [one for one in plan(facts(case=case), CADENCE) if one.about == "case:5"] == []


def test_a_closed_case_ends_with_one_kind_word_ten_minutes_later() -> None:
    case = CaseFacts(id=5, opened_at=tokyo(11, 13), asking=False, hours=48, closed_at=tokyo(13, 18))

    wanted = plan(facts(case=case, is_over=True), CADENCE)

    assert [(one.kind, one.channel, one.due_at) for one in wanted] == [
        (Kind.REJECTED, SMS, tokyo(13, 18, 10))
    ]


def test_ending_an_application_before_its_interview_says_that_nobody_need_come() -> None:
    off = booked(is_booked=False, cancelled_by_us_at=tokyo(10, 12))

    wanted = plan(facts(interview=off, is_over=True), CADENCE)

    assert [(one.kind, one.channel, one.due_at) for one in wanted] == [
        (Kind.ENDED, EMAIL, tokyo(10, 12)),
        (Kind.ENDED, SMS, tokyo(10, 12)),
    ]
    assert all(one.expires_at == tokyo(11, 12) for one in wanted)


def test_nothing_is_said_about_an_interview_that_had_begun_when_the_application_ended() -> None:
    begun = booked(is_booked=False, cancelled_by_us_at=tokyo(11, 13, 30))

    assert plan(facts(interview=begun, is_over=True), CADENCE) == ()


def test_a_clear_answer_is_thanked_where_it_was_given() -> None:
    heard = Heard(message_id=3, at=tokyo(10, 18, 2), channel=SMS, answer=Kind.CONFIRMED)

    wanted = plan(facts(heard=(heard,)), CADENCE)

    assert said(wanted, Kind.CONFIRMED) == [(SMS, tokyo(10, 18, 2))]


@pytest.mark.parametrize("hour", range(24))
def test_no_sms_of_ours_is_due_at_night(hour: int) -> None:
    case = CaseFacts(id=5, opened_at=tokyo(11, hour), asking=True, hours=48)
    interview = booked(starts_at=tokyo(11, hour), by_candidate=False, booked_at=tokyo(9, hour))

    wanted = plan(facts(interview=interview, case=case, applied_by_own_act=False), CADENCE)

    texts = [one for one in wanted if one.channel == SMS]
    assert texts
    assert all(8 <= one.due_at.astimezone(TOKYO).hour < 21 for one in texts)


def test_moments_are_compared_across_zones() -> None:
    in_utc = booked(booked_at=tokyo(9, 12).astimezone(UTC), starts_at=tokyo(11, 13).astimezone(UTC))

    wanted = plan(facts(interview=in_utc), CADENCE)

    assert said(wanted, Kind.REMINDER_EVE) == [(SMS, tokyo(10, 18))]

"""A booked interview: moved, lost, found again, late, at night; every word really sent."""

from datetime import timedelta

import pytest
from django.db import transaction

from candidates.policy import Stage
from candidates.services.staging import move_stage
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.hearing import hear
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.confirming import confirm_interview
from scheduling.services.inviting import invite
from scheduling.services.leaving import undo_withdrawal, withdraw
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.reminders.services.living import EMAIL, PHONE, SMS, booked, live, moved, planned, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
REMINDERS = (Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS)


def test_silence_is_reminded_on_one_channel_then_the_other_then_put_before_a_person() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)

    live(NOW, START)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
        (Kind.DIRECTIONS, SMS, "12 11:00"),
    ]
    call = Message.objects.get(kind=Kind.CALL_MORNING)
    assert (call.channel, call.due_at, call.state) == (PHONE, tokyo(2026, 6, 12, 9), State.EXPIRED)


def test_a_move_before_the_reminder_takes_every_reminder_along() -> None:
    application = someone(NOW)
    interview = booked(application, START, now=NOW)

    moved(interview, START + timedelta(days=1), now=NOW + timedelta(hours=1))
    live(NOW + timedelta(hours=1), START + timedelta(days=1))

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, SMS, "12 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "12 20:30"),
        (Kind.DIRECTIONS, SMS, "13 11:00"),
    ]
    assert all(
        "6月13日" in row.body for row in Message.objects.filter(kind=Kind.REMINDER_EVE, state="delivered")
    )


def test_a_move_after_the_reminder_is_told_and_reminded_of_anew() -> None:
    application = someone(NOW)
    interview = booked(application, START, now=NOW)
    live(NOW, tokyo(2026, 6, 11, 19))

    moved(interview, START + timedelta(days=1), now=tokyo(2026, 6, 11, 19))
    live(tokyo(2026, 6, 11, 19), START + timedelta(days=1))

    assert said(application, Kind.MOVED, *REMINDERS) == [
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.MOVED, EMAIL, "11 19:00"),
        (Kind.MOVED, SMS, "11 19:00"),
        (Kind.REMINDER_EVE, SMS, "12 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "12 20:30"),
        (Kind.DIRECTIONS, SMS, "13 11:00"),
    ]


def test_moving_away_and_back_reminds_once_of_the_time_that_holds() -> None:
    application = someone(NOW)
    interview = booked(application, START, now=NOW)
    first = interview.bookings.get().slot
    moved(interview, START + timedelta(hours=2), now=NOW + timedelta(minutes=1))

    book(interview, first, now=NOW + timedelta(minutes=2))
    live(NOW + timedelta(minutes=2), START)

    assert said(application, Kind.BOOKED, Kind.MOVED, *REMINDERS) == [
        (Kind.MOVED, EMAIL, "10 10:02"),
        (Kind.MOVED, SMS, "10 10:02"),
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
        (Kind.DIRECTIONS, SMS, "12 11:00"),
    ]
    keys = Message.objects.exclude(state=State.CANCELLED).values_list("key", flat=True)
    assert len(keys) == len(set(keys))


def test_a_yes_holds_for_the_time_it_was_given_to() -> None:
    application = someone(NOW)
    interview = booked(application, START, now=NOW)
    live(NOW, tokyo(2026, 6, 11, 18, 30))
    confirm_interview(interview, now=tokyo(2026, 6, 11, 18, 30))
    live(tokyo(2026, 6, 11, 18, 30), tokyo(2026, 6, 11, 21))
    assert Kind.REMINDER_AGAIN not in [kind for kind, *_ in said(application)]

    moved(interview, START + timedelta(days=2), now=tokyo(2026, 6, 11, 21))
    live(tokyo(2026, 6, 11, 21), START + timedelta(days=2))

    assert (Kind.REMINDER_EVE, SMS, "13 18:00") in said(application)
    assert (Kind.REMINDER_AGAIN, EMAIL, "13 20:30") in said(application)


@pytest.mark.parametrize("path", ["we", "they", "rejected", "closed"])
def test_after_the_end_by_any_path_no_reminder_goes_out(path: str) -> None:
    application = someone(NOW)
    interview = booked(application, START, now=NOW)
    live(NOW, NOW + timedelta(hours=1))
    at, staff = NOW + timedelta(hours=1), make.a_staff()

    if path == "we":
        cancel_by_us(interview, by=staff, now=at, reason="us_ill")
    elif path == "they":
        withdraw(application, now=at)
    else:
        move_stage(application, Stage(path), now=at, by=staff)
    live(at, START + timedelta(days=1))

    words = {"we": Kind.CANCELLED, "rejected": Kind.ENDED, "closed": Kind.ENDED}.get(path)
    expected = [(words, EMAIL, "10 11:00"), (words, SMS, "10 11:00")] if words else []
    assert [one for one in said(application) if one[2] > "10 10:00"] == expected
    assert planned(application) == []


def test_an_undone_withdrawal_brings_back_all_that_was_still_to_be_said() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    before = planned(application)
    withdraw(application, now=NOW + timedelta(minutes=5))
    assert planned(application) == []

    undo_withdrawal(application, now=NOW + timedelta(minutes=10))

    assert planned(application) == before != []
    live(NOW + timedelta(minutes=10), START)
    assert [one for one in said(application) if one[2] > "10 10:00"] == [
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
        (Kind.DIRECTIONS, SMS, "12 11:00"),
    ]


def test_a_reminder_that_fell_due_during_an_undone_withdrawal_still_goes_out() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, tokyo(2026, 6, 11, 17, 55))
    withdraw(application, now=tokyo(2026, 6, 11, 17, 55))
    live(tokyo(2026, 6, 11, 17, 55), tokyo(2026, 6, 11, 18, 5))
    assert said(application, *REMINDERS) == []

    undo_withdrawal(application, now=tokyo(2026, 6, 11, 18, 5))
    live(tokyo(2026, 6, 11, 18, 5), tokyo(2026, 6, 11, 21))

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, SMS, "11 18:05"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
    ]


def test_a_time_lost_by_a_withdrawal_and_booked_again_is_told_again() -> None:
    application = someone(NOW)
    interview = booked(application, START, now=NOW)
    slot = interview.bookings.get().slot
    live(NOW, NOW)
    withdraw(application, now=NOW + timedelta(minutes=1))
    other = invite(
        someone(NOW, job=application.job, phone="+819099999999", email="o@example.jp", family_name="岡"),
        now=NOW,
    )
    book(other, slot, now=NOW + timedelta(minutes=2))
    undo_withdrawal(application, now=NOW + timedelta(minutes=3))
    interview.refresh_from_db()
    assert interview.state == InterviewState.INVITED
    withdraw(other.application, now=NOW + timedelta(minutes=4))

    book(interview, slot, now=NOW + timedelta(minutes=5))
    live(NOW + timedelta(minutes=5), NOW + timedelta(minutes=6))

    assert said(application, Kind.MOVED) == [(Kind.MOVED, EMAIL, "10 10:05"), (Kind.MOVED, SMS, "10 10:05")]
    assert Interview.objects.get(pk=interview.pk).own_moves == 0


def test_what_is_booked_at_23_is_confirmed_at_once_and_the_rest_waits_for_the_day() -> None:
    night = tokyo(2026, 6, 10, 23)
    application = someone(night)
    booked(application, START, now=night)

    live(night, START)

    at_once = [(kind, channel) for kind, channel, at in said(application) if at == "10 23:00"]
    assert sorted(at_once) == [
        (Kind.BOOKED, EMAIL),
        (Kind.BOOKED, SMS),
        (Kind.THANKS, EMAIL),
        (Kind.THANKS, SMS),
    ]
    assert [one for one in said(application) if one[2] > "10 23:00"] == [
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
        (Kind.DIRECTIONS, SMS, "12 11:00"),
    ]


def test_what_staff_book_at_night_waits_for_the_morning_by_sms() -> None:
    application = someone(NOW)
    live(NOW, NOW)
    night = tokyo(2026, 6, 10, 22)
    interview = invite(application, by=make.a_staff(), now=night)

    book(interview, make.a_slot(START, location=application.job.location), now=night, by=make.a_staff())
    live(night, tokyo(2026, 6, 11, 9))

    assert said(application, Kind.BOOKED) == [
        (Kind.BOOKED, EMAIL, "10 22:00"),
        (Kind.BOOKED, SMS, "11 08:00"),
    ]


@pytest.mark.parametrize(
    "before", [timedelta(minutes=30), timedelta(hours=1, minutes=59), timedelta(hours=16)]
)
def test_a_booking_inside_the_reminders_windows_is_confirmed_once_and_not_reminded_at_once(
    before: timedelta,
) -> None:
    at = START - before
    application = someone(at)
    live(at, at)
    booked(application, START, now=at)

    live(at, at + timedelta(minutes=1))

    assert said(application, Kind.BOOKED, *REMINDERS) == [
        (Kind.BOOKED, EMAIL, f"{at:%d %H:%M}"),
        (Kind.BOOKED, SMS, f"{at:%d %H:%M}"),
    ]


def test_a_change_that_is_rolled_back_says_nothing() -> None:
    application = someone(NOW)
    live(NOW, NOW)
    before = said(application)

    with transaction.atomic():
        booked(application, START, now=NOW)
        transaction.set_rollback(True)

    live(NOW, START)
    assert said(application) == before


def test_a_thank_you_for_a_yes_is_not_sent_once_the_interview_is_gone() -> None:
    application = someone(NOW)
    interview = booked(application, START, now=NOW)
    live(NOW, NOW)
    at = NOW + timedelta(hours=1)

    hear(application, channel=ChannelName.SMS, text="はい", now=at, address=application.candidate.phone)
    cancel_by_us(interview, by=make.a_staff(), now=at, reason="us_ill")
    live(at, at + timedelta(hours=1))

    assert said(application, Kind.CONFIRMED) == []
    assert said(application, Kind.CANCELLED) == [
        (Kind.CANCELLED, EMAIL, "10 11:00"),
        (Kind.CANCELLED, SMS, "10 11:00"),
    ]


def test_who_withdraws_before_our_cancelling_is_told_reads_no_refusal() -> None:
    application = someone(NOW)
    interview = booked(application, START, now=NOW)
    live(NOW, tokyo(2026, 6, 10, 22))
    cancel_by_us(interview, by=make.a_staff(), now=tokyo(2026, 6, 10, 22), reason="us_ill")
    live(tokyo(2026, 6, 10, 22), tokyo(2026, 6, 10, 23))

    withdraw(application, now=tokyo(2026, 6, 10, 23))
    live(tokyo(2026, 6, 10, 23), START + timedelta(days=1))

    assert [one for one in said(application) if one[2] > "10 22:00"] == []


def test_who_is_hired_before_a_last_interview_reads_no_refusal() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    move_stage(application, Stage.OFFERED, now=NOW, by=make.a_staff())

    move_stage(application, Stage.JOINED, now=NOW + timedelta(hours=1), by=make.a_staff())
    live(NOW + timedelta(hours=1), START)

    assert said(application, Kind.ENDED, Kind.REJECTED, *REMINDERS) == []

"""Night and day where the location is, the hour on the clock's edges, and the night the clocks change."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from candidates.services.intake import start_contact
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.writing import write
from noshow.services.attendance import record_attendance
from scheduling.policy import InterviewState
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.reminders.services.living import EMAIL, SMS, booked, live, said, someone

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
REMINDERS = (Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS)


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        (tokyo(2026, 6, 10, 20, 59), "10 20:59"),
        (tokyo(2026, 6, 10, 21, 0), "11 08:00"),
        (tokyo(2026, 6, 11, 7, 59), "11 08:00"),
        (tokyo(2026, 6, 11, 8, 0), "11 08:00"),
    ],
)
def test_what_we_start_by_sms_keeps_to_the_hours_to_the_minute(written: datetime, leaves: str) -> None:
    application = someone(NOW)
    live(NOW, NOW)

    write(application, channel=ChannelName.SMS, body="お電話ください", author=make.a_staff(), now=written)
    live(written, written + timedelta(hours=12))

    assert said(application, Kind.MANUAL) == [(Kind.MANUAL, SMS, leaves)]


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)], ids=["spring", "autumn"])
def test_reminders_keep_the_local_evening_and_morning_over_the_night_the_clocks_change(day: date) -> None:
    job = make.a_job(location=make.a_location(zone="America/New_York"))
    start = datetime.combine(day, time(13), NEW_YORK)
    applied = datetime.combine(day - timedelta(days=2), time(11), NEW_YORK)
    application = someone(applied, job=job)
    booked(application, start, now=applied)

    live(applied, start)

    eve = f"{day - timedelta(days=1):%d}"
    assert said(application, *REMINDERS, zone="America/New_York") == [
        (Kind.REMINDER_EVE, SMS, f"{eve} 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, f"{eve} 20:30"),
        (Kind.DIRECTIONS, SMS, f"{day:%d} 11:00"),
    ]
    text = Message.objects.get(kind=Kind.DIRECTIONS, state=State.DELIVERED).body
    assert "13:00" in text


def test_an_absence_noted_late_at_night_is_followed_up_by_sms_in_the_morning() -> None:
    start = tokyo(2026, 6, 10, 20, 30)
    application = someone(NOW)
    interview = booked(application, start, now=NOW)
    live(NOW, start + timedelta(hours=2))

    record_attendance(interview, InterviewState.ABSENT, by=make.a_staff(), now=start + timedelta(hours=2))
    live(start + timedelta(hours=2), tokyo(2026, 6, 11, 9))

    assert said(application, Kind.ABSENCE_FIRST) == [(Kind.ABSENCE_FIRST, SMS, "11 08:00")]


def test_imported_people_started_at_night_are_texted_in_the_morning() -> None:
    night = tokyo(2026, 6, 10, 23)
    application = make.an_application(is_started=False, source="csv")

    start_contact([application], by=make.a_staff(), now=night)
    live(night, tokyo(2026, 6, 11, 9))

    assert said(application, Kind.THANKS) == [
        (Kind.THANKS, EMAIL, "10 23:00"),
        (Kind.THANKS, SMS, "11 08:00"),
    ]


def test_an_early_interview_is_not_announced_by_sms_before_the_day_begins() -> None:
    start = tokyo(2026, 6, 12, 9)
    application = someone(NOW)
    booked(application, start, now=NOW)

    live(NOW, start)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
    ]

"""Interviewers' own calendars: what counts as busy, and how an address is read again and again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from pytest_django import Settings

from company.models import Staff
from scheduling.models import BusyFeed, BusyTime, Slot
from scheduling.policy.spans import Span
from scheduling.services import busy_feeds, feeds_expanding, feeds_parsing
from scheduling.services.busy_feeds import (
    AddressesOff,
    add_address,
    drop_feed,
    read_due,
    read_feed,
    read_soon,
    take_in_file,
)
from scheduling.services.feeds_fetching import LARGEST, FeedRefused
from scheduling.services.feeds_parsing import busy_spans
from scheduling.services.supplying import supply
from tests import factories as make
from tests.factories import NOW, TOKYO, tokyo
from tests.scheduling.calendar_server import CalendarServer, calendar_server, plain

pytestmark = pytest.mark.django_db
MACHINE = NOW + timedelta(days=400)  # the machine's own time has nothing to do with the product's
TOMORROW = date(2026, 6, 11)


def calendar(*events: str, more: str = "") -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\n{event.strip()}\r\nEND:VEVENT\r\n" for event in events)
    lines = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{more}{inside}END:VCALENDAR\r\n"
    return "\r\n".join(line.strip() for line in lines.splitlines()).encode() + b"\r\n"


def busy(*events: str, days: int = 14, more: str = "") -> list[str]:
    spans = busy_spans(calendar(*events, more=more), start=NOW, end=NOW + timedelta(days=days), zone=TOKYO)
    return [
        f"{one.starts_at.astimezone(TOKYO):%m-%d %H:%M}/{one.ends_at.astimezone(TOKYO):%m-%d %H:%M}"
        for one in spans
    ]


def refusal(file: bytes) -> str:
    with pytest.raises(FeedRefused) as refused:
        busy_spans(file, start=NOW, end=NOW + timedelta(days=14), zone=TOKYO)
    return refused.value.code


@pytest.fixture
def interviewer() -> Staff:
    return make.a_staff(locations=[make.a_location()])


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    with calendar_server(tmp_path_factory.mktemp("tls")) as running:
        yield running


# --- reading a file --------------------------------------------------------------------------------


def test_a_meeting_in_utc_in_a_zone_and_without_one() -> None:
    assert busy(
        "UID:1\nDTSTART:20260611T010000Z\nDTEND:20260611T020000Z",
        "UID:2\nDTSTART;TZID=America/New_York:20260611T200000\nDTEND;TZID=America/New_York:20260611T210000",
        "UID:3\nDTSTART:20260613T090000\nDURATION:PT90M",
    ) == ["06-11 10:00/06-11 11:00", "06-12 09:00/06-12 10:00", "06-13 09:00/06-13 10:30"]


def test_whole_days_last_from_midnight_to_midnight_where_they_are() -> None:
    assert busy(
        "UID:1\nDTSTART;VALUE=DATE:20260612\nDTEND;VALUE=DATE:20260614",
        "UID:2\nDTSTART;VALUE=DATE:20260620",
    ) == ["06-12 00:00/06-14 00:00", "06-20 00:00/06-21 00:00"]


def test_a_series_with_an_exception_a_moved_day_and_a_cancelled_one() -> None:
    series = (
        "UID:weekly\nDTSTART;TZID=Asia/Tokyo:20260601T100000\nDTEND;TZID=Asia/Tokyo:20260601T110000\n"
        "RRULE:FREQ=DAILY;COUNT=15\nEXDATE;TZID=Asia/Tokyo:20260612T100000"
    )
    moved = (
        "UID:weekly\nRECURRENCE-ID;TZID=Asia/Tokyo:20260613T100000\n"
        "DTSTART;TZID=Asia/Tokyo:20260613T150000\nDTEND;TZID=Asia/Tokyo:20260613T160000"
    )
    cancelled = (
        "UID:weekly\nRECURRENCE-ID;TZID=Asia/Tokyo:20260614T100000\nSTATUS:CANCELLED\n"
        "DTSTART;TZID=Asia/Tokyo:20260614T100000\nDTEND;TZID=Asia/Tokyo:20260614T110000"
    )

    assert busy(series, moved, cancelled) == [
        "06-10 10:00/06-10 11:00",
        "06-11 10:00/06-11 11:00",
        "06-13 15:00/06-13 16:00",
        "06-15 10:00/06-15 11:00",
    ]


def test_a_weekly_meeting_keeps_its_local_hour_across_a_clock_change() -> None:
    spans = busy_spans(
        calendar(
            "UID:1\nDTSTART;TZID=Europe/Berlin:20261018T090000\nDTEND;TZID=Europe/Berlin:20261018T100000\n"
            "RRULE:FREQ=WEEKLY;COUNT=3"
        ),
        start=tokyo(2026, 10, 1),
        end=tokyo(2026, 12, 1),
        zone=TOKYO,
    )

    local = [span.starts_at.astimezone(ZoneInfo("Europe/Berlin")) for span in spans]
    assert [(one.day, one.hour) for one in local] == [(18, 9), (25, 9), (1, 9)]


def test_what_is_free_or_called_off_does_not_count_and_what_touches_is_one() -> None:
    hour = "DTSTART:20260611T010000Z\nDTEND:20260611T020000Z"
    assert (
        busy(
            f"UID:1\nTRANSP:TRANSPARENT\n{hour}",
            f"UID:2\nSTATUS:CANCELLED\n{hour}",
            f"UID:3\nX-MICROSOFT-CDO-BUSYSTATUS:FREE\n{hour}",
            "UID:4\nDTSTART:20260611T020000Z",  # lasts no time at all
        )
        == []
    )
    assert busy(
        f"UID:1\n{hour}", "UID:2\nDTSTART:20260611T013000Z\nDTEND:20260611T030000Z",
        "UID:3\nDTSTART:20260611T030000Z\nDTEND:20260611T033000Z",
    ) == ["06-11 10:00/06-11 12:30"]  # fmt: skip


def test_our_own_interviews_in_their_calendar_do_not_make_them_busy() -> None:
    interview = make.a_booked_interview(tokyo(2026, 6, 11, 10))
    hour = "DTSTART:20260611T010000Z\nDTEND:20260611T020000Z"

    assert busy(f"UID:{str(interview.uid).upper()}@hinata.example\n{hour}") == []
    assert busy(f"UID:5f1c0d34-0000-4000-8000-000000000000@hinata.example\n{hour}") != []


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "not_calendar"),
        (b"<html>not here</html>", "not_calendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "not_calendar"),
        (calendar("UID:1\nDTSTART:00010101T000000\nDTEND:99991231T235959"), "not_calendar"),
        (b"BEGIN:VCALENDAR\r\n" + b"x" * LARGEST, "too_big"),
        (calendar("UID:1\nDTSTART:20200101T000000Z\nRRULE:FREQ=SECONDLY"), "too_many"),
        (calendar("UID:1\nDTSTART:20200101T000000Z\nRRULE:FREQ=HOURLY"), "too_many"),
        (
            calendar(
                "UID:1\nDTSTART:20200101T000000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5;BYMINUTE=1,2,3,4,5,6"
            ),
            "too_many",
        ),
        (calendar(*[f"UID:{n}\nDTSTART:20260611T010000Z" for n in range(5001)]), "too_many"),
    ],
)
def test_a_file_that_is_none_or_too_much_is_refused(file: bytes, code: str) -> None:
    assert refusal(file) == code


def series(rule: str, starts: str = "20200101T000000Z") -> bytes:
    return calendar(f"UID:1\nDTSTART:{starts}\nDURATION:PT30M\nRRULE:{rule}")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=0",  # never ends
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=YEARLY;BYDAY=99MO",  # the library falls over its own list
        "FREQ=SOMETIMES",
    ],
)
def test_a_rule_that_is_none_makes_it_no_calendar(rule: str) -> None:
    assert refusal(series(rule)) == "not_calendar"


def test_a_file_that_keeps_us_counting_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds_parsing, "MOST_WORK", 1)

    assert refusal(series("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", starts="00010101T000000")) == "too_many"


def test_a_file_that_wants_too_much_memory_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds_parsing, "MOST_MEMORY", 32 * 1024 * 1024)
    file = calendar(*[f"UID:{n}\nDTSTART:20260611T010000Z" for n in range(2000)])

    assert refusal(file) == "too_many"


def test_a_file_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds_parsing, "MOST_SECONDS", 0.01)

    assert refusal(calendar("UID:1\nDTSTART:20260611T010000Z")) == "too_many"


def test_a_program_that_does_not_start_is_our_fault_and_not_the_calendars(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds_parsing, "PROGRAM", Path("nowhere.py"))

    with pytest.raises(RuntimeError, match=r"nowhere\.py"):
        busy("UID:1\nDTSTART:20260611T010000Z")
    assert feeds_parsing.OUT_OF_MEMORY == feeds_expanding.OUT_OF_MEMORY


# --- keeping it --------------------------------------------------------------------------------------


def test_a_file_blocks_the_times_of_rules_and_dropping_it_gives_them_back(interviewer: Staff) -> None:
    make.a_rule(interviewer=interviewer, from_on=TOMORROW, until_on=TOMORROW)
    supply(now=NOW)
    file = calendar("UID:1\nSUMMARY:secret\nDTSTART:20260611T010000Z\nDTEND:20260611T020000Z")

    feed, done = take_in_file(interviewer, "own", file, by=interviewer, now=NOW)
    left = Slot.objects.count()
    again, nothing = take_in_file(interviewer, "own", file, by=interviewer, now=NOW)
    is_same = again == feed
    given = drop_feed(feed, by=interviewer, now=NOW)

    assert (done.gone, left, is_same, nothing.gone) == (2, 2, True, 0)
    assert (given.made, Slot.objects.count(), BusyTime.objects.count()) == (2, 4, 0)


def test_a_file_is_read_before_anything_is_locked(
    interviewer: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths = []

    def parse(*_args: object, **_options: object) -> list[Span]:
        depths.append(len(connection.atomic_blocks))
        return []

    monkeypatch.setattr(busy_feeds, "busy_spans", parse)
    outside = len(connection.atomic_blocks)

    take_in_file(interviewer, "own", b"", by=interviewer, now=NOW)

    assert depths == [outside]


def test_an_address_is_read_every_half_hour_and_only_when_its_turn_comes(
    interviewer: Staff, server: CalendarServer
) -> None:
    make.a_rule(interviewer=interviewer, from_on=TOMORROW, until_on=TOMORROW)
    supply(now=NOW)
    server.answer = plain(calendar("UID:1\nDTSTART:20260611T010000Z\nDTEND:20260611T013000Z"))
    feed = BusyFeed.objects.create(
        staff=interviewer, name="own", url=server.url, added_at=NOW, next_read_at=MACHINE
    )

    def tick(minutes: int) -> int:
        after = timedelta(minutes=minutes)
        return read_due(now=NOW + after, machine_now=MACHINE + after, reach=server.reach())

    read = [tick(0), tick(1), tick(29), tick(30)]

    feed.refresh_from_db()
    assert read == [1, 0, 0, 1]
    assert (feed.error, feed.read_at) == ("", NOW + timedelta(minutes=30))
    assert (feed.next_read_at, feed.lease_until) == (MACHINE + timedelta(minutes=60), None)
    assert Slot.objects.count() == 3


def test_a_failing_address_waits_longer_and_longer_and_keeps_what_was_read(
    interviewer: Staff, server: CalendarServer
) -> None:
    server.answer = plain(calendar("UID:1\nDTSTART:20260611T010000Z\nDTEND:20260611T020000Z"))
    feed = BusyFeed.objects.create(staff=interviewer, name="own", url=server.url, added_at=NOW)
    read_feed(feed, now=NOW, machine_now=MACHINE, reach=server.reach())
    server.answer = plain(b"", status="500 Oh no")

    waits = []
    for hours in (0.5, 4, 30):
        after = timedelta(hours=hours)
        feed.refresh_from_db()
        read_feed(feed, now=NOW + after, machine_now=MACHINE + after, reach=server.reach())
        feed.refresh_from_db()
        assert feed.next_read_at is not None
        waits.append(feed.next_read_at - MACHINE - after)

    assert waits == [timedelta(minutes=15), timedelta(hours=2), timedelta(hours=6)]
    assert (feed.error, feed.read_at, BusyTime.objects.count()) == ("unreachable", NOW, 1)


@pytest.mark.parametrize(
    ("file", "code"), [(series("FREQ=YEARLY;BYDAY=99MO"), "not_calendar"), (None, "unreachable")]
)
def test_one_bad_calendar_does_not_keep_the_others_waiting(
    interviewer: Staff, monkeypatch: pytest.MonkeyPatch, file: bytes | None, code: str
) -> None:
    bad, good = (
        BusyFeed.objects.create(
            staff=interviewer,
            name=name,
            url=name,
            added_at=NOW,
            next_read_at=MACHINE - timedelta(hours=hours),
        )
        for name, hours in (("bad", 2), ("good", 1))
    )

    def fetch(url: str, _reach: object) -> bytes:
        if url == "good":
            return calendar("UID:1\nDTSTART:20260611T010000Z\nDTEND:20260611T020000Z")
        if file is None:
            raise LookupError("what nobody foresaw")
        return file

    monkeypatch.setattr(busy_feeds, "fetch", fetch)

    read = [read_due(now=NOW, machine_now=MACHINE) for _ in range(2)]

    bad.refresh_from_db()
    good.refresh_from_db()
    assert read == [2, 0]
    assert (bad.error, bad.next_read_at, bad.lease_until) == (code, MACHINE + timedelta(minutes=5), None)
    assert (good.error, good.read_at, good.times.count()) == ("", NOW, 1)


def test_one_reader_at_a_time_until_its_lease_is_over(interviewer: Staff, server: CalendarServer) -> None:
    BusyFeed.objects.create(
        staff=interviewer, name="own", url=server.url, added_at=NOW, next_read_at=MACHINE,
        lease_until=MACHINE + timedelta(minutes=2),
    )  # fmt: skip

    def tick(minutes: int) -> int:
        return read_due(now=NOW, machine_now=MACHINE + timedelta(minutes=minutes), reach=server.reach())

    assert [tick(0), tick(1), tick(2)] == [0, 0, 1]


def test_a_feed_removed_while_it_is_read_stays_removed(interviewer: Staff, server: CalendarServer) -> None:
    feed = BusyFeed.objects.create(staff=interviewer, name="own", url=server.url, added_at=NOW)
    server.answer = plain(calendar("UID:1\nDTSTART:20260611T010000Z\nDTEND:20260611T020000Z"))
    gone = BusyFeed.objects.get(pk=feed.pk)
    drop_feed(gone, by=interviewer, now=NOW)

    read_feed(feed, now=NOW, machine_now=MACHINE, reach=server.reach())

    assert not BusyTime.objects.exists()


def test_reading_at_once_is_asked_for_by_hand(interviewer: Staff, server: CalendarServer) -> None:
    later = MACHINE + timedelta(hours=3)
    feed = BusyFeed.objects.create(
        staff=interviewer, name="own", url=server.url, added_at=NOW, next_read_at=later
    )

    read_soon(feed, machine_now=MACHINE)

    assert read_due(now=NOW, machine_now=MACHINE, reach=server.reach()) == 1


def test_a_wrong_address_is_refused_when_it_is_given(interviewer: Staff, settings: Settings) -> None:
    settings.SANDBOX = False

    def add(url: str) -> BusyFeed:
        return add_address(interviewer, "own", url, by=interviewer, now=NOW, machine_now=MACHINE)

    with pytest.raises(FeedRefused, match="not_https"):
        add("http://calendar.example/a.ics")
    assert add("webcal://calendar.example/a.ics").url == "https://calendar.example/a.ics"


def test_nothing_leaves_the_sandbox(interviewer: Staff, settings: Settings) -> None:
    settings.SANDBOX = True

    with pytest.raises(AddressesOff):
        add_address(
            interviewer, "own", "https://calendar.example/a", by=interviewer, now=NOW, machine_now=MACHINE
        )
    assert not BusyFeed.objects.exists()


def test_spans_are_told_apart_by_their_moments_alone() -> None:
    def span(start: datetime) -> Span:
        return Span(start, start + timedelta(hours=1))

    assert span(NOW) == span(NOW.astimezone(ZoneInfo("UTC")))

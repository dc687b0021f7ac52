"""The calendar file, read back with a calendar library."""

from datetime import timedelta
from typing import Any  # a parsed property is one of thirty types
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import get_language
from icalendar import Calendar, Event

from company.models import Company
from scheduling.models import Interview
from scheduling.policy import Mode
from scheduling.services.booking import book
from scheduling.services.calendars import calendar_file, last_slot, web_links
from scheduling.services.cancelling import cancel_by_us
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 11, 13)


@pytest.fixture
def interview() -> Interview:
    place = make.a_location(
        name="吉祥寺店",
        postal_address="武蔵野市1-2-3",
        station="",
        access="駅から4分",
        entrance="正面の入口から",
        phone="0422-00-0120",
    )
    words = {"bring": "なし; 手ぶらで, どうぞ", "dress": "いつもの服", "talk": ""}
    job = make.a_job(location=place, title="ホール", **words)
    return make.a_booked_interview(START, make.an_application(job=job, stage="interviewing"))


def text_of(interview: Interview, **values: str) -> str:
    return calendar_file(Interview.objects.get(pk=interview.pk), company_name="ひなた食堂", **values)


def event_of(text: str) -> Any:
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert isinstance(event, Event)
    assert not event.errors
    return event


def test_the_entry_says_when_where_and_what_to_bring(interview: Interview) -> None:
    text = text_of(interview)

    event = event_of(text)
    assert event.start == START
    assert event["DTSTART"].params["TZID"] == "Asia/Tokyo"
    assert event.end == START + timedelta(minutes=30)
    assert event["SUMMARY"] == "面接: ひなた食堂 吉祥寺店"
    assert event["LOCATION"] == "ひなた食堂 吉祥寺店 武蔵野市1-2-3"
    assert event["DESCRIPTION"].splitlines() == [
        "仕事: ホール",
        "持ち物: なし; 手ぶらで, どうぞ",
        "服装: いつもの服",
        "着く時刻: 5分前で十分です",
        "行きかた: 駅から4分",
        "入口: 正面の入口から",
        "電話: 0422-00-0120",
    ]
    assert (event["STATUS"], str(event["UID"])) == ("CONFIRMED", f"{interview.uid}@127.0.0.1")
    assert Calendar.from_ical(text)["METHOD"] == "REQUEST"


def test_an_online_interview_carries_its_link(interview: Interview) -> None:
    slot = interview.bookings.get().slot
    slot.mode, slot.online_url = Mode.ONLINE, "https://meet.example.jp/abc"
    slot.interviewer = make.a_staff(display_name="小林 美咲")
    slot.save()

    event = event_of(text_of(interview))

    assert event["SUMMARY"] == "面接(Web): ひなた食堂"
    assert event["LOCATION"] == event["URL"] == "https://meet.example.jp/abc"
    assert "会議のリンク: https://meet.example.jp/abc" in event["DESCRIPTION"]
    assert "お会いする人: 小林 美咲" in event["DESCRIPTION"]
    assert "行きかた" not in event["DESCRIPTION"]


def test_the_words_are_in_the_candidates_language(interview: Interview) -> None:
    candidate = interview.application.candidate
    candidate.language = "en"
    candidate.save()

    event = event_of(text_of(interview))

    assert event["SUMMARY"] == "Interview: ひなた食堂, 吉祥寺店"
    assert "To bring: なし" in event["DESCRIPTION"]
    assert get_language() == "ja"


def test_equal_facts_give_the_same_bytes_and_lines_are_folded(interview: Interview) -> None:
    first, second = text_of(interview), text_of(interview)

    assert first == second
    assert all(len(line.encode()) <= 75 for line in first.split("\r\n"))
    assert "\n" not in first.replace("\r\n", "")


def test_a_move_replaces_the_entry_and_a_cancel_removes_it(interview: Interview) -> None:
    later = make.a_slot(START + timedelta(days=1), location=interview.application.job.location)
    created = event_of(text_of(interview))

    book(interview, later, now=NOW)
    moved = event_of(text_of(interview))
    cancel_by_us(interview, by=make.a_staff(), now=NOW + timedelta(hours=1), reason="ill")
    text = text_of(interview, method="CANCEL")
    cancelled = event_of(text)

    events = (created, moved, cancelled)
    assert len({str(event["UID"]) for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert [event.start for event in events] == [START, later.starts_at, later.starts_at]
    assert [event["STATUS"] for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert moved["DTSTAMP"].dt == NOW
    assert cancelled["DTSTAMP"].dt == NOW + timedelta(hours=1)
    assert Calendar.from_ical(text)["METHOD"] == "CANCEL"


def test_sender_and_candidate_are_named_unless_it_is_only_published(interview: Interview) -> None:
    event = event_of(text_of(interview, organizer="saiyo@hinata.example"))
    published = event_of(text_of(interview, method="PUBLISH"))

    assert event["ORGANIZER"] == "mailto:saiyo@hinata.example"
    assert event["ORGANIZER"].params["CN"] == "ひなた食堂"
    assert event["ATTENDEE"] == f"mailto:{interview.application.candidate.email}"
    assert "ATTENDEE" not in published
    assert "ORGANIZER" not in published


def test_without_an_address_nobody_is_named(interview: Interview) -> None:
    event = event_of(text_of(interview, attendee=""))

    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event


def test_another_zone_brings_its_own_definition(interview: Interview) -> None:
    place = interview.application.job.location
    place.zone = "Europe/Berlin"
    place.save()

    text = text_of(interview)

    assert event_of(text).start == START
    assert "TZID:Europe/Berlin" in text
    assert ZoneInfo("Europe/Berlin").key in str(event_of(text)["DTSTART"].params["TZID"])
    assert text == text_of(interview)


def test_web_calendars_get_a_link_with_everything_filled_in(interview: Interview) -> None:
    interview = Interview.objects.get(pk=interview.pk)

    links = web_links(interview, last_slot(interview), Company(name="ひなた食堂"))
    google, outlook = (parse_qs(urlsplit(link).query) for link in links)

    assert google["dates"] == ["20260611T040000Z/20260611T043000Z"]
    assert google["text"] == outlook["subject"] == ["面接: ひなた食堂 吉祥寺店"]
    assert outlook["startdt"] == ["2026-06-11T04:00:00+00:00"]
    assert outlook["enddt"] == ["2026-06-11T04:30:00+00:00"]


def test_the_links_for_calendars_on_the_web_say_telephone_and_web_as_they_are(interview: Interview) -> None:
    slot = interview.bookings.get().slot
    told = {}
    for mode, url in ((Mode.PHONE, ""), (Mode.ONLINE, "https://meet.example.jp/abc?a=1&b=2")):
        slot.mode, slot.online_url = mode, url
        slot.save()
        links = web_links(interview, last_slot(interview), Company(name="ひなた食堂"))
        google, outlook = (parse_qs(urlsplit(link).query) for link in links)
        assert google["text"] == outlook["subject"]
        assert google["location"] == outlook["location"]
        assert google["dates"] == ["20260611T040000Z/20260611T043000Z"]
        assert outlook["startdt"] == ["2026-06-11T04:00:00+00:00"]
        told[mode] = (google["text"][0], google["location"][0])

    assert told == {
        Mode.PHONE: ("面接(電話): ひなた食堂", "お電話(こちらからおかけします)"),
        Mode.ONLINE: ("面接(Web): ひなた食堂", "https://meet.example.jp/abc?a=1&b=2"),
    }

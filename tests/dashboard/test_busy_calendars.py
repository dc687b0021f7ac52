"""Interviewers' own calendars: taken in by file or address, shown to nobody else."""

from datetime import date, timedelta
from typing import Any  # form data of all kinds

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from company.models import Location, Staff
from company.policy import Role
from scheduling.models import BusyFeed, BusyTime, Slot
from scheduling.services.supplying import supply
from tests import factories as make
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 6, 11)
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:secret\r\n"
    b"DTSTART:20260611T010000Z\r\nDTEND:20260611T020000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_a_file_is_taken_in_and_only_its_times_are_kept(
    store_desk: Client, interviewer: Staff, place: Location
) -> None:
    make.a_rule(location=place, interviewer=interviewer, from_on=TOMORROW, until_on=TOMORROW)
    supply(now=NOW)
    file = SimpleUploadedFile("own.ics", CALENDAR)

    answer = store_desk.post(
        "/desk/slots/busy/", {"staff": interviewer.pk, "name": "Google", "file": file}, follow=True
    )

    assert BusyTime.objects.get().starts_at == tokyo(2026, 6, 11, 10)
    assert Slot.objects.count() == 2
    assert "カレンダーを取り込みました。空き2枠が出なくなります。" in text_of(answer)
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "アドレスを入れるか、ファイルを選んでください。"),
        ({"file": b"<html>"}, "カレンダー(.ics)ではありません。"),
        ({"file": b""}, "カレンダー(.ics)ではありません。"),
        ({"file": b"x" * 1_100_000}, "1MBを超えています"),
        ({"url": "http://calendar.example/a.ics"}, "https:// で始まるアドレスだけを読みます。"),
        ({"url": "https://a:b@calendar.example/a.ics"}, "名前やパスワードが入ったアドレス"),
        ({"url": "https://calendar.example:8443/a.ics"}, "「:数字」をのぞいて"),
        ({"url": "https://calendar.example/a.ics", "file": CALENDAR}, "どちらか一方"),
    ],
)
def test_a_calendar_that_cannot_be_read_says_why(
    store_desk: Client, interviewer: Staff, settings: Settings, typed: dict[str, Any], words: str
) -> None:
    settings.SANDBOX = False
    if "file" in typed:
        typed = typed | {"file": SimpleUploadedFile("own.ics", typed["file"])}

    answer = store_desk.post("/desk/slots/busy/", {"staff": interviewer.pk, "name": "Google", **typed})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="Google"' in answer.content.decode()
    assert not BusyFeed.objects.exists()


def test_an_address_is_kept_and_never_shown_again(
    store_desk: Client, interviewer: Staff, settings: Settings
) -> None:
    settings.SANDBOX = False
    url = "https://calendar.example/private-4f2a/basic.ics"

    answer = store_desk.post(
        "/desk/slots/busy/", {"staff": interviewer.pk, "name": "Google", "url": url}, follow=True
    )
    feed = BusyFeed.objects.get()
    waits = "読み込み中" in text_of(answer)
    feed.error, feed.read_at = "redirect", NOW - timedelta(hours=1)
    feed.save()
    page = store_desk.get("/desk/slots/busy/")

    assert waits
    assert "別のアドレスに転送されます" in text_of(page)
    assert "に読んだ予定は、そのまま使っています" in text_of(page)
    assert "calendar.example" in text_of(page)
    assert "private-4f2a" not in page.content.decode() + answer.content.decode()


def test_in_the_trial_no_address_is_read(store_desk: Client, interviewer: Staff, settings: Settings) -> None:
    settings.SANDBOX = True
    typed = {"staff": interviewer.pk, "name": "Google", "url": "https://calendar.example/a.ics"}

    answer = store_desk.post("/desk/slots/busy/", typed)

    assert "お試しでは外に通信しないため" in text_of(answer)
    assert not BusyFeed.objects.exists()


def test_an_interviewer_keeps_their_own_calendar_and_nobody_elses(
    screen: Client, interviewer: Staff, place: Location
) -> None:
    mine = make.a_busy_feed(interviewer, name="わたしの")
    colleagues = make.a_busy_feed(make.a_staff(Role.INTERVIEWER, locations=[place]), name="同僚の")
    browser = signed_in(interviewer)

    page = text_of(browser.get("/desk/slots/busy/"))
    refused = browser.post(f"/desk/slots/busy/{colleagues.pk}/delete/")
    other = browser.post(
        "/desk/slots/busy/",
        {"staff": colleagues.staff_id, "name": "x", "file": SimpleUploadedFile("a.ics", CALENDAR)},
    )
    done = browser.post(f"/desk/slots/busy/{mine.pk}/delete/")

    assert "わたしの" in page
    assert "同僚の" not in page
    assert (refused.status_code, other.status_code, done.status_code) == (403, 422, 302)
    assert list(BusyFeed.objects.all()) == [colleagues]


def test_a_reader_and_another_location_keep_no_calendars(store_desk: Client, place: Location) -> None:
    feed = make.a_busy_feed(make.a_staff(Role.INTERVIEWER, locations=[make.a_location()]))
    reader = signed_in(make.a_staff(Role.VIEWER, locations=[place]))

    assert reader.get("/desk/slots/busy/").status_code == 403
    assert store_desk.post(f"/desk/slots/busy/{feed.pk}/delete/").status_code == 404
    assert store_desk.post(f"/desk/slots/busy/{feed.pk}/read/").status_code == 404


def test_three_calendars_ask_no_more_than_one(screen: Client) -> None:
    make.a_busy_feed()
    one = questions(screen, "/desk/slots/busy/")
    make.a_busy_feed()
    make.a_busy_feed()

    assert questions(screen, "/desk/slots/busy/") == one

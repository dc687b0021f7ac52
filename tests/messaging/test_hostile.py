"""Hostile values pass through everything that repeats them, and remain what they are: text."""

import csv
import io
import json
import logging
import re
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from email.policy import default as modern
from html.parser import HTMLParser

import pytest
from django.test import Client
from icalendar import Calendar

from candidates.models import Application, Candidate, Import, ImportRow, ImportState, Job
from candidates.policy import Stage
from candidates.services.links import mint
from company.models import Location
from config.logs import JsonFormatter
from messaging.channels import Accepted, Outgoing
from messaging.channels.base import fingerprint_of
from messaging.channels.email import compose
from messaging.channels.line_bubble import message_of
from messaging.models import Message
from messaging.policy import Attachment, ChannelName, Kind, State
from messaging.services.dispatching import dispatch
from messaging.services.hearing import hear
from noshow.models import Case
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.calendars import calendar_file
from tests.dashboard.signing import signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_case,
    a_company,
    a_job,
    a_location,
    a_message,
    a_staff,
    an_administrator,
    an_application,
)
from tests.messaging.conftest import Providers
from tests.messaging.hostile import STORABLE, VALUES, packed, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
HARMLESS = "佐々木"
LINK = re.compile(r"/i/[A-Za-z0-9_-]{22}/")
ALL = range(len(VALUES))
PACKED = packed()
UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def named(value: str, job: Job) -> Application:
    person = a_candidate(family_name=value[:60], given_name="", line_id=f"U{Candidate.objects.count():032d}")
    return an_application(candidate=person, job=job, stage=Stage.INTERVIEWING)


def told(name: str, channel: ChannelName, providers: Providers, job: Job) -> Outgoing:
    """What leaves for somebody of that name: the thanks for applying, with the link in it."""
    providers.sms.calls.clear()
    providers.email.calls.clear()
    a_message(named(name, job), channel=channel, kind=Kind.THANKS, values={"company": "会社", "phone": "1"})
    dispatch(now=NOW)
    [outgoing] = providers.calls
    return outgoing


@pytest.mark.parametrize("channel", [ChannelName.SMS, ChannelName.EMAIL])
def test_a_name_stands_in_a_message_as_it_is_seen_and_changes_nothing_else(
    channel: ChannelName, providers: Providers
) -> None:
    job = a_job()
    harmless = told(HARMLESS, channel, providers, job)
    for value in STORABLE:
        outgoing = told(value, channel, providers, job)

        for said, was in ((outgoing.subject, harmless.subject), (outgoing.body, harmless.body)):
            expected = LINK.sub("<link>", was).replace(HARMLESS, seen(value[:60]))
            ours = re.escape(seen(value[:60]))
            real = [found for found in LINK.findall(said) if found not in value]
            assert len(real) == len(LINK.findall(was))
            for found in real:
                said = said.replace(found, "<link>")
            assert said == expected, ours
            assert not UNSEEN.search(said)


def outgoing(value: str, **more: object) -> Outgoing:
    """As if nothing before the channel had looked at it."""
    known = {
        "message_id": 1,
        "attempt_id": 1,
        "key": value,
        "to": "person@example.jp",
        "subject": value,
        "body": f"{value}さん\nhttps://y.example/i/{'t' * 22}/",
        "language": "ja",
        "attachments": (Attachment(value, "BEGIN:VCALENDAR\r\n", "text/calendar; method=REQUEST"),),
        "expires_at": NOW + timedelta(hours=1),
        "sent_as": value,
        "now": NOW,
    }
    return Outgoing(**known | more)  # type: ignore[arg-type]  # columns by name


@pytest.mark.parametrize("number", ALL)
def test_a_mail_has_the_headers_it_should_and_no_other(number: int) -> None:
    value = VALUES[number]
    usual = message_from_bytes(compose(outgoing(HARMLESS)).message().as_bytes(), policy=modern)

    mail = message_from_bytes(compose(outgoing(value)).message().as_bytes(), policy=modern)

    assert [name for name, _ in mail.items()] == [name for name, _ in usual.items()]
    assert [one.addr_spec for one in mail["To"].addresses] == ["person@example.jp"]
    assert [one.addr_spec for one in mail["From"].addresses] == [
        one.addr_spec for one in usual["From"].addresses
    ]
    assert " ".join(mail["Subject"].split()) == " ".join(seen(value).replace("=?", "= ?").split())
    [file] = list(mail.iter_attachments())
    assert "\n" not in (file.get_filename() or "")
    assert [part.get_content_type() for part in mail.walk()] == [
        part.get_content_type() for part in usual.walk()
    ]


@pytest.mark.parametrize("number", ALL)
def test_a_bubble_of_line_keeps_its_form(number: int) -> None:
    value = VALUES[number]
    about = "interview:1@2026-06-11T13:00"
    told = outgoing(value, to="U1", kind=Kind.REMINDER_EVE, about=about, application_id=1)

    drawn = json.loads(json.dumps(message_of(told), ensure_ascii=False))

    if re.search("https?://", value):
        assert drawn == {"type": "text", "text": told.body}, "addresses are shown, not hidden under buttons"
        return
    usual = message_of(outgoing(HARMLESS, to="U1", kind=Kind.REMINDER_EVE, about=about, application_id=1))
    assert shape(drawn) == shape(usual)
    assert uris(drawn) == uris(usual)


def shape(drawn: object) -> object:
    """What there is, without its words."""
    if isinstance(drawn, dict):
        return {name: shape(inside) for name, inside in drawn.items()}
    return [shape(inside) for inside in drawn] if isinstance(drawn, list) else type(drawn)


def uris(drawn: object) -> list[str]:
    return re.findall(r"https?://[^\"]+", json.dumps(drawn))


@pytest.mark.parametrize("number", ALL)
def test_no_name_makes_two_messages_look_like_one(number: int) -> None:
    """What became of a try is found by what its text is known by."""
    first, second = (f"{VALUES[number]} https://y.example/i/{sign * 22}/" for sign in "ab")

    assert fingerprint_of(first) != fingerprint_of(second)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_a_calendar_holds_one_entry_and_the_words_as_they_are(method: str) -> None:
    for value in STORABLE:
        place = a_location(name=value[:80], postal_address=value[:200], access=value[:80])
        job = a_job(location=place, title=value[:80], bring=value[:200], talk=value[:200])
        interview = a_booked_interview(NOW + timedelta(days=1), named(value, job))

        text = calendar_file(interview, company_name=value, method=method)

        calendar = Calendar.from_ical(text)
        [event] = calendar.walk("VEVENT")
        assert calendar["METHOD"] == method
        assert {name.upper() for name in event} == {name.upper() for name in _usual(method)}
        for line in text.split("\r\n"):
            assert "\n" not in line
            assert "\r" not in line
            assert len(line.encode()) <= 75
        assert str(event["UID"]).startswith(str(interview.uid))


def _usual(method: str) -> list[str]:
    place = a_location(postal_address="1-2-3", access="駅から4分")
    interview = a_booked_interview(NOW + timedelta(days=1), named(HARMLESS, a_job(location=place)))
    [event] = Calendar.from_ical(calendar_file(interview, company_name="会社", method=method)).walk("VEVENT")
    return list(event)


# --- pages -----------------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every element and every attribute name that a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] += 1
        self.found.update(f"{tag} {name}" for name, _ in attrs)

    def handle_comment(self, data: str) -> None:
        self.found["comment"] += 1


def tags(client: Client, address: str) -> Counter[str]:
    """But for line breaks and paragraphs, which words of several lines are shown with."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    reader = Tags()
    reader.feed(answer.content.decode())
    return Counter({tag: number for tag, number in reader.found.items() if tag not in {"br", "p"}})


def a_life(value: str, job: Job) -> Application:
    """Somebody of that name, with something in every corner of the desk."""
    application = named(HARMLESS, job)
    application.motivation = application.availability = HARMLESS
    application.save()
    interview = a_booked_interview(NOW - timedelta(hours=2), application, state=InterviewState.ABSENT)
    a_case(interview, reason_text=HARMLESS, hold_reason=HARMLESS)
    a_message(application, state=State.NEEDS_PERSON, reason="error", body=HARMLESS, attempts=1, sent_at=NOW)
    hear(application, channel=ChannelName.SMS, text=HARMLESS, now=NOW)
    rename(application, value)
    return application


def rename(application: Application, value: str) -> None:
    """Only the words change, in every row that repeats them."""
    person = Candidate.objects.filter(pk=application.candidate_id)
    person.update(family_name=value[:60], family_kana=value[:60])
    Application.objects.filter(pk=application.pk).update(
        motivation=value, availability=value, source_note=value[:60]
    )
    Message.objects.filter(application=application).exclude(body="").update(body=value)
    Message.objects.filter(application=application, direction="in").update(address=value)
    Case.objects.filter(interview__application=application).update(reason_text=value, hold_reason=value)


def test_no_page_of_the_desk_grows_an_element() -> None:
    job = a_job()
    desk = signed_in(a_staff())
    application = a_life(HARMLESS, job)
    rename(application, HARMLESS)
    case = Case.objects.get()
    pages = [f"/desk/applications/{application.pk}/", f"/desk/cases/{case.pk}/"]
    usual = {page: tags(desk, page) for page in pages}
    for value in PACKED:
        rename(application, value)
        for page in pages:
            assert tags(desk, page) == usual[page], (page, value)


def test_sixty_hostile_people_make_the_lists_longer_and_nothing_else() -> None:
    job = a_job()
    desk = signed_in(a_staff())
    people = [a_life(HARMLESS, job) for _ in STORABLE]
    for application in people:
        rename(application, HARMLESS)
    pages = ["/desk/", "/desk/applications/", "/desk/attention/", "/desk/cases/", "/desk/slots/"]
    usual = {page: tags(desk, page) for page in pages}

    for application, value in zip(people, STORABLE, strict=True):
        rename(application, value)

    for page in pages:
        assert tags(desk, page) == usual[page], page


def test_the_words_of_a_place_and_a_job_grow_nothing_on_the_candidates_pages(client: Client) -> None:
    place = a_location(name=HARMLESS, postal_address=HARMLESS, access=HARMLESS, directions=HARMLESS)
    job = a_job(location=place, title=HARMLESS, bring=HARMLESS, dress=HARMLESS, talk=HARMLESS)
    interview = a_booked_interview(NOW + timedelta(days=1), named(HARMLESS, job))
    token = mint(interview.application, now=NOW)
    pages = [f"/i/{token}/", f"/i/{token}/withdraw/", f"/jobs/{job.slug}/", "/jobs/"]
    usual = {page: tags(client, page) for page in pages}
    for value in PACKED:
        flat = " ".join(value.split())
        Location.objects.filter(pk=place.pk).update(
            name=value[:80], postal_address=value[:200], access=value[:80], directions=flat
        )
        Job.objects.filter(pk=job.pk).update(
            title=value[:80], bring=value[:200], dress=value[:200], talk=value[:200]
        )
        Candidate.objects.update(family_name=value[:60])
        for page in pages:
            assert tags(client, page) == usual[page], (page, value)


def test_the_address_card_is_one_card_with_one_number(client: Client) -> None:
    for number, value in enumerate(STORABLE):
        a_company(name=value[:80], caller_number="0422-00-0120")
        job = a_job(location=a_location(name=value[:80]), slug=f"card-{number}")

        lines = client.get(f"/jobs/{job.slug}/contact.vcf").content.decode().split("\r\n")

        names = [line.partition(":")[0].partition(";")[0] for line in lines if line]
        assert names == ["BEGIN", "VERSION", "FN", "N", "ORG", "TEL", "END"], value
        assert not any("\n" in line or "\r" in line for line in lines)


def test_the_administration_lists_them_and_grows_no_element() -> None:
    desk = signed_in(an_administrator())
    job = a_job()
    people = [a_life(HARMLESS, job) for _ in range(3)]
    for application in people:
        rename(application, HARMLESS)
    pages = [
        "/admin/candidates/candidate/",
        f"/admin/candidates/candidate/{people[0].candidate_id}/change/",
        "/admin/candidates/application/",
        "/admin/messaging/message/",
        "/admin/noshow/case/",
    ]
    usual = {page: tags(desk, page) for page in pages}
    for number in range(0, len(PACKED), len(people)):
        for application, value in zip(people, PACKED[number:], strict=False):
            rename(application, value)
        for page in pages:
            assert tags(desk, page) == usual[page], (page, number)


def test_the_drawn_phone_draws_words_and_no_elements() -> None:
    desk = signed_in(a_staff())
    application = a_life(HARMLESS, a_job())
    a_message(application, state=State.DELIVERED, body=HARMLESS, sent_at=NOW)
    rename(application, HARMLESS)
    pages = [f"/sandbox/?who={application.pk}", f"/sandbox/?part=phone&who={application.pk}&tab=sms"]
    usual = {page: tags(desk, page) for page in pages}
    for value in PACKED:
        rename(application, value)
        for page in pages:
            assert tags(desk, page) == usual[page], (page, value)


# --- files and logs --------------------------------------------------------------------------------


def test_no_cell_of_a_file_we_give_back_is_a_formula() -> None:
    job = a_job()
    batch = Import.objects.create(
        job=job,
        file_name="x.csv",
        encoding="utf-8",
        uploaded_at=NOW,
        state=ImportState.CHECKED,
        headers=["a"],
    )
    for number, value in enumerate(STORABLE):
        ImportRow.objects.create(batch=batch, number=number, cells=[value], errors=["x"])

    answer = signed_in(a_staff()).get(f"/desk/imports/{batch.pk}/wrong.csv")

    text = answer.content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert [row[0].removeprefix("'") for row in rows] == [value.removeprefix("'") for value in STORABLE]
    assert not [row[0] for row in rows if re.match(r"\s*[=@+\-＝＠＋－\t\r]", row[0])]


@pytest.mark.parametrize("number", ALL)
def test_a_log_line_is_one_line_of_json(number: int) -> None:
    value = VALUES[number]
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, "message %s of %s", (1, value), None)

    line = JsonFormatter().format(record)

    assert len(line.splitlines()) == 1
    told = json.loads(line)
    assert set(told) == {"at", "level", "logger", "message"}
    assert told["level"] == "warning"


def test_what_is_heard_is_kept_as_it_was_said(providers: Providers) -> None:
    application = named(HARMLESS, a_job())
    for value in STORABLE:
        message = hear(application, channel=ChannelName.SMS, text=value, now=NOW)
        message.refresh_from_db()

        assert message.body == value
        assert Interview.objects.count() == 0
        assert Application.objects.get().stage == Stage.INTERVIEWING
    providers.answer(lambda outgoing: Accepted("x"))

"""Create, move, cancel give one entry, then none: for candidates, for interviewers by mail and by feed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from company.models import Staff, StaffMail, StaffMailState
from company.policy import Role
from scheduling.models import Interview, Slot
from scheduling.policy import InterviewState, Mode
from scheduling.services.booking import book
from scheduling.services.calendars import calendar_file
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.outcomes import record_outcome, take_back_outcome
from scheduling.services.subscriptions import feed_text, make_feed, open_feed
from tests import factories as make
from tests.candidates.hostile import NAMES
from tests.factories import NOW, tokyo
from tests.scheduling import libical
from tests.scheduling.readers import READERS, Store

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(libical.library() is None, reason="libical is not installed"),
]
FIRST, SECOND = tokyo(2026, 6, 11, 13), tokyo(2026, 6, 12, 18, 30)


@pytest.fixture(params=sorted(READERS))
def store(request: pytest.FixtureRequest) -> Store:
    return Store(READERS[request.param])


@pytest.fixture
def kobayashi() -> Staff:
    return make.a_staff(Role.INTERVIEWER, display_name="小林 美咲", email="kobayashi@hinata.example")


def an_invited(interviewer: Staff, zone: str = "Asia/Tokyo") -> tuple[Interview, Slot, Slot]:
    place = make.a_location(name="吉祥寺店", zone=zone, postal_address="武蔵野市; 1-2-3, 2階")
    application = make.an_application(job=make.a_job(location=place), stage="interviewing")
    slots = [make.a_slot(at, location=place, interviewer=interviewer) for at in (FIRST, SECOND)]
    return make.an_invited_interview(application), slots[0], slots[1]


def file_of(interview: Interview, method: str = "REQUEST") -> str:
    return calendar_file(Interview.objects.get(pk=interview.pk), company_name="ひなた食堂", method=method)


def mails_to(person: Staff) -> list[str]:
    rows = StaffMail.objects.filter(to=person).exclude(state=StaffMailState.CANCELLED).order_by("pk")
    return [mail.attachments[0]["content"] for mail in rows]


def sent() -> None:
    """Everything written so far has left."""
    rows = StaffMail.objects.filter(state=StaffMailState.PLANNED)
    rows.update(state=StaffMailState.SENT, attempts=1, sent_at=NOW)


def starts(store: Store) -> list[datetime]:
    return [event.starts_at for event in store.events.values()]


def test_the_candidates_entry_moves_and_goes(store: Store, kobayashi: Staff) -> None:
    interview, first, second = an_invited(kobayashi)

    book(interview, first, now=NOW)
    store.take(file_of(interview))
    assert starts(store) == [FIRST]

    old = file_of(interview)
    book(interview, second, now=NOW)
    store.take(file_of(interview))
    store.take(old)
    assert starts(store) == [SECOND]

    cancel_by_us(interview, by=make.a_staff(), now=NOW, reason="closed")
    store.take(file_of(interview, "CANCEL"))
    store.take(old)
    assert starts(store) == []


def test_the_interviewers_entry_moves_and_goes_by_mail(store: Store, kobayashi: Staff) -> None:
    interview, first, second = an_invited(kobayashi)

    book(interview, first, now=NOW)
    sent()
    book(interview, second, now=NOW)
    sent()
    record_outcome(interview, InterviewState.EXCUSED, now=NOW)
    sent()
    told = mails_to(kobayashi)

    seen = []
    for text in told:
        store.take(text)
        store.take(told[0])  # a mail that came twice, or late
        seen.append(starts(store))
    assert seen == [[FIRST], [SECOND], []]


def test_what_is_taken_back_comes_back_into_the_interviewers_calendar(store: Store, kobayashi: Staff) -> None:
    interview, first, _second = an_invited(kobayashi)
    book(interview, first, now=NOW)
    sent()
    record_outcome(interview, InterviewState.EXCUSED, now=NOW)
    sent()

    take_back_outcome(interview, by=make.a_staff(), now=NOW)

    for text in mails_to(kobayashi):
        store.take(text)
    assert starts(store) == [FIRST]


def test_the_subscribed_calendar_follows(store: Store, kobayashi: Staff) -> None:
    interview, first, second = an_invited(kobayashi)
    feed = open_feed(make_feed(kobayashi, now=NOW))
    seen = []

    store.take_whole(feed_text(feed, now=NOW))
    seen.append(starts(store))
    book(interview, first, now=NOW)
    store.take_whole(feed_text(feed, now=NOW))
    seen.append(starts(store))
    [before] = store.events.values()
    book(interview, second, now=NOW)
    store.take_whole(feed_text(feed, now=NOW))
    seen.append(starts(store))
    [after] = store.events.values()
    cancel_by_us(interview, by=make.a_staff(), now=NOW, reason="closed")
    store.take_whole(feed_text(feed, now=NOW))
    seen.append(starts(store))

    assert seen == [[], [FIRST], [SECOND], []]
    assert after.uid == before.uid
    assert after.sequence > before.sequence


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize("month", [1, 6, 11])
def test_both_readers_agree_on_the_moment_in_summer_and_in_winter(
    kobayashi: Staff, zone: str, month: int
) -> None:
    starts_at = datetime(2026, month, 11, 13, 15, tzinfo=ZoneInfo(zone))
    place = make.a_location(zone=zone)
    slot = make.a_slot(starts_at, location=place, interviewer=kobayashi)
    application = make.an_application(job=make.a_job(location=place), stage="interviewing")
    interview = make.a_booked_interview(starts_at, application, slot=slot)

    files = {name: read(file_of(interview)) for name, read in READERS.items()}

    assert files["icalendar"] == files["libical"]
    [event] = files["libical"].events
    assert event.starts_at == starts_at.astimezone(UTC)


@pytest.mark.parametrize("hostile", NAMES)
def test_no_name_breaks_a_file(kobayashi: Staff, hostile: str) -> None:
    interview, first, _second = an_invited(kobayashi)
    candidate, job, place = interview.application.candidate, interview.application.job, first.location
    candidate.family_name = job.talk = job.bring = hostile
    job.title, place.name, kobayashi.display_name = hostile[:60], hostile[:60], hostile[:60]
    for row in (candidate, job, place, kobayashi):
        row.save()
    book(interview, first, now=NOW)
    feed = open_feed(make_feed(kobayashi, now=NOW))

    for text in (file_of(interview), mails_to(kobayashi)[0], feed_text(feed, now=NOW)):
        files = {name: read(text) for name, read in READERS.items()}
        assert {file.errors for file in files.values()} == {0}
        assert [len(file.events) for file in files.values()] == [1, 1]
        assert {file.events[0].starts_at for file in files.values()} == {FIRST.astimezone(UTC)}
        assert {file.events[0].uid for file in files.values()} == {f"{interview.uid}@127.0.0.1"}


@pytest.mark.parametrize("mode", [Mode.PHONE, Mode.ONLINE])
def test_a_call_and_a_meeting_on_the_web_say_so_in_both_readers(kobayashi: Staff, mode: Mode) -> None:
    interview, first, _second = an_invited(kobayashi)
    first.mode, first.online_url = mode, "https://meet.example.jp/abc" if mode == Mode.ONLINE else ""
    first.save()
    book(interview, first, now=NOW)

    for read in READERS.values():
        [event] = read(file_of(interview)).events
        told = event.summary + event.location + event.description
        assert ("電話" in event.summary) == (mode == Mode.PHONE)
        assert ("https://meet.example.jp/abc" in told) == (mode == Mode.ONLINE)
        assert "行きかた" not in told

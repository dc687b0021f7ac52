"""A time people sit in gets another interviewer, more seats or another link; nobody loses anything."""

import pytest

from company.models import AuditEvent, Staff, StaffMail, StaffMailState
from company.policy import Role
from messaging.models import Message
from messaging.policy import ChannelName, State
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import Mode
from scheduling.services.booking import book
from scheduling.services.slot_changes import (
    InterviewerBusy,
    SeatsTaken,
    SlotFacts,
    SlotPast,
    change_slot,
)
from scheduling.services.slots import MeetingLinkMissing, SlotExists
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
LINK, OTHER_LINK = "https://meet.example.jp/one", "https://meet.example.jp/two"


@pytest.fixture
def kobayashi() -> Staff:
    return make.a_staff(Role.INTERVIEWER, display_name="小林", email="kobayashi@hinata.example")


@pytest.fixture
def ono() -> Staff:
    return make.a_staff(Role.INTERVIEWER, display_name="大野", email="ono@hinata.example")


def online(interviewer: Staff | None) -> tuple[Interview, Slot]:
    """Somebody booked a meeting on the web."""
    application = make.an_application(stage="interviewing", started_at=NOW)
    slot = make.a_slot(
        START,
        location=application.job.location,
        interviewer=interviewer,
        mode=Mode.ONLINE,
        online_url=LINK,
        capacity=2,
    )
    interview = make.an_invited_interview(application)
    book(interview, slot, now=NOW)
    return interview, slot


def planned_mails(interview: Interview) -> list[Message]:
    rows = Message.objects.filter(
        application=interview.application_id, state=State.PLANNED, channel=ChannelName.EMAIL
    )
    return [row for row in rows if "meeting_link" in row.values]


def test_a_new_link_is_in_every_coming_message_and_in_the_calendar(kobayashi: Staff) -> None:
    interview, slot = online(kobayashi)
    boss = make.a_staff()
    before = Interview.objects.get(pk=interview.pk)

    changed = change_slot(slot, SlotFacts(kobayashi, 2, OTHER_LINK), by=boss, now=NOW)

    after = Interview.objects.get(pk=interview.pk)
    coming = planned_mails(interview)
    assert changed.fields == ("online_url",)
    assert [one.pk for one in changed.interviews] == [interview.pk]
    assert (after.sequence, after.version) == (before.sequence + 1, before.version + 1)
    assert (after.starts_at, after.state, after.confirmed_at) == (START, "booked", before.confirmed_at)
    assert coming
    assert {row.values["meeting_link"] for row in coming} == {OTHER_LINK}
    assert AuditEvent.objects.filter(action="slot_changed", actor=boss).exists()


def test_another_interviewer_is_invited_and_the_first_is_told(kobayashi: Staff, ono: Staff) -> None:
    interview, slot = online(kobayashi)
    StaffMail.objects.update(state=StaffMailState.SENT, attempts=1)

    change_slot(slot, SlotFacts(ono, 2, LINK), by=make.a_staff(), now=NOW)

    told = StaffMail.objects.filter(state=StaffMailState.PLANNED).order_by("key")
    assert [(row.to, row.key.split(":")[3]) for row in told] == [(kobayashi, "CANCEL"), (ono, "REQUEST")]
    assert Booking.objects.get(interview=interview).interviewer == ono


def test_more_seats_concern_nobody_who_sits_there(kobayashi: Staff) -> None:
    interview, slot = online(kobayashi)
    version = Interview.objects.get(pk=interview.pk).version

    changed = change_slot(slot, SlotFacts(kobayashi, 5, LINK), by=make.a_staff(), now=NOW)

    assert changed.interviews == ()
    assert Interview.objects.get(pk=interview.pk).version == version
    assert Slot.objects.get(pk=slot.pk).capacity == 5


def test_the_same_again_changes_nothing(kobayashi: Staff) -> None:
    _interview, slot = online(kobayashi)
    trail = AuditEvent.objects.count()

    assert change_slot(slot, SlotFacts(kobayashi, 2, LINK), by=make.a_staff(), now=NOW).fields == ()
    assert AuditEvent.objects.count() == trail


def test_what_would_hurt_somebody_is_refused(kobayashi: Staff, ono: Staff) -> None:
    _interview, slot = online(kobayashi)
    book(make.an_invited_interview(make.an_application(job=_interview.application.job)), slot, now=NOW)
    boss = make.a_staff()
    elsewhere = make.a_slot(START, interviewer=ono)
    make.a_booked_interview(
        START, make.an_application(job=make.a_job(location=elsewhere.location)), slot=elsewhere
    )

    refusals = (
        (SlotFacts(kobayashi, 1, LINK), NOW, SeatsTaken),
        (SlotFacts(kobayashi, 2, ""), NOW, MeetingLinkMissing),
        (SlotFacts(ono, 2, LINK), NOW, InterviewerBusy),
        (SlotFacts(None, 2, LINK), START, SlotPast),
    )
    for facts, now, refusal in refusals:
        with pytest.raises(refusal):
            change_slot(slot, facts, by=boss, now=now)

    kept = Slot.objects.get(pk=slot.pk)
    assert (kept.interviewer, kept.capacity, kept.online_url) == (kobayashi, 2, LINK)


def test_an_interviewer_with_a_time_of_their_own_there_is_refused(kobayashi: Staff, ono: Staff) -> None:
    _interview, slot = online(kobayashi)
    make.a_slot(START, location=slot.location, interviewer=ono, mode=Mode.ONLINE, online_url=LINK)

    with pytest.raises(SlotExists):
        change_slot(slot, SlotFacts(ono, 2, LINK), by=make.a_staff(), now=NOW)

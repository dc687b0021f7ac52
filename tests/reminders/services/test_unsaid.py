"""An invitation whose facts have gone missing since it was made ends before a person, with the reason."""

from datetime import timedelta

import pytest

from company.models import Company, Location
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.rendering import MissingValue
from messaging.services.composing import preview
from messaging.wording import trouble_words
from reminders.services.auditing import Drift, audit
from reminders.services.planning import replan
from scheduling.models import Slot
from scheduling.policy import Mode
from scheduling.services.booking import book
from scheduling.services.inviting import invite
from scheduling.services.slots import create_slot
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW


def an_invitation(*ways: Mode) -> Message:
    """Made while times of these ways lay ahead, or none yet."""
    application = make.an_application(source="desk", started_at=NOW - timedelta(days=1))
    for way in ways:
        url = "https://meet.example/a" if way == Mode.ONLINE else ""
        make.a_slot(NOW + timedelta(days=2), location=application.job.location, mode=way, online_url=url)
    invite(application, by=make.a_staff(), now=NOW)
    return the_invitation()


def the_invitation() -> Message:
    return Message.objects.filter(kind=Kind.INVITATION, channel=ChannelName.SMS).latest("pk")


def drift() -> list[Drift]:
    return [one for _, found in audit(now=NOW, repair=False) for one in found]


def refused_for(message: Message) -> str:
    with pytest.raises(MissingValue) as refusal:
        preview(message)
    return refusal.value.name


def test_a_place_nobody_can_find_any_more_keeps_the_invitation_back() -> None:
    message = an_invitation()
    assert preview(message)[1]

    Location.objects.update(entrance="", directions="")
    replan(message.application_id, now=NOW)

    assert refused_for(the_invitation()) == "entrance"
    assert "入口" in trouble_words("missing:entrance")


def test_filled_in_again_it_may_leave() -> None:
    message = an_invitation()
    Location.objects.update(entrance="", directions="")
    replan(message.application_id, now=NOW)

    Location.objects.update(entrance="正面から")
    replan(message.application_id, now=NOW)

    assert preview(the_invitation())[1]


def test_a_colleagues_new_time_stops_nobodys_invitation() -> None:
    message = an_invitation(Mode.ONSITE)
    Company.objects.update(online_test_url="")
    replan(message.application_id, now=NOW)

    create_slot(
        location=message.application.job.location,
        starts_at=NOW + timedelta(days=3),
        now=NOW,
        mode=Mode.ONLINE,
        online_url="https://meet.example/b",
        by=make.a_staff(),
    )

    assert drift() == []
    replan(message.application_id, now=NOW)
    assert preview(the_invitation())[1]


def test_times_that_are_gone_ask_for_no_other_facts_than_before() -> None:
    message = an_invitation(Mode.PHONE)
    Location.objects.update(postal_address="")
    replan(message.application_id, now=NOW)

    Slot.objects.all().delete()

    assert drift() == []
    replan(message.application_id, now=NOW)
    assert preview(the_invitation())[1]


@pytest.mark.parametrize("other", [Mode.PHONE, Mode.ONLINE])
def test_while_another_way_they_were_offered_can_be_told_the_invitation_leaves(other: Mode) -> None:
    message = an_invitation(Mode.ONSITE, other)
    Location.objects.update(postal_address="")
    replan(message.application_id, now=NOW)

    assert preview(the_invitation())[1]


def test_a_way_nobody_offered_them_does_not_stand_in_for_the_lost_address() -> None:
    message = an_invitation(Mode.ONSITE)
    Location.objects.update(postal_address="")
    replan(message.application_id, now=NOW)

    assert refused_for(the_invitation()) == "address"
    assert drift() == []


def test_said_again_it_asks_for_the_facts_of_the_ways_there_are_then() -> None:
    message = an_invitation(Mode.ONSITE)
    place = message.application.job.location
    Slot.objects.all().delete()
    make.a_slot(NOW + timedelta(days=2), location=place, mode=Mode.PHONE)
    Location.objects.update(postal_address="")

    invite(message.application, by=make.a_staff(), now=NOW + timedelta(minutes=1), days=4)

    assert preview(the_invitation())[1]


def test_an_invitation_nobody_wrote_the_ways_of_leaves_while_any_can_be_told() -> None:
    interview = make.an_invited_interview(
        make.an_application(source="desk", stage="interviewing", started_at=NOW - timedelta(days=1)),
        answer_by=NOW + timedelta(days=3),
    )
    Location.objects.update(postal_address="")
    replan(interview.application_id, now=NOW)
    assert preview(the_invitation())[1]

    Location.objects.update(phone="")
    Company.objects.update(caller_number="", online_help_phone="")
    replan(interview.application_id, now=NOW)
    assert refused_for(the_invitation()) == "address"


def test_who_has_booked_is_still_told_everything_that_is_known() -> None:
    message = an_invitation()
    interview = message.application.interviews.get()
    slot = make.a_slot(NOW + timedelta(days=2), location=message.application.job.location)
    book(interview, slot, now=NOW)
    Location.objects.update(entrance="", directions="")
    replan(message.application_id, now=NOW)

    booked = Message.objects.filter(kind=Kind.BOOKED, channel=ChannelName.SMS).latest("pk")
    assert preview(booked)[1]

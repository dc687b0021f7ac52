"""An invitation whose facts have gone missing since it was made ends before a person, with the reason."""

from datetime import timedelta

import pytest

from company.models import Location
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.rendering import MissingValue
from messaging.services.composing import preview
from messaging.wording import trouble_words
from reminders.services.planning import replan
from scheduling.services.booking import book
from scheduling.services.inviting import invite
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW


def an_invitation() -> Message:
    application = make.an_application(source="desk", started_at=NOW - timedelta(days=1))
    invite(application, by=make.a_staff(), now=NOW)
    return Message.objects.filter(kind=Kind.INVITATION, channel=ChannelName.SMS).latest("pk")


def test_a_place_nobody_can_find_any_more_keeps_the_invitation_back() -> None:
    message = an_invitation()
    assert preview(message)[1]

    Location.objects.update(entrance="", directions="")
    replan(message.application_id, now=NOW)
    message = Message.objects.filter(kind=Kind.INVITATION, channel=ChannelName.SMS).latest("pk")

    with pytest.raises(MissingValue) as refusal:
        preview(message)
    assert refusal.value.name == "entrance"
    assert "入口" in trouble_words("missing:entrance")


def test_filled_in_again_it_may_leave() -> None:
    message = an_invitation()
    Location.objects.update(entrance="", directions="")
    replan(message.application_id, now=NOW)

    Location.objects.update(entrance="正面から")
    replan(message.application_id, now=NOW)

    assert preview(Message.objects.filter(kind=Kind.INVITATION, channel=ChannelName.SMS).latest("pk"))[1]


def test_who_has_booked_is_still_told_everything_that_is_known() -> None:
    message = an_invitation()
    interview = message.application.interviews.get()
    slot = make.a_slot(NOW + timedelta(days=2), location=message.application.job.location)
    book(interview, slot, now=NOW)
    Location.objects.update(entrance="", directions="")
    replan(message.application_id, now=NOW)

    booked = Message.objects.filter(kind=Kind.BOOKED, channel=ChannelName.SMS).latest("pk")
    assert preview(booked)[1]

"""A job moves to another place: who is booked is led to theirs, who is invited to the new one."""

from datetime import timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from company.models import Location
from messaging.models import Message
from messaging.policy import Kind
from messaging.services.composing import preview
from reminders.services.auditing import audit
from reminders.services.planning import replan
from scheduling.policy import Mode
from scheduling.services.booking import book
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = make.NOW
TELL_THE_PLACE = [Kind.BOOKED, Kind.REMINDER_EVE, Kind.DIRECTIONS]


def a_place(word: str) -> Location:
    return make.a_location(
        name=f"{word}店",
        phone=f"0422-00-{word}",
        postal_address=f"{word}の住所",
        access=f"{word}の行き方",
        station="",
        entrance=f"{word}の入口",
        directions=f"{word}の道順",
        map_url=f"https://maps.example/{word}",
    )


def booked_and_moved(mode: Mode = Mode.ONSITE) -> Application:
    application = make.an_application(
        job=make.a_job(location=a_place("0001")),
        stage=Stage.INTERVIEWING,
        started_at=NOW - timedelta(days=1),
        is_started=True,
    )
    slot = make.a_slot(NOW + timedelta(days=3), location=application.job.location, mode=mode)
    book(make.an_invited_interview(application), slot, now=NOW)
    application.job.location = a_place("0002")
    application.job.save()
    replan(application.pk, now=NOW)
    return application


@pytest.mark.parametrize("kind", TELL_THE_PLACE)
def test_who_is_booked_is_still_led_to_where_they_are_booked(kind: Kind) -> None:
    planned = Message.objects.planned().filter(application=booked_and_moved(), kind=kind)

    assert planned
    for message in planned:
        assert {name: message.values[name] for name in ("location", "address", "access", "map", "way")} == {
            "location": "0001店",
            "address": "0001の住所",
            "access": "0001の行き方",
            "map": "https://maps.example/0001",
            "way": "0001の道順 → 0001の入口",
        }
        assert "0001店" in message.values["how"]
        assert message.values["phone"] == "0422-00-0001"
        assert "0002" not in "".join(preview(message))


def test_whom_we_call_reads_the_number_of_the_place_they_are_booked_at_and_no_way() -> None:
    message = Message.objects.planned().filter(application=booked_and_moved(Mode.PHONE))[0]

    assert (message.values["phone"], message.values["address"]) == ("0422-00-0001", "")


def test_planned_twice_nothing_changes() -> None:
    booked_and_moved()

    assert [found for _, found in audit(now=NOW, repair=False) if found] == []


def test_who_is_only_invited_reads_of_the_new_place() -> None:
    application = make.an_application(
        job=make.a_job(location=a_place("0001")), stage=Stage.INTERVIEWING, started_at=NOW - timedelta(days=1)
    )
    make.an_invited_interview(application)
    application.job.location = a_place("0002")
    application.job.save()
    replan(application.pk, now=NOW)

    told = Message.objects.planned().filter(application=application, kind=Kind.INVITATION)
    assert {message.values["location"] for message in told} == {"0002店"}


def test_an_invitation_that_stands_again_says_nothing_of_the_time_and_place_it_once_had() -> None:
    application = booked_and_moved()
    interview = application.interviews.get()
    interview.bookings.update(active=False)
    interview.state = "invited"
    interview.save()
    replan(application.pk, now=NOW)

    told = Message.objects.planned().filter(application=application, kind=Kind.INVITATION)
    assert {(one.values["location"], one.values.get("when")) for one in told} == {("0002店", None)}


def test_who_comes_to_a_place_is_given_its_own_number_and_not_the_one_that_calls() -> None:
    make.a_company(caller_number="0422-00-0120")
    application = make.an_application(
        job=make.a_job(location=a_place("0001")),
        stage=Stage.INTERVIEWING,
        started_at=NOW - timedelta(days=1),
        is_started=True,
    )
    slot = make.a_slot(NOW + timedelta(days=3), location=application.job.location)

    book(make.an_invited_interview(application), slot, now=NOW)

    planned = Message.objects.planned().filter(application=application, kind__in=TELL_THE_PLACE)
    assert {message.values["phone"] for message in planned} == {"0422-00-0001"}

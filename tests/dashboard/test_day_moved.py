"""A place's whole day is moved or held online, and what was done is taken back or stopped."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.policy import Stage
from company.models import BulkItem, Company, Location
from messaging.models import Message
from messaging.policy import OPEN, Kind, State
from scheduling.models import Booking, Closure, Interview, Slot
from scheduling.policy import InterviewState, Mode
from scheduling.services.booking import book
from tests.dashboard.signed_in import text_of
from tests.dashboard.whole_day import TOMORROW, booked, decided, looked, words, worked
from tests.factories import NOW, a_booked_interview, a_candidate, a_job, a_slot, an_application, tokyo

pytestmark = pytest.mark.django_db


# --- moving --------------------------------------------------------------------------------------------


def test_moving_takes_the_same_hour_where_somebody_is_free_and_calls_the_others_off(
    screen: Client, place: Location
) -> None:
    first, second = booked(place), booked(place, TOMORROW + timedelta(hours=1))
    held = Booking.objects.get(interview=first).slot
    free = a_slot(tokyo(2026, 6, 15, 13), location=place, interviewer=held.interviewer)
    a_slot(tokyo(2026, 6, 15, 15), location=place)

    shown = looked(screen, place, deed="move", to="2026-06-15").context["shown"]
    decided(screen, place, deed="move", to="2026-06-15")
    worked()

    first.refresh_from_db()
    second.refresh_from_db()
    assert [(one.deed, one.is_instead) for one in shown.people] == [("move", False), ("call_off", True)]
    assert (first.state, first.starts_at) == (InterviewState.BOOKED, free.starts_at)
    assert second.state == InterviewState.CANCELLED_BY_US
    moved = Message.objects.filter(application=first.application_id, kind=Kind.MOVED, state__in=OPEN)
    assert {row.due_at for row in moved} == {NOW + timedelta(minutes=1)}
    assert {row.values["notice"] for row in moved} == {"天候のためです。"}


def test_who_cannot_be_moved_stays_if_that_was_chosen(screen: Client, place: Location) -> None:
    interview = booked(place)

    shown = looked(screen, place, deed="move", to="2026-06-15", else_call_off="").context["shown"]

    assert [one.stays for one in shown.people] == ["no_time"]
    assert shown.acting == []
    assert Interview.objects.get(pk=interview.pk).state == InterviewState.BOOKED


def test_two_are_not_moved_onto_one_seat(screen: Client, place: Location) -> None:
    one, other = booked(place), booked(place)
    a_slot(tokyo(2026, 6, 15, 13), location=place)

    shown = looked(screen, place, deed="move", to="2026-06-15").context["shown"]
    decided(screen, place, deed="move", to="2026-06-15")
    worked()

    assert sorted(str(found.deed) for found in shown.people) == ["call_off", "move"]
    states = sorted(Interview.objects.filter(pk__in=[one.pk, other.pk]).values_list("state", flat=True))
    assert states == [InterviewState.BOOKED, InterviewState.CANCELLED_BY_US]


# --- online --------------------------------------------------------------------------------------------


def test_online_keeps_the_hour_and_tells_everybody_a_minute_later(screen: Client, place: Location) -> None:
    interview = booked(place)
    free = a_slot(TOMORROW + timedelta(hours=2), location=place)

    decided(screen, place, deed="online", online_url="https://meet.example/storm")
    worked()

    interview.refresh_from_db()
    slot = Booking.objects.get(interview=interview, active=True).slot
    said = Message.objects.get(kind=Kind.MANUAL)
    assert (interview.state, interview.starts_at) == (InterviewState.BOOKED, TOMORROW)
    assert (slot.mode, slot.online_url) == (Mode.ONLINE, "https://meet.example/storm")
    assert said.due_at == NOW + timedelta(minutes=1)
    assert "天候のためです。 6月11日(木) 13:00の面接は、同じ時刻のままオンライン" in said.body
    assert Slot.objects.get(pk=free.pk).is_open is False
    assert not Closure.objects.exists()


def test_a_group_on_one_time_goes_online_together_and_each_is_told_once(
    screen: Client, place: Location
) -> None:
    slot = a_slot(TOMORROW, location=place, capacity=3)
    for n in range(3):
        job = place.jobs.first() or a_job(location=place)
        who = an_application(job=job, candidate=a_candidate(family_name=f"人{n}"), stage=Stage.INTERVIEWING)
        a_booked_interview(TOMORROW, who, slot=slot)

    decided(screen, place, deed="online", online_url="https://meet.example/storm")
    worked()

    slot.refresh_from_db()
    assert slot.mode == Mode.ONLINE
    assert Message.objects.filter(kind=Kind.MANUAL).values("application").distinct().count() == 3
    assert Message.objects.filter(kind=Kind.MANUAL).count() == 3
    assert BulkItem.objects.filter(outcome="done").count() == 3


def test_a_job_that_lacks_what_people_need_online_is_called_off_instead(
    screen: Client, place: Location
) -> None:
    booked(place)
    Company.objects.update(online_test_url="")

    shown = looked(screen, place, deed="online", online_url="https://meet.example/s").context["shown"]

    assert [(one.deed, one.is_instead) for one in shown.people] == [("call_off", True)]


# --- taking back, stopping ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [{}, {"deed": "move", "to": "2026-06-15"}, {"deed": "online", "online_url": "https://m.example/s"}],
)
def test_within_the_minute_all_of_it_is_taken_back_and_nobody_hears(
    screen: Client, place: Location, more: dict[str, str]
) -> None:
    interview = booked(place)
    a_slot(tokyo(2026, 6, 15, 13), location=place)
    Interview.objects.filter(pk=interview.pk).update(confirmed_at=NOW - timedelta(hours=1))
    answer = decided(screen, place, **more)
    worked()

    screen.post(answer["Location"] + "undo/")
    worked(NOW + timedelta(seconds=30))

    interview.refresh_from_db()
    slot = Booking.objects.get(interview=interview, active=True).slot
    assert (interview.state, interview.starts_at) == (InterviewState.BOOKED, TOMORROW)
    assert interview.confirmed_at == NOW - timedelta(hours=1)
    assert slot.mode == Mode.ONSITE
    assert words(interview) == []
    assert interview.application.interviews.filter(state=InterviewState.INVITED).count() == 0
    assert not Closure.objects.exists()
    assert not Slot.objects.filter(location=place, is_open=False).exists()


def test_who_has_been_told_is_not_taken_back(screen: Client, place: Location) -> None:
    told, untold = booked(place), booked(place, TOMORROW + timedelta(hours=1))
    answer = decided(screen, place)
    worked()
    Message.objects.filter(application=told.application_id, kind=Kind.CANCELLED).update(state=State.CLAIMED)
    Message.objects.filter(application=told.application_id, kind=Kind.CANCELLED).update(state=State.SENDING)

    screen.post(answer["Location"] + "undo/")
    back = worked()

    assert Interview.objects.get(pk=told.pk).state == InterviewState.CANCELLED_BY_US
    assert Interview.objects.get(pk=untold.pk).state == InterviewState.BOOKED
    assert list(back.items.order_by("pk").values_list("reason", flat=True)) == ["told", ""]


def test_who_has_chosen_anew_keeps_what_they_chose(screen: Client, place: Location) -> None:
    interview = booked(place)
    answer = decided(screen, place)
    worked()
    anew = interview.application.interviews.get(state=InterviewState.INVITED)
    book(anew, a_slot(tokyo(2026, 6, 16, 13), location=place), now=NOW)

    screen.post(answer["Location"] + "undo/")
    back = worked()

    assert back.items.get().reason in {"changed", "told"}
    anew.refresh_from_db()
    assert anew.is_booked


def test_stopping_leaves_the_rest_as_it_was(screen: Client, place: Location) -> None:
    interview = booked(place)
    answer = decided(screen, place)

    screen.post(answer["Location"] + "stop/")
    worked()

    assert Interview.objects.get(pk=interview.pk).state == InterviewState.BOOKED
    assert "止めました" in text_of(screen.get(answer["Location"]))

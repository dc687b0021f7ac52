"""The calendar: what a week shows, making times, withdrawing them, and who may."""

from datetime import timedelta
from typing import Any  # a form's values and a row's columns differ in type

import pytest
import time_machine
from django.test import Client

from company.models import AuditEvent, Location, Staff
from company.policy import Role
from dashboard.forms_slots import SlotForm
from dashboard.scope import Scope
from dashboard.words_slots import days_in_words
from scheduling.models import AvailabilityWish, Slot
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from tests.dashboard.signing import questions, signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_job,
    a_location,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)

pytestmark = pytest.mark.django_db
THIS_WEEK = "/desk/slots/?week=2026-06-08"


@pytest.fixture
def place() -> Location:
    return a_location(name="吉祥寺店")


@pytest.fixture
def recruiter(place: Location) -> Staff:
    return a_staff(Role.RECRUITER, display_name="小林", locations=[place])


@pytest.fixture
def desk(recruiter: Staff) -> Client:
    return signed_in(recruiter)


def a_form(place: Location, **values: Any) -> dict[str, Any]:
    """Saturdays and Sundays for two weeks, 10 to 13, half an hour each, seen on Wednesday 10 June."""
    known: dict[str, Any] = {
        "location": place.pk,
        "interviewer": "",
        "repeat": "weekly",
        "first": "2026-06-10",
        "weekdays": [5, 6],
        "until": "2026-06-23",
        "start": "10:00",
        "end": "13:00",
        "minutes": 30,
        "seats": 1,
        "mode": "onsite",
        "online_url": "",
    }
    return known | values


@time_machine.travel(NOW, tick=False)
def test_a_week_shows_every_state_with_its_word(desk: Client, place: Location) -> None:
    job = a_job(location=place)

    def booked(hour: int, **values: Any) -> None:
        a_booked_interview(tokyo(2026, 6, 10, hour), an_application(job=job), **values)

    a_slot(tokyo(2026, 6, 11, 9), location=place)
    a_slot(tokyo(2026, 6, 11, 10), location=place, is_open=False)
    booked(13)
    booked(14, confirmed_at=NOW)
    booked(9)
    booked(8, state=InterviewState.CAME)
    booked(7, state=InterviewState.ABSENT)
    a_slot(tokyo(2026, 6, 10, 6), location=place)

    page = desk.get(THIS_WEEK).content.decode()

    for css in ("slot--open", "slot--gone", "slot--booked", "slot--ok", "slot--in", "slot--no"):
        assert css in page
    for word in (
        "空き",
        "取り下げ",
        "返事まち",
        "行きます",
        "来ましたか",
        "来社",
        "来られなかった",
        "空きのまま",
    ):
        assert word in page


@time_machine.travel(NOW, tick=False)
def test_days_gone_by_keep_only_the_people(desk: Client, place: Location) -> None:
    application = an_application(job=a_job(location=place))
    a_booked_interview(tokyo(2026, 6, 9, 9), application, state=InterviewState.CAME)
    a_slot(tokyo(2026, 6, 9, 10), location=place)
    a_slot(tokyo(2026, 6, 9, 11), location=place, is_open=False)

    tuesday = desk.get(THIS_WEEK).context["week"].days[1]

    assert [cell.look.css for cell in tuesday.cells] == ["in"]
    assert (tuesday.taken, tuesday.seats) == (1, 2)


@time_machine.travel(NOW, tick=False)
def test_a_free_seat_beside_a_taken_one_is_still_open(desk: Client, place: Location) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place, capacity=3)
    interview = an_invited_interview(an_application(job=a_job(location=place)))
    book(interview, slot, now=NOW)

    page = desk.get(THIS_WEEK).content.decode()

    assert "空き 2/3" in page
    assert f'href="/desk/applications/{interview.application_id}/"' in page


@time_machine.travel(NOW, tick=False)
def test_somebody_who_moved_away_no_longer_sits_there(desk: Client, place: Location) -> None:
    application = an_application(job=a_job(location=place))
    interview = a_booked_interview(tokyo(2026, 6, 11, 9), application)
    later = a_slot(tokyo(2026, 6, 12, 9), location=place)
    book(interview, later, now=NOW)

    week = desk.get(THIS_WEEK).context["week"]

    thursday, friday = week.days[3], week.days[4]
    assert [cell.interview for cell in thursday.cells] == [None]
    assert [cell.interview for cell in friday.cells] == [interview]


@time_machine.travel(NOW, tick=False)
def test_a_slot_late_on_sunday_belongs_to_that_week_in_the_locations_zone(
    desk: Client, place: Location
) -> None:
    a_slot(tokyo(2026, 6, 14, 23, 30), location=place)

    assert [len(day.cells) for day in desk.get(THIS_WEEK).context["week"].days] == [0, 0, 0, 0, 0, 0, 1]
    assert desk.get("/desk/slots/?week=2026-06-15").context["week"].is_empty


@time_machine.travel(NOW, tick=False)
def test_the_interviewer_filter_lives_in_the_address(desk: Client, place: Location, recruiter: Staff) -> None:
    other = a_staff(Role.INTERVIEWER, display_name="大野", locations=[place])
    a_slot(tokyo(2026, 6, 11, 9), location=place, interviewer=recruiter)
    a_slot(tokyo(2026, 6, 11, 10), location=place, interviewer=other)

    week = desk.get(f"{THIS_WEEK}&by={other.pk}").context["week"]

    assert [cell.slot.interviewer for day in week.days for cell in day.cells] == [other]
    assert [(one.mark.name, one.is_shown) for one in week.interviewers] == [("小林", False), ("大野", True)]


@pytest.mark.parametrize("week", ["", "nonsense", "9999-12-31", "0001-01-01"])
@time_machine.travel(NOW, tick=False)
def test_an_impossible_week_is_this_week(desk: Client, week: str) -> None:
    page = desk.get("/desk/slots/", {"week": week})

    assert page.context["week"].shown.first.isoformat() == "2026-06-08"


@time_machine.travel(NOW, tick=False)
def test_only_slots_of_ones_own_locations_are_shown(desk: Client) -> None:
    elsewhere = a_slot(tokyo(2026, 6, 11, 9))

    page = desk.get(f"{THIS_WEEK}&slot={elsewhere.pk}")

    assert page.context["week"].is_empty
    assert page.context["picked"] is None


@time_machine.travel(NOW, tick=False)
def test_the_count_says_how_many_will_be_made_and_how_many_stand(desk: Client, place: Location) -> None:
    a_slot(tokyo(2026, 6, 13, 10), location=place)

    page = desk.get("/desk/slots/count/", a_form(place)).content.decode()

    assert "23枠" in page
    assert "1枠はすでにあるので" in page
    assert not Slot.objects.filter(starts_at=tokyo(2026, 6, 14, 10)).exists()


@time_machine.travel(NOW, tick=False)
def test_a_series_is_made_as_counted_evenings_and_weekends_alike(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    form = a_form(place, interviewer=recruiter.pk, start="18:00", end="20:00", weekdays=[2, 6], seats=2)

    answer = desk.post("/desk/slots/", form)

    starts = [slot.starts_at for slot in Slot.objects.order_by("starts_at")]
    assert answer.status_code == 302
    assert len(starts) == 16
    assert starts[0] == tokyo(2026, 6, 10, 18)
    assert starts[-1] == tokyo(2026, 6, 21, 19, 30)
    assert {(slot.interviewer, slot.capacity) for slot in Slot.objects.all()} == {(recruiter, 2)}
    assert AuditEvent.objects.filter(action="slot_created", actor=recruiter).count() == 16


@time_machine.travel(NOW, tick=False)
def test_one_slot_on_one_day_needs_no_end(desk: Client, place: Location) -> None:
    form = a_form(
        place, repeat="once", end="", weekdays=[], until="", mode="online", online_url="meet.example/x"
    )

    desk.post("/desk/slots/", form | {"first": "2026-06-12"})

    slot = Slot.objects.get()
    assert (slot.starts_at, slot.ends_at) == (tokyo(2026, 6, 12, 10), tokyo(2026, 6, 12, 10, 30))
    assert slot.online_url == "https://meet.example/x"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"end": "09:00"}, "end"),
        ({"end": "10:20"}, "end"),
        ({"weekdays": []}, "weekdays"),
        ({"until": ""}, "until"),
        ({"until": "2026-06-01"}, "until"),
        ({"until": "2029-06-01"}, "until"),
        ({"until": "2026-06-12"}, "until"),
        ({"until": "2027-06-01", "minutes": 15}, "until"),
        ({"mode": "online"}, "online_url"),
        ({"repeat": "once", "first": "2026-06-09"}, "first"),
        ({"seats": 0}, "seats"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_wrong_form_says_where_and_keeps_what_was_typed(
    desk: Client, place: Location, wrong: dict[str, object], field: str
) -> None:
    answer = desk.post("/desk/slots/", a_form(place, **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["start"].value() == "10:00"
    assert not Slot.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_a_location_of_others_cannot_be_chosen(desk: Client) -> None:
    answer = desk.post("/desk/slots/", a_form(a_location()))

    assert "location" in answer.context["form"].errors


@time_machine.travel(NOW, tick=False)
def test_an_open_slot_is_withdrawn_and_brought_back(desk: Client, place: Location) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place)

    desk.post(f"/desk/slots/{slot.pk}/withdraw/")
    assert not Slot.objects.get().is_open

    desk.post(f"/desk/slots/{slot.pk}/reopen/")
    assert Slot.objects.get().is_open


@time_machine.travel(NOW, tick=False)
def test_a_booked_slot_is_not_withdrawn(desk: Client, place: Location) -> None:
    interview = a_booked_interview(tokyo(2026, 6, 11, 9), an_application(job=a_job(location=place)))
    slot = Slot.objects.get()

    answer = desk.post(f"/desk/slots/{slot.pk}/withdraw/", follow=True)

    assert Slot.objects.get().is_open
    assert interview.bookings.get().active
    assert "ちょうどご予約が入りました" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER])
@time_machine.travel(NOW, tick=False)
def test_who_may_only_look_changes_nothing(place: Location, role: Role) -> None:
    client = signed_in(a_staff(role, locations=[place]))
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place)

    assert client.get(THIS_WEEK).status_code == 200
    assert "枠をつくる</h2>" not in client.get(THIS_WEEK).content.decode()
    refused = client.post("/desk/slots/", a_form(place))
    assert refused.status_code == 403
    assert "403.html" in [template.name for template in refused.templates]
    assert client.post(f"/desk/slots/{slot.pk}/withdraw/").status_code == 403
    assert Slot.objects.get().is_open


@time_machine.travel(NOW, tick=False)
def test_who_waits_stands_there_with_their_wish_and_a_shortage_is_named(
    desk: Client, place: Location
) -> None:
    application = an_application(job=a_job(location=place))
    an_invited_interview(application, invited_at=NOW - timedelta(days=2))
    AvailabilityWish.objects.create(application=application, text="土曜の午前なら", told_at=NOW)

    page = desk.get(THIS_WEEK).content.decode()

    assert "土曜の午前なら" in page
    assert "2日" in page
    assert "吉祥寺店の枠が足りません" in page


@time_machine.travel(NOW, tick=False)
def test_three_slots_ask_as_many_questions_as_one(desk: Client, place: Location) -> None:
    job = a_job(location=place)

    def one_more(hour: int) -> None:
        interviewer = a_staff(Role.INTERVIEWER, locations=[place])
        a_slot(tokyo(2026, 6, 11, hour), location=place, interviewer=interviewer)
        a_booked_interview(tokyo(2026, 6, 12, hour), an_application(job=job))
        an_invited_interview(an_application(job=job))

    one_more(9)
    before = questions(desk, THIS_WEEK)
    one_more(10)
    one_more(11)

    assert questions(desk, THIS_WEEK) == before


def test_days_are_named_when_they_are_few() -> None:
    days = [tokyo(2026, 6, day).date() for day in (13, 13, 14, 14)] + [tokyo(2026, 7, 4).date()] * 2

    assert days_in_words(days) == "6月13・14日、7月4日に2枠ずつ"


def test_a_long_series_is_named_by_its_ends() -> None:
    days = [tokyo(2026, 6, day).date() for day in range(1, 11)]

    assert days_in_words(days) == "6/1〜6/10の10日に1枠ずつ"


def test_past_moments_of_today_are_left_out(place: Location, recruiter: Staff) -> None:
    form = SlotForm(a_form(place, repeat="once", start="09:00", end="12:00"), scope=Scope(recruiter), now=NOW)

    assert form.is_valid()
    assert form.starts()[0] == tokyo(2026, 6, 10, 10, 30)

"""Making times, withdrawing and changing them: how many, which, for whom, and who may."""

from typing import Any  # a form's values and a row's columns differ in type

import pytest
import time_machine
from django.test import Client

from company.models import AuditEvent, Location, Staff
from company.policy import Role
from dashboard.forms_slots import SlotForm
from dashboard.scope import Scope
from dashboard.words_slots import days_in_words, made_in_words
from messaging.models import Message
from messaging.policy import Kind
from messaging.services import writing
from scheduling.models import AvailabilityWish, Slot
from scheduling.services.booking import book
from tests.dashboard.signing import signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_job,
    a_location,
    a_rule,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
    tokyo,
)

pytestmark = pytest.mark.django_db
THIS_WEEK = "/desk/slots/?week=2026-06-08"


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
def test_the_count_says_how_many_will_be_made_and_how_many_stand(store_desk: Client, place: Location) -> None:
    a_slot(tokyo(2026, 6, 13, 10), location=place)

    page = store_desk.get("/desk/slots/count/", a_form(place)).content.decode()

    assert "23枠" in page
    assert "1枠はすでにあるので" in page
    assert not Slot.objects.filter(starts_at=tokyo(2026, 6, 14, 10)).exists()


@time_machine.travel(NOW, tick=False)
def test_a_series_is_made_as_counted_evenings_and_weekends_alike(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    form = a_form(place, interviewer=recruiter.pk, start="18:00", end="20:00", weekdays=[2, 6], seats=2)

    answer = store_desk.post("/desk/slots/", form)

    starts = [slot.starts_at for slot in Slot.objects.order_by("starts_at")]
    assert answer.status_code == 302
    assert len(starts) == 16
    assert starts[0] == tokyo(2026, 6, 10, 18)
    assert starts[-1] == tokyo(2026, 6, 21, 19, 30)
    assert {(slot.interviewer, slot.capacity) for slot in Slot.objects.all()} == {(recruiter, 2)}
    assert AuditEvent.objects.filter(action="slot_created", actor=recruiter).count() == 16


@time_machine.travel(NOW, tick=False)
def test_one_slot_on_one_day_needs_no_end(store_desk: Client, place: Location) -> None:
    form = a_form(
        place, repeat="once", end="", weekdays=[], until="", mode="online", online_url="meet.example/x"
    )

    store_desk.post("/desk/slots/", form | {"first": "2026-06-12"})

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
    store_desk: Client, place: Location, wrong: dict[str, object], field: str
) -> None:
    answer = store_desk.post("/desk/slots/", a_form(place, **wrong))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["start"].value() == "10:00"
    assert not Slot.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_a_location_of_others_cannot_be_chosen(store_desk: Client) -> None:
    answer = store_desk.post("/desk/slots/", a_form(a_location()))

    assert "location" in answer.context["form"].errors


@time_machine.travel(NOW, tick=False)
def test_an_open_slot_is_withdrawn_and_brought_back(store_desk: Client, place: Location) -> None:
    rule = a_rule(location=place)
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place, rule=rule)

    store_desk.post(f"/desk/slots/{slot.pk}/withdraw/")
    assert not Slot.objects.get().is_open

    store_desk.post(f"/desk/slots/{slot.pk}/reopen/")
    assert Slot.objects.get().is_open
    assert Slot.objects.get().rule == rule


@time_machine.travel(NOW, tick=False)
def test_a_booked_slot_is_not_withdrawn(store_desk: Client, place: Location) -> None:
    interview = a_booked_interview(tokyo(2026, 6, 11, 9), an_application(job=a_job(location=place)))
    slot = Slot.objects.get()

    answer = store_desk.post(f"/desk/slots/{slot.pk}/withdraw/", follow=True)

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


def test_days_are_named_when_they_are_few() -> None:
    days = [tokyo(2026, 6, day).date() for day in (13, 13, 14, 14)] + [tokyo(2026, 7, 4).date()] * 2

    assert days_in_words(days) == "6月13・14日、7月4日に2枠ずつ"


def test_a_single_day_has_no_each() -> None:
    starts = [tokyo(2026, 11, 25, 18)]

    assert days_in_words([start.date() for start in starts]) == "11月25日に1枠"
    assert made_in_words(starts, 0) == "1枠をつくりました。11月25日に1枠。"
    assert made_in_words(starts, 1).startswith("1枠をつくりました。11月25日に1枠。日程まちの1人に")


def test_a_long_series_is_named_by_its_ends() -> None:
    days = [tokyo(2026, 6, day).date() for day in range(1, 11)]

    assert days_in_words(days) == "6/1〜6/10の10日に1枠ずつ"


def test_past_moments_of_today_are_left_out(place: Location, recruiter: Staff) -> None:
    form = SlotForm(a_form(place, repeat="once", start="09:00", end="12:00"), scope=Scope(recruiter), now=NOW)

    assert form.is_valid()
    assert form.starts()[0] == tokyo(2026, 6, 10, 10, 30)


@time_machine.travel(NOW, tick=False)
def test_an_empty_hour_to_come_leads_to_a_form_filled_with_it(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    page = store_desk.get(THIS_WEEK).content.decode()
    form = store_desk.get(f"{THIS_WEEK}&new=2026-06-11T14:00&for={recruiter.pk}").context["form"]

    assert "new=2026-06-11T14%3A00" in page
    assert "new=2026-06-10T09%3A00" not in page
    assert (form["repeat"].value(), form["start"].value(), form["end"].value()) == ("once", "14:00", "")
    assert (form["first"].value().isoformat(), form["interviewer"].value()) == (
        "2026-06-11",
        str(recruiter.pk),
    )


@pytest.mark.parametrize("new", ["nonsense", "2026-06-11", "2026-13-01T09:00"])
@time_machine.travel(NOW, tick=False)
def test_an_impossible_hour_leaves_the_form_as_it_is(store_desk: Client, new: str) -> None:
    assert store_desk.get(THIS_WEEK, {"new": new, "for": "x"}).context["form"]["start"].value() == "10:00"


@time_machine.travel(NOW, tick=False)
def test_a_telephone_time_needs_no_link(store_desk: Client, place: Location) -> None:
    store_desk.post("/desk/slots/", a_form(place, repeat="once", end="", first="2026-06-12", mode="phone"))

    assert Slot.objects.get().mode == "phone"
    assert "電話" in store_desk.get(THIS_WEEK).content.decode()


@time_machine.travel(NOW, tick=False)
def test_the_form_says_who_of_those_waiting_would_be_told(store_desk: Client, place: Location) -> None:
    job = a_job(location=place)
    saturdays = {"hours": [[5, "10:00", "13:00"]]}
    for coming in (saturdays, {"hours": [[0, "10:00", "13:00"]]}, {}):
        interview = an_invited_interview(an_application(job=job))
        AvailabilityWish.objects.create(application=interview.application, coming=coming, told_at=NOW)

    count = store_desk.get("/desk/slots/count/", a_form(place, weekdays=[5])).content.decode()
    made = store_desk.post("/desk/slots/", a_form(place, weekdays=[5]), follow=True).content.decode()

    assert "日程まちの1人に自動で案内します" in count
    assert "日程まちの1人に、まもなく自動で案内します" in made


@time_machine.travel(NOW, tick=False)
def test_the_panel_changes_a_time_and_says_for_whom(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place)
    book(an_invited_interview(an_application(job=a_job(location=place))), slot, now=NOW)

    answer = store_desk.post(
        f"/desk/slots/{slot.pk}/change/", {"interviewer": recruiter.pk, "seats": 2}, follow=True
    )

    slot.refresh_from_db()
    assert (slot.interviewer, slot.capacity) == (recruiter, 2)
    assert "予約の1人のページ" in answer.content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_new_link_is_sent_to_whoever_sits_there(store_desk: Client, place: Location) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place, mode="online", online_url="https://m.example/1")
    interview = an_invited_interview(an_application(job=a_job(location=place), started_at=NOW))
    book(interview, slot, now=NOW)
    form = {"interviewer": "", "seats": 1, "online_url": "https://m.example/2"}

    answer = store_desk.post(f"/desk/slots/{slot.pk}/change/", form, follow=True)

    assert Message.objects.filter(application=interview.application, kind=Kind.MANUAL).count() == 1
    assert "新しいご案内を送ります" in answer.content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_link_is_new_only_together_with_the_words_to_everybody(
    store_desk: Client, place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = a_slot(
        tokyo(2026, 6, 11, 9), location=place, mode="online", online_url="https://m.example/1", capacity=2
    )
    for _seat in range(2):
        person = an_application(job=a_job(location=place), started_at=NOW)
        book(an_invited_interview(person), slot, now=NOW)
    write = writing.write

    def breaks_at_the_second(*args: Any, **named: Any) -> Message:
        if Message.objects.filter(kind=Kind.MANUAL).exists():
            raise KeyboardInterrupt
        return write(*args, **named)

    monkeypatch.setattr(writing, "write", breaks_at_the_second)
    form = {"interviewer": "", "seats": 2, "online_url": "https://m.example/2"}
    with pytest.raises(KeyboardInterrupt):
        store_desk.post(f"/desk/slots/{slot.pk}/change/", form)

    slot.refresh_from_db()
    assert slot.online_url == "https://m.example/1"
    assert not Message.objects.filter(kind=Kind.MANUAL).exists()


@time_machine.travel(NOW, tick=False)
def test_a_refused_change_says_why_in_the_panel(store_desk: Client, place: Location) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place, capacity=2)
    for _seat in range(2):
        book(an_invited_interview(an_application(job=a_job(location=place))), slot, now=NOW)

    answer = store_desk.post(f"/desk/slots/{slot.pk}/change/", {"interviewer": "", "seats": 1})

    assert answer.status_code == 422
    assert list(answer.context["change"].errors) == ["seats"]
    assert "より多くの方の予約" in answer.content.decode()


@time_machine.travel(NOW, tick=False)
def test_an_interviewer_of_another_place_finds_no_such_time(place: Location) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 9), location=place)
    stranger = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))

    for what in ("change", "withdraw", "reopen"):
        assert stranger.post(f"/desk/slots/{slot.pk}/{what}/", {"seats": 5}).status_code == 404
    assert stranger.get(f"{THIS_WEEK}&slot={slot.pk}").context["picked"] is None
    assert stranger.get(f"{THIS_WEEK}&at={place.pk}").context["week"].is_empty
    slot.refresh_from_db()
    assert (slot.capacity, slot.is_open) == (1, True)

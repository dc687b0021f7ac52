"""The desk's pages for weekly rules and closed days."""

from datetime import date, time
from typing import Any  # form data of all kinds

import pytest
from django.test import Client

from company.models import Location
from company.policy import Role
from scheduling.models import AvailabilityRule, Closure, Slot
from scheduling.services.supplying import supply
from tests import factories as make
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db
TOMORROW = date(2026, 6, 11)


def a_form(place: Location, **values: Any) -> dict[str, Any]:
    known = {
        "location": place.pk,
        "interviewer": "",
        "weekdays": [5, 6],
        "opens": "10:00",
        "closes": "13:00",
        "minutes": 30,
        "buffer_minutes": 0,
        "capacity": 1,
        "daily_cap": "",
        "mode": "onsite",
        "online_url": "",
        "holidays": "as_usual",
        "from_on": "",
        "until_on": "",
        "notice_minutes": 120,
        "horizon_days": 21,
    }
    return known | values


# --- rules -------------------------------------------------------------------------------------------


def test_a_rule_is_made_and_its_times_are_there_at_once(store_desk: Client, place: Location) -> None:
    answer = store_desk.post("/desk/slots/rules/new/", a_form(place), follow=True)

    rule = AvailabilityRule.objects.get()
    assert (rule.weekdays, rule.opens, rule.closes) == ([5, 6], time(10), time(13))
    assert Slot.objects.open(NOW).count() == 36
    assert "ルールをつくりました。新しく36枠が出ました。" in text_of(answer)
    assert "土日 10:00–13:00" in text_of(answer)


def test_the_count_follows_what_is_typed_and_keeps_nothing(store_desk: Client, place: Location) -> None:
    def count(**values: Any) -> str:
        return text_of(store_desk.get("/desk/slots/rules/count/", a_form(place, **values)))

    assert "36枠 今後3週間に出ます" in count()
    assert "12枠 今後1週間に出ます" in count(horizon_days=7)
    assert "「曜日」を入れると、ここに数が出ます。" in count(weekdays=[])
    assert "今後1週間に空き枠が出ません" in count(horizon_days=7, from_on="2027-01-01")
    assert not AvailabilityRule.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"closes": "10:00"}, "開始より後の時刻にしてください。"),
        ({"closes": "10:20"}, "1枠も入りません"),
        ({"weekdays": []}, "曜日を"),
        ({"mode": "online"}, "Web面接で開いてもらうリンクを入れてください。"),
        ({"from_on": "2026-07-01", "until_on": "2026-06-01"}, "はじめの日より前"),
        ({"capacity": 0}, ""),
        ({"interviewer": 99999}, ""),
        ({"minutes": 7}, ""),
    ],
)
def test_a_wrong_rule_comes_back_with_what_was_typed(
    store_desk: Client, place: Location, values: dict[str, Any], words: str
) -> None:
    answer = store_desk.post("/desk/slots/rules/new/", a_form(place, daily_cap=7, **values))

    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()
    assert not AvailabilityRule.objects.exists()
    assert "field__error" in answer.content.decode()
    assert words in text_of(answer)


def test_a_changed_rule_moves_its_free_times_and_says_so(store_desk: Client, place: Location) -> None:
    rule = make.a_rule(location=place, from_on=TOMORROW, until_on=TOMORROW)
    supply(now=NOW)
    slot = Slot.objects.get(starts_at=tokyo(2026, 6, 11, 10))
    make.a_booked_interview(slot.starts_at, slot=slot)
    page = store_desk.get(f"/desk/slots/rules/{rule.pk}/")

    answer = store_desk.post(
        f"/desk/slots/rules/{rule.pk}/",
        a_form(place, weekdays=range(7), opens="10:00", closes="11:00", notice_minutes=0, horizon_days=7,
               from_on="2026-06-11", until_on="2026-06-11"),
        follow=True,
    )  # fmt: skip

    assert "予約ずみの1件はそのまま残ります。" in text_of(page)
    assert "3枠 今後1週間に出ます" in text_of(page)
    assert "保存しました。空き2枠が出なくなります。" in text_of(answer)
    assert [one.starts_at for one in Slot.objects.open(NOW)] == [tokyo(2026, 6, 11, 10, 30)]


def test_a_rule_is_paused_taken_up_and_deleted(store_desk: Client, place: Location) -> None:
    rule = make.a_rule(location=place, from_on=TOMORROW, until_on=TOMORROW)
    supply(now=NOW)

    paused = store_desk.post(f"/desk/slots/rules/{rule.pk}/pause/", {"on": "0"}, follow=True)
    while_paused = Slot.objects.open(NOW).count()
    again = store_desk.post(f"/desk/slots/rules/{rule.pk}/pause/", {"on": "1"}, follow=True)
    while_used = Slot.objects.open(NOW).count()
    deleted = store_desk.post(f"/desk/slots/rules/{rule.pk}/delete/", follow=True)

    assert (while_paused, while_used, Slot.objects.count()) == (0, 4, 0)
    assert "休止中" in text_of(paused)
    assert "新しく4枠が出ました。" in text_of(again)
    assert "ルールはまだありません" in text_of(deleted)


def test_a_rule_of_another_location_does_not_exist(store_desk: Client, place: Location) -> None:
    elsewhere = make.a_location(name="三鷹店")
    rule = make.a_rule(location=elsewhere)

    page = store_desk.get("/desk/slots/rules/")
    answers = [
        store_desk.get(f"/desk/slots/rules/{rule.pk}/"),
        store_desk.post(f"/desk/slots/rules/{rule.pk}/", a_form(place)),
        store_desk.post(f"/desk/slots/rules/{rule.pk}/pause/"),
        store_desk.post(f"/desk/slots/rules/{rule.pk}/delete/"),
        store_desk.get("/desk/slots/rules/count/", a_form(place, rule=rule.pk)),
    ]
    made = store_desk.post("/desk/slots/rules/new/", a_form(elsewhere))

    assert [answer.status_code for answer in answers] == [404] * 5
    assert made.status_code == 422
    assert "三鷹店" not in text_of(page)
    rule.refresh_from_db()
    assert (rule.location, rule.is_active) == (elsewhere, True)


def test_three_rules_ask_no_more_than_one(screen: Client, place: Location) -> None:
    make.a_rule(location=place, opens=time(8), closes=time(9))
    supply(now=NOW)
    one = questions(screen, "/desk/slots/rules/")
    for hour in (11, 13):
        make.a_rule(location=place, opens=time(hour), closes=time(hour + 1), interviewer=make.a_staff())
    supply(now=NOW)

    assert questions(screen, "/desk/slots/rules/") == one


def test_who_may_only_look_sees_the_rules_without_buttons(screen: Client, place: Location) -> None:
    make.a_rule(location=place)
    reader = signed_in(make.a_staff(Role.VIEWER, locations=[place]))

    page = reader.get("/desk/slots/rules/").content.decode()

    assert "毎日 10:00–12:00" in page
    assert "/pause/" not in page
    assert reader.get("/desk/slots/rules/new/").status_code == 403


# --- closed days ----------------------------------------------------------------------------------------


def test_closing_says_first_what_it_does_and_lists_who_is_booked(store_desk: Client, place: Location) -> None:
    make.a_rule(location=place, from_on=TOMORROW, until_on=TOMORROW)
    supply(now=NOW)
    slot = Slot.objects.get(starts_at=tokyo(2026, 6, 11, 10))
    job = make.a_job(location=place)
    person = make.an_application(job=job, candidate=make.a_candidate(family_name="松本"))
    interview = make.a_booked_interview(slot.starts_at, person, slot=slot)
    typed: dict[str, Any] = {
        "location": place.pk, "interviewer": "", "first": "2026-06-11", "label": "棚卸し",
    }  # fmt: skip

    before = store_desk.get("/desk/slots/closures/count/", typed)
    answer = store_desk.post("/desk/slots/closures/", typed, follow=True)

    interview.refresh_from_db()
    closure = Closure.objects.get()
    assert "空き3枠が出なくなります。その間に予約が1件あり、そのまま残ります" in text_of(before)
    assert f'href="/desk/applications/{person.pk}/"' in before.content.decode()
    assert (closure.starts_at, closure.ends_at) == (tokyo(2026, 6, 11), tokyo(2026, 6, 12))
    assert interview.is_booked
    assert Slot.objects.open(NOW).count() == 0
    assert "6月11日(木) 棚卸し" in text_of(answer).replace("休みをやめる ", "")
    assert f'href="/desk/applications/{person.pk}/"' in answer.content.decode()


def test_some_hours_are_closed_and_opened_again(store_desk: Client, place: Location) -> None:
    make.a_rule(location=place, from_on=TOMORROW, until_on=TOMORROW)
    supply(now=NOW)
    typed = {"location": place.pk, "first": "2026-06-11", "start": "10:00", "end": "11:00"}

    store_desk.post("/desk/slots/closures/", typed)
    while_closed = Slot.objects.open(NOW).count()
    answer = store_desk.post(f"/desk/slots/closures/{Closure.objects.get().pk}/delete/", follow=True)

    assert (while_closed, Slot.objects.open(NOW).count()) == (2, 4)
    assert "休みをやめました。新しく2枠が出ました。" in text_of(answer)


def test_times_made_by_hand_are_counted_as_closed_and_as_open_again(
    store_desk: Client, place: Location
) -> None:
    for hour in (10, 11):
        make.a_slot(tokyo(2026, 6, 11, hour), location=place)
    typed = {"location": str(place.pk), "first": "2026-06-11"}

    before = store_desk.get("/desk/slots/closures/count/", typed)
    closed = store_desk.post("/desk/slots/closures/", typed, follow=True)
    twice = store_desk.get("/desk/slots/closures/count/", typed)
    opened = store_desk.post(f"/desk/slots/closures/{Closure.objects.get().pk}/delete/", follow=True)

    assert "空き2枠が出なくなります。" in text_of(before)
    assert "休みにしました。空き2枠が出なくなります。" in text_of(closed)
    assert "その間に空き枠はありません。" in text_of(twice)
    assert "休みをやめました。新しく2枠が出ました。" in text_of(opened)


def test_the_form_chooses_no_day_by_itself(store_desk: Client) -> None:
    answer = store_desk.get("/desk/slots/closures/")

    assert answer.context["form"]["first"].value() is None
    assert "日を選ぶと、休みにする前に影響がここに出ます。" in text_of(answer)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"first": "2026-06-01"}, "過ぎた日時です。"),
        ({"last": "2026-06-01"}, "はじめの日より前"),
        ({"last": "2029-06-01"}, "1年"),
        ({"start": "10:00"}, "両方を入れる"),
        ({"start": "10:00", "end": "09:00"}, "開始より後"),
        ({"first": ""}, ""),
    ],
)
def test_a_wrong_closure_comes_back(
    store_desk: Client, place: Location, values: dict[str, str], words: str
) -> None:
    typed = {"location": place.pk, "first": "2026-06-11", "label": "棚卸し"} | values

    answer = store_desk.post("/desk/slots/closures/", typed)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="棚卸し"' in answer.content.decode()
    assert not Closure.objects.exists()


def test_the_whole_company_is_closed_by_an_owner_alone(
    screen: Client, store_desk: Client, place: Location
) -> None:
    typed = {"location": "", "first": "2026-06-11", "label": "創立記念日"}

    refused = store_desk.post("/desk/slots/closures/", typed)
    done = screen.post("/desk/slots/closures/", typed)
    closure = Closure.objects.get()
    seen = store_desk.get("/desk/slots/closures/")
    ended = store_desk.post(f"/desk/slots/closures/{closure.pk}/delete/")

    assert (refused.status_code, done.status_code, ended.status_code) == (422, 302, 403)
    assert "創立記念日" in text_of(seen)
    assert Closure.objects.exists()


def test_a_closure_of_another_location_does_not_exist(store_desk: Client) -> None:
    closure = make.a_closure(location=make.a_location(), label="秘密")

    assert store_desk.post(f"/desk/slots/closures/{closure.pk}/delete/").status_code == 404
    assert "秘密" not in text_of(store_desk.get("/desk/slots/closures/"))


def test_three_closures_ask_no_more_than_one(screen: Client, place: Location) -> None:
    make.a_closure(location=place)
    make.a_booked_interview(tokyo(2026, 6, 11, 10), slot=make.a_slot(tokyo(2026, 6, 11, 10), location=place))
    one = questions(screen, "/desk/slots/closures/")
    for _ in range(2):
        make.a_closure(interviewer=make.a_staff())

    assert questions(screen, "/desk/slots/closures/") == one

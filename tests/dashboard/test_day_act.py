"""A storm, an illness: a place's whole day is looked at, and called off for everybody at once."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from company.models import AuditEvent, BulkAct, BulkItem, Location, Staff
from company.policy import Role
from company.services.profile import the_company
from dashboard.queries.whole_queue import queue_of
from dashboard.scope import Scope
from messaging.models import Message
from messaging.policy import OPEN, ChannelName, Kind, State
from reminders.services.auditing import audit
from scheduling.models import Closure, Interview, Slot
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.leaving import withdraw
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.dashboard.whole_day import TOMORROW, URL, answers, booked, decided, looked, words, worked
from tests.factories import NOW, a_booked_interview, a_job, a_location, a_slot, a_staff, an_application, tokyo

pytestmark = pytest.mark.django_db


# --- before anything happens ---------------------------------------------------------------------


def test_looking_shows_everybody_and_the_exact_words_and_changes_nothing(
    screen: Client, place: Location
) -> None:
    interviews = [booked(place, TOMORROW + timedelta(hours=n), family_name=f"人{n}") for n in range(4)]
    before = (Message.objects.count(), Interview.objects.count(), Closure.objects.count())

    answer = looked(screen, place)

    page, shown = text_of(answer), answer.context["shown"]
    assert [one.interview.pk for one in shown.people] == [one.pk for one in interviews]
    assert [sample.name for sample in shown.samples] == [f"人{n} 蓮" for n in range(3)]
    assert "人0さん、6月11日(木) 13:00の面接ができなくなりました。申し訳ありません。 天候のためです。" in page
    assert "SMS 4" in page
    assert "メール 4" in page
    assert (Message.objects.count(), Interview.objects.count(), Closure.objects.count()) == before
    assert {one.state for one in Interview.objects.all()} == {InterviewState.BOOKED}


def test_a_first_visit_asks_for_place_day_and_deed(screen: Client, place: Location) -> None:
    page = text_of(screen.get(URL, {"on": "2026-06-12"}))

    assert "1日まるごと" in page
    assert "どうなるか見る" in page
    assert "人に実行する" not in page


def test_what_is_missing_is_said_and_what_was_chosen_stays(screen: Client, place: Location) -> None:
    past = looked(screen, place, on="2026-06-09")
    unmoved = looked(screen, place, deed="move")
    offline = looked(screen, place, deed="online")

    assert "過ぎた日です" in text_of(past)
    assert "移す先の日をえらんでください" in text_of(unmoved)
    assert "面接で開くリンク" in text_of(offline) or "リンク" in text_of(offline)
    assert past.context["shown"] is None
    assert 'value="2026-06-09"' in past.content.decode()


# --- calling off -----------------------------------------------------------------------------------


def test_calling_off_cancels_asks_for_another_time_in_one_message_and_closes_the_day(
    screen: Client, place: Location
) -> None:
    interview = booked(place)
    free = a_slot(TOMORROW + timedelta(hours=2), location=place)

    decided(screen, place)
    act = worked()

    interview.refresh_from_db()
    anew = interview.application.interviews.get(state=InterviewState.INVITED)
    assert (interview.state, interview.cancel_reason) == (InterviewState.CANCELLED_BY_US, "day_weather")
    assert words(interview) == [
        (Kind.CANCELLED, ChannelName.EMAIL, State.PLANNED),
        (Kind.CANCELLED, ChannelName.SMS, State.PLANNED),
    ]
    assert {row.due_at for row in Message.objects.filter(kind=Kind.CANCELLED)} == {NOW + timedelta(minutes=1)}
    assert anew.answer_by is not None
    assert not Slot.objects.open(NOW).filter(pk=free.pk).exists()
    assert Closure.objects.get().label == "天候(台風・大雪など)"
    assert (act.total, act.done, act.ended_at) == (1, 1, NOW)


def test_the_plan_stays_the_same_when_it_is_made_again(screen: Client, place: Location) -> None:
    booked(place)
    decided(screen, place)
    worked()

    drift = [one for _person, found in audit(now=NOW) for one in found]

    assert drift == []
    assert Message.objects.filter(kind=Kind.CANCELLED, state__in=OPEN).count() == 2


def test_nobody_is_asked_twice_also_when_it_is_pressed_twice(screen: Client, place: Location) -> None:
    interview = booked(place)
    shown = looked(screen, place).context["shown"]
    data = {**answers(place), "mark": shown.mark}

    screen.post(URL, data)
    screen.post(URL, data)
    worked()

    assert [item.outcome for item in BulkItem.objects.all()] == ["done"]
    assert len(words(interview)) == 2


@pytest.mark.parametrize("deed", ["call_off", "online"])
def test_a_day_pressed_twice_is_open_again_once_it_is_taken_back(
    screen: Client, place: Location, deed: str
) -> None:
    booked(place)
    free = a_slot(TOMORROW + timedelta(hours=2), location=place)
    more = {"deed": deed, "online_url": "https://meet.example/a"}
    data = {**answers(place, **more), "mark": looked(screen, place, **more).context["shown"].mark}

    first, second = screen.post(URL, data), screen.post(URL, data)
    assert not Slot.objects.open(NOW).filter(pk=free.pk).exists()
    screen.post(second["Location"] + "undo/")

    assert first["Location"] == second["Location"]
    assert not Closure.objects.exists()
    assert Slot.objects.open(NOW).filter(pk=free.pk).exists()
    trail = AuditEvent.objects.filter(action__in=["closure_taken_back", "slot_reopened"])
    assert trail.get().actor == BulkAct.objects.latest("pk").by


def test_who_moved_or_withdrew_meanwhile_is_skipped_and_shown(screen: Client, place: Location) -> None:
    mover, leaver, stayer = (
        booked(place, TOMORROW + timedelta(hours=n), family_name=f"人{n}") for n in range(3)
    )
    later = a_slot(tokyo(2026, 6, 15, 13), location=place)
    answer = decided(screen, place)
    book(mover, later, now=NOW)
    withdraw(leaver.application, now=NOW)

    worked()

    mover.refresh_from_db()
    page = text_of(screen.get(answer["Location"]))
    assert (mover.state, mover.starts_at) == (InterviewState.BOOKED, later.starts_at)
    assert list(BulkItem.objects.order_by("pk").values_list("outcome", "reason")) == [
        ("skipped", "changed"),
        ("skipped", "over"),
        ("done", ""),
    ]
    assert "もとのままの方" in page
    assert "人0" in page
    assert Interview.objects.get(pk=stayer.pk).state == InterviewState.CANCELLED_BY_US


def test_a_change_between_looking_and_pressing_asks_to_look_again(screen: Client, place: Location) -> None:
    booked(place)
    shown = looked(screen, place).context["shown"]
    booked(place, TOMORROW + timedelta(hours=1))

    answer = screen.post(URL, {**answers(place), "mark": shown.mark})

    assert answer.status_code == 422
    assert "もう一度ご確認のうえ" in text_of(answer)
    assert not BulkAct.objects.exists()


def test_above_fifty_the_number_is_typed(screen: Client, place: Location) -> None:
    for n in range(51):
        booked(place, tokyo(2026, 6, 11, 9) + timedelta(minutes=10 * n))

    wrong = decided(screen, place, count="50")
    asked = BulkAct.objects.count()
    right = decided(screen, place, count="51")

    assert (wrong.status_code, asked) == (422, 0)
    assert "人数を入力してください" in text_of(wrong)
    assert right.status_code == 302
    assert BulkAct.objects.get().total == 51


def test_whom_no_message_reaches_is_to_be_called(screen: Client, place: Location, owner: Staff) -> None:
    interview = booked(place, email="", phone="+81422000120", phone_kind="landline")

    shown = looked(screen, place).context["shown"]
    answer = decided(screen, place)
    worked()

    assert [one.interview.pk for one in shown.to_call] == [interview.pk]
    assert "文字では届かない方です" in text_of(screen.get(answer["Location"]))
    tasks = queue_of(Scope(owner), the_company(), NOW)
    assert any(task.people and task.people[0].url.endswith(f"/{interview.application_id}/") for task in tasks)


def test_without_all_facts_they_are_called_off_and_a_person_follows_up(
    screen: Client, place: Location
) -> None:
    interview = booked(place)
    Location.objects.filter(pk=place.pk).update(access="", station="")

    decided(screen, place)
    worked()

    interview.refresh_from_db()
    assert interview.state == InterviewState.CANCELLED_BY_US
    assert not interview.application.interviews.filter(state=InterviewState.INVITED).exists()
    assert len(words(interview)) == 2


# --- whose day it is -----------------------------------------------------------------------------------


def test_only_ones_own_places_can_be_chosen(at_now: time_machine.Traveller, place: Location) -> None:
    booked(place)
    stranger = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))

    answer = looked(stranger, place)

    assert answer.context["shown"] is None
    assert "佐々木" not in text_of(answer)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER])
def test_who_only_reads_changes_no_day(at_now: time_machine.Traveller, place: Location, role: Role) -> None:
    reader = signed_in(a_staff(role, locations=[place]))

    assert reader.get(URL).status_code == 403
    assert reader.post(URL, answers(place)).status_code == 403


def test_a_colleagues_act_is_not_shown_and_an_owners_eyes_see_all(
    at_now: time_machine.Traveller, screen: Client, place: Location
) -> None:
    booked(place)
    mine = signed_in(a_staff(Role.RECRUITER, locations=[place]))
    other = signed_in(a_staff(Role.RECRUITER, locations=[place]))
    shown = looked(mine, place).context["shown"]
    answer = mine.post(URL, {**answers(place), "mark": shown.mark})

    assert other.get(answer["Location"]).status_code == 404
    assert other.post(answer["Location"] + "undo/").status_code == 404
    assert screen.get(answer["Location"]).status_code == 200


def test_who_belongs_to_another_place_is_counted_and_left_to_its_people(
    at_now: time_machine.Traveller, place: Location
) -> None:
    elsewhere = an_application(job=a_job(location=a_location()), stage=Stage.INTERVIEWING)
    guest = a_booked_interview(TOMORROW, elsewhere, slot=a_slot(TOMORROW, location=place))
    booked(place, TOMORROW + timedelta(hours=1))
    mine = signed_in(a_staff(Role.RECRUITER, locations=[place]))

    shown = looked(mine, place).context["shown"]

    assert (len(shown.people), shown.hidden) == (1, 1)
    assert guest.pk not in {one.interview.pk for one in shown.people}
    assert Application.objects.count() == 2

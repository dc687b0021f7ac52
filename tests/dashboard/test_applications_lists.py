"""The list of applicants: filters that combine, paging near and deep, counts that do not claim too much."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.policy import Keenness, Source, Stage
from candidates.services.indexing import index_all
from company.models import Location, SavedView, Staff
from company.policy import Role
from dashboard.queries import people_page
from dashboard.queries.people_search import hits
from messaging.policy import State
from tests.dashboard.applied import applied
from tests.dashboard.signing import questions, signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_case,
    a_job,
    a_location,
    a_sent_message,
    a_staff,
    an_application,
    tokyo,
)

pytestmark = pytest.mark.django_db
LIST = "/desk/applications/"


@pytest.fixture
def place() -> Location:
    return a_location(name="吉祥寺店")


@pytest.fixture
def recruiter(place: Location) -> Staff:
    return a_staff(Role.RECRUITER, locations=[place])


@pytest.fixture
def desk(recruiter: Staff, at_now: time_machine.Traveller) -> Client:
    return signed_in(recruiter)


def names(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    return [str(person.candidate) for person in page.context["people"]]


def test_every_filter_keeps_whom_it_says(desk: Client, place: Location, recruiter: Staff) -> None:
    colleague = a_staff(Role.RECRUITER, locations=[place])
    applied(place, "mine", owner=recruiter, source=Source.CSV, is_started=False)
    applied(place, "theirs", owner=colleague, keenness=Keenness.HIGH, contacted_at=NOW)
    applied(place, "old", applied_at=NOW - timedelta(days=9), owner=colleague)
    coming = applied(place, "coming", stage=Stage.INTERVIEWING, contacted_at=NOW)
    a_booked_interview(tokyo(2026, 6, 11, 13), coming, confirmed_at=NOW)
    silent = applied(place, "silent", stage=Stage.INTERVIEWING, contacted_at=NOW)
    a_booked_interview(tokyo(2026, 6, 11, 14), silent)
    a_sent_message(silent, state=State.UNDELIVERED)
    missed = applied(place, "missed", stage=Stage.INTERVIEWING, contacted_at=NOW)
    a_case(a_booked_interview(tokyo(2026, 6, 9, 13), missed))

    found = {
        query: sorted(names(desk, query))
        for query in (
            "owner=me", "owner=none", f"owner={colleague.pk}", "source=csv", "keen=high", "contact=waiting",
            "contact=owed", "answer=confirmed", "answer=silent", "answer=undelivered", "case=1", "days=7",
            "from=2026-06-01&to=2026-06-02", f"owner={colleague.pk}&days=7",
            "stage=interviewing&answer=silent",
        )
    }  # fmt: skip

    today = ["coming", "mine", "missed", "silent", "theirs"]
    assert found == {
        "owner=me": ["mine"],
        "owner=none": ["coming", "missed", "silent"],
        f"owner={colleague.pk}": ["old", "theirs"],
        "source=csv": ["mine"],
        "keen=high": ["theirs"],
        "contact=waiting": ["mine"],
        "contact=owed": ["old"],
        "answer=confirmed": ["coming"],
        "answer=silent": ["silent"],
        "answer=undelivered": ["silent"],
        "case=1": ["missed"],
        "days=7": today,
        "from=2026-06-01&to=2026-06-02": ["old"],
        f"owner={colleague.pk}&days=7": ["theirs"],
        "stage=interviewing&answer=silent": ["silent"],
    }


def test_nonsense_in_the_address_is_as_if_it_were_not_there(desk: Client, place: Location) -> None:
    applied(place, "one")

    for query in (
        "stage=x", "span=x", "owner=x", "source=x", "days=-1", "from=2026-02-30", "to=0001-01-01", "keen=x",
        "answer=x", "contact=x", "case=2", "page=-3", "page=99999999999", "after=abc", "after=999999",
        "sort=pk", "where=l%00", "where=99999999999999999999", "owner=99999999999999999999", "q=%00",
    ):  # fmt: skip
        assert desk.get(f"{LIST}?{query}").status_code == 200, query
    assert names(desk, "stage=x&owner=x&source=x") == ["one"]


def test_each_active_condition_can_be_taken_off_alone(desk: Client, place: Location) -> None:
    page = desk.get(f"{LIST}?owner=me&days=7&where=l{place.pk}")

    chips = {chip.words: chip.query for chip in page.context["chips"]}
    assert chips == {
        "吉祥寺店": "owner=me&days=7",
        "担当: 自分": f"where=l{place.pk}&days=7",
        "この7日の応募": f"where=l{place.pk}&owner=me",
    }


def test_another_place_s_name_is_not_told_by_a_condition(desk: Client) -> None:
    elsewhere = a_job(location=a_location(name="秘密店"), title="秘密の仕事")

    for where in (f"l{elsewhere.location_id}", str(elsewhere.pk)):
        assert "秘密" not in desk.get(f"{LIST}?where={where}").content.decode()


@pytest.mark.parametrize("query", ["", "span=all", "sort=oldest", "source=form", "stage=received"])
def test_going_on_row_by_row_shows_everybody_once(
    desk: Client, place: Location, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_page, "PER_PAGE", 4)
    job = a_job(location=place)
    for n in range(11):
        person = a_candidate(family_name=f"p{n:02}", given_name="")
        an_application(job=job, candidate=person, applied_at=NOW - timedelta(hours=n // 3))
    everybody, after = names(desk, query), desk.get(f"{LIST}?{query}").context["page"].after

    while after:
        page = desk.get(f"{LIST}?{query}&after={after}").context
        everybody += [str(person.candidate) for person in page["people"]]
        after = page["page"].after

    assert sorted(everybody) == [f"p{n:02}" for n in range(11)]
    numbered = names(desk, query) + names(desk, f"{query}&page=2") + names(desk, f"{query}&page=3")
    assert numbered == everybody


def test_what_has_no_index_is_looked_for_among_so_many_and_then_further(
    desk: Client, place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_page, "WINDOW", 5)
    job = a_job(location=place)
    for n in range(12):
        source = Source.CSV if n in {1, 11} else Source.FORM
        person = a_candidate(family_name=f"p{n}", given_name="")
        an_application(job=job, candidate=person, source=source, applied_at=NOW - timedelta(hours=n))

    first = desk.get(f"{LIST}?source=csv")
    assert [str(person.candidate) for person in first.context["people"]] == ["p1"]
    assert first.context["page"].looked_through
    second = desk.get(f"{LIST}?source=csv&after={first.context['page'].after}")
    assert second.context["people"] == []
    assert "続きをさがす" in second.content.decode()
    third = desk.get(f"{LIST}?source=csv&after={second.context['page'].after}")
    assert [str(person.candidate) for person in third.context["people"]] == ["p11"]
    assert third.context["page"].after is None


def test_more_than_can_be_counted_quickly_is_said_as_at_least(
    desk: Client, place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_page, "COUNTED", 2)
    for n in range(4):
        applied(place, f"p{n}")

    counts = desk.get(LIST).context["counts"]

    assert str(counts.everyone) == "2+"
    assert str(counts.stages["received"]) == "2+"
    assert str(counts.stages["deciding"]) == "0+"
    assert str(desk.get(f"{LIST}?stage=deciding").context["counts"].stages["deciding"]) == "0"


def test_few_enough_are_sorted_by_kana_and_by_what_comes_next(desk: Client, place: Location) -> None:
    for kana, hour in (("ワタナベ", 13), ("アオキ", 15), ("カトウ", None)):
        person = a_candidate(family_name=kana, given_name="", family_kana=kana)
        application = an_application(job=a_job(location=place), candidate=person, stage=Stage.INTERVIEWING)
        if hour:
            a_booked_interview(tokyo(2026, 6, 11, hour), application)

    assert names(desk, "sort=kana") == ["アオキ", "カトウ", "ワタナベ"]
    assert names(desk, "sort=next")[:2] != names(desk, "sort=kana")[:2]


def test_jobs_of_many_places_are_offered_once_a_place_is_chosen(
    place: Location, at_now: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.queries.people_words.FEW_JOBS", 1)
    screen, there = signed_in(a_staff(Role.OWNER)), a_location(name="三鷹店")
    a_job(location=place, title="ホール")
    a_job(location=there, title="キッチン")
    applied(place, "somebody")

    plain = screen.get(LIST).content.decode()
    chosen = screen.get(f"{LIST}?where=l{there.pk}").content.decode()

    assert "三鷹店" in plain
    assert "キッチン" not in plain
    assert "キッチン" in chosen


def test_a_found_number_or_address_says_so(desk: Client, place: Location) -> None:
    person = a_candidate(family_name="森田", given_name="", phone="+819012345678", email="m@example.jp")
    an_application(job=a_job(location=place), candidate=person)
    list(index_all())

    assert "電話番号で一致" in desk.get(f"{LIST}?q=5678").content.decode()
    assert "メールで一致" in desk.get(f"{LIST}?q=m@ex").content.decode()
    assert "一致" not in desk.get(f"{LIST}?q=森").content.decode()


@pytest.mark.parametrize("stores", [1, 3, 10])
def test_a_search_goes_on_in_the_order_of_its_keys_and_shows_everybody_once(
    stores: int, at_now: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_page, "PER_PAGE", 3)
    places = [a_location() for _ in range(stores)]
    for n in range(10):
        person = a_candidate(family_name="佐藤", given_name=f"佐{n}", family_kana="サ", given_kana="サ")
        an_application(job=a_job(location=places[n % stores]), candidate=person)
    an_application(candidate=a_candidate(family_name="佐野"))
    list(index_all())
    screen = signed_in(a_staff(Role.RECRUITER, locations=places))

    everybody, after = [], ""
    while after is not None:
        page = screen.get(f"{LIST}?q=佐&after={after}").context
        everybody += [str(person.candidate) for person in page["people"]]
        after = page["page"].after

    assert everybody == [f"佐藤 佐{n}" for n in range(10)]
    assert names(screen, "q=さ") == everybody[:3]


def test_a_search_with_another_condition_looks_through_its_hits(
    desk: Client, place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_page, "LOOKED_THROUGH", 2)
    for n in range(5):
        applied(place, f"佐{n}", stage=Stage.DECIDING if n == 4 else Stage.RECEIVED)
    list(index_all())

    first = desk.get(f"{LIST}?q=佐&stage=deciding").context["page"]
    assert (first.ids, first.looked_through) == ([], True)
    second = desk.get(f"{LIST}?q=佐&stage=deciding&after={first.after}").context["page"]
    third = names(desk, f"q=佐&stage=deciding&after={second.after}")

    assert third == ["佐4"]


def test_a_search_reads_the_index_and_no_table_from_end_to_end(place: Location) -> None:
    applied(place, "佐藤")
    list(index_all())

    for places in (None, [place.pk]):
        with CaptureQueriesContext(connection) as seen:
            assert len(hits("佐", places, most=25)) == 1
        with connection.cursor() as cursor:
            for asked in seen.captured_queries:
                if connection.vendor == "sqlite":
                    cursor.execute(f"EXPLAIN QUERY PLAN {asked['sql']}")
                    plan = " ".join(str(row[3]) for row in cursor.fetchall())
                    assert "SEARCH candidates_searchkey USING COVERING INDEX keys_" in plan
                    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("query", ["", "q=佐", "span=all&after=1", "source=form&owner=none", "sort=kana"])
def test_as_many_questions_for_one_three_and_twenty_five(desk: Client, place: Location, query: str) -> None:
    job, asked = a_job(location=place), []
    stored = 0
    for people in (1, 3, 25):
        for n in range(stored, people):
            person = a_candidate(family_name=f"佐{n:02}", given_name="")
            application = an_application(job=job, candidate=person, stage=Stage.INTERVIEWING)
            a_sent_message(application)
            a_case(a_booked_interview(tokyo(2026, 6, 9, 13), application))
        stored = people
        list(index_all())
        asked.append(questions(desk, f"{LIST}?{query}"))

    assert asked[0] == asked[1] == asked[2]


def test_views_are_kept_named_moved_and_forgotten(desk: Client, place: Location, recruiter: Staff) -> None:
    applied(place, "somebody")
    save, theirs = f"{LIST}views/save/", a_staff(Role.RECRUITER, locations=[place])
    SavedView.objects.create(staff=theirs, name="人のもの", query="days=1")

    for name, query in (("返事まち", "answer=silent"), ("今週", "days=7")):
        assert desk.post(save, {"name": name, "query": f"{query}&bogus=1"})["Location"].endswith(f"?{query}")
    first, second = SavedView.objects.filter(staff=recruiter)
    assert "同じ名前" in desk.post(save, {"name": "今週", "query": "days=1"}, follow=True).content.decode()
    page = desk.get(f"{LIST}?answer=silent").content.decode()
    assert "人のもの" not in page

    change = f"/desk/views/{second.pk}/change/"
    desk.post(change, {"do": "left"})
    desk.post(change, {"do": "rename", "name": "この7日"})
    desk.post(change, {"do": "rename", "name": "返事まち"})
    desk.post(f"/desk/views/{first.pk}/change/", {"do": "delete"})

    assert list(SavedView.objects.filter(staff=recruiter).values_list("name", flat=True)) == ["この7日"]
    foreign = SavedView.objects.get(staff=theirs)
    assert desk.post(f"/desk/views/{foreign.pk}/change/", {"do": "delete"}).status_code == 404


def test_a_view_too_long_to_keep_is_refused_in_words(desk: Client) -> None:
    answer = desk.post(f"{LIST}views/save/", {"name": "x", "query": "q=" + "あ" * 100}, follow=True)

    assert not SavedView.objects.exists()
    assert "長すぎ" in answer.content.decode()

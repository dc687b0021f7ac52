"""The list of applicants: filters, search, what stands next; and adding one person by hand."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from candidates.models import Application, Import, ImportState
from candidates.policy import Source, Stage
from candidates.services.indexing import index_all
from company.models import Location, Staff
from company.policy import Role
from messaging.models import Message
from messaging.policy import Kind, State
from scheduling.policy import InterviewState
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
    an_invited_interview,
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
def desk(recruiter: Staff) -> Client:
    return signed_in(recruiter)


def names(client: Client, **asked: str | int) -> list[str]:
    list(index_all())
    page = client.get(LIST, asked)
    assert page.status_code == 200
    return [str(person.candidate) for person in page.context["people"]]


def called(family: str, given: str = "", **values: object) -> dict[str, object]:
    return {"candidate": a_candidate(family_name=family, given_name=given, **values)}


@time_machine.travel(NOW, tick=False)
def test_nobody_yet_says_what_to_do_first(desk: Client, place: Location) -> None:
    page = desk.get(LIST).content.decode()

    assert "席を温めて、待っています" in page
    assert "CSVから取り込む" in page
    assert "1人ずつ追加" in page


@time_machine.travel(NOW, tick=False)
def test_newest_come_first_and_those_who_are_done_are_left_out(desk: Client, place: Location) -> None:
    job = a_job(location=place)
    an_application(job=job, applied_at=NOW - timedelta(days=2), **called("old"))
    an_application(job=job, applied_at=NOW, **called("new"))
    an_application(job=job, stage=Stage.REJECTED, closed_at=NOW, **called("over"))
    an_application(**called("elsewhere"))

    assert names(desk) == ["new", "old"]
    assert names(desk, sort="oldest") == ["old", "new"]
    assert names(desk, span="over") == ["over"]
    assert names(desk, span="all") == ["over", "new", "old"]


@time_machine.travel(NOW, tick=False)
def test_stages_are_counted_and_filtered(desk: Client, place: Location) -> None:
    job = a_job(location=place)
    an_application(job=job, **called("a"))
    an_application(job=job, stage=Stage.IN_CONTACT, **called("b"))
    an_application(job=job, stage=Stage.OFFERED, **called("c"))
    missed = an_application(job=job, stage=Stage.INTERVIEWING, **called("d"))
    a_case(a_booked_interview(tokyo(2026, 6, 9, 13), missed, state=InterviewState.ABSENT))

    assert names(desk, stage="received") == ["a"]
    assert names(desk, stage="deciding") == ["c"]
    assert names(desk, stage="absence") == ["d"]
    counts = desk.get(LIST).context["counts"]
    assert str(counts.everyone) == "4"
    assert {stage: number.n for stage, number in counts.stages.items()} == {
        "received": 1,
        "in_contact": 1,
        "interviewing": 1,
        "deciding": 1,
        "absence": 1,
    }


@time_machine.travel(NOW, tick=False)
def test_a_job_or_a_whole_location_is_chosen(place: Location) -> None:
    desk = signed_in(a_staff(Role.OWNER))
    hall, kitchen = a_job(location=place), a_job(location=place)
    an_application(job=hall, **called("hall"))
    an_application(job=kitchen, **called("kitchen"))
    an_application(**called("elsewhere"))

    assert names(desk, where=str(hall.pk)) == ["hall"]
    assert sorted(names(desk, where=f"l{place.pk}")) == ["hall", "kitchen"]


@pytest.mark.parametrize(
    "q",
    [
        "ささき",
        "ササキ",
        "ｻｻｷ",
        "ささきれん",
        "ささき　れん",
        "佐々木",
        "佐々木蓮",
        "佐々木 蓮",
        "蓮",
        "090-1234-5678",
        "09012345678",
        "０９０－１２３４－５６７８",
        "090(1234)5678",
        "+81 90-1234-5678",
        "+81 090 1234 5678",
        "5678",
        "REN@example.jp",
        "ren@exam",
    ],
)
@time_machine.travel(NOW, tick=False)
def test_a_person_is_found_however_they_are_written(desk: Client, place: Location, q: str) -> None:
    job = a_job(location=place)
    person = called("佐々木", "蓮", family_kana="ササキ", given_kana="レン", phone="+819012345678")
    an_application(job=job, **person)
    an_application(
        job=job, **called("田中", "花子", family_kana="タナカ", given_kana="ハナコ", phone="+818099990000")
    )
    candidate = person["candidate"]
    candidate.email = "ren@example.jp"  # type: ignore[attr-defined]  # a candidate
    candidate.save()  # type: ignore[attr-defined]  # a candidate

    assert names(desk, q=q) == ["佐々木 蓮"]


@time_machine.travel(NOW, tick=False)
def test_words_apart_are_found_even_if_the_kana_are_of_two_kinds(desk: Client, place: Location) -> None:
    person = called("佐々木", "蓮", family_kana="ササキ", given_kana="れん")
    an_application(job=a_job(location=place), **person)

    assert names(desk, q="ささき れん") == ["佐々木 蓮"]
    assert names(desk, q="れん ササキ") == ["佐々木 蓮"]
    assert names(desk, q="ささき はな") == []


@time_machine.travel(NOW, tick=False)
def test_a_search_looks_at_those_who_are_done_too_and_never_across_the_fence(
    desk: Client, place: Location
) -> None:
    an_application(job=a_job(location=place), stage=Stage.WITHDRAWN, closed_at=NOW, **called("佐々木"))
    an_application(**called("佐々木"))

    assert names(desk, q="佐々木") == ["佐々木"]


@pytest.mark.parametrize("q", ["%", "_", "　", "'", "()", "x" * 300])
@time_machine.travel(NOW, tick=False)
def test_a_strange_search_finds_nobody_and_breaks_nothing(desk: Client, place: Location, q: str) -> None:
    an_application(job=a_job(location=place), **called("佐々木"))

    found = names(desk, q=q)

    assert found == (["佐々木"] if not q.strip() else [])


@time_machine.travel(NOW, tick=False)
def test_each_row_says_what_comes_next(desk: Client, place: Location) -> None:
    job = a_job(location=place)
    an_application(job=job, first_contact_due_at=NOW + timedelta(minutes=18), **called("clock"))
    an_application(job=job, is_started=False, **called("imported"))
    invited = an_application(job=job, stage=Stage.INTERVIEWING, **called("invited"))
    an_invited_interview(invited, invited_at=NOW - timedelta(days=2))
    booked = an_application(job=job, stage=Stage.INTERVIEWING, **called("booked"))
    a_booked_interview(tokyo(2026, 6, 10, 13), booked)
    late = an_application(job=job, stage=Stage.INTERVIEWING, **called("late"))
    a_booked_interview(tokyo(2026, 6, 10, 14), late, late_minutes=15)
    missed = an_application(job=job, stage=Stage.INTERVIEWING, **called("missed"))
    a_case(a_booked_interview(tokyo(2026, 6, 9, 13), missed, state=InterviewState.ABSENT))

    people = {str(one.candidate): one.next.word for one in desk.get(LIST).context["people"]}

    assert people == {
        "clock": "最初の連絡 あと18分",
        "imported": "連絡はまだ始めていません",
        "invited": "日程の返事まち 2日",
        "booked": "今日 13:00",
        "late": "14:15着予定",
        "missed": "連絡中",
    }


@time_machine.travel(NOW, tick=False)
def test_the_last_event_is_their_answer_if_it_came_later(desk: Client, place: Location) -> None:
    application = an_application(job=a_job(location=place), stage=Stage.INTERVIEWING)
    a_sent_message(application, sent_at=NOW - timedelta(hours=2), state=State.DELIVERED)
    interview = a_booked_interview(tokyo(2026, 6, 11, 13), application)

    assert "届いた" in desk.get(LIST).context["people"][0].latest.word

    interview.confirmed_at = NOW - timedelta(hours=1)
    interview.save()
    assert desk.get(LIST).context["people"][0].latest.word == "行きます 今日 9:00"


@time_machine.travel(NOW, tick=False)
def test_a_long_list_is_paged(desk: Client, place: Location) -> None:
    job = a_job(location=place)
    for minute in range(30):
        an_application(job=job, applied_at=NOW - timedelta(minutes=minute), **called(f"p{minute}"))

    assert names(desk)[0] == "p0"
    assert len(names(desk)) == 25
    assert names(desk, page=2) == [f"p{minute}" for minute in range(25, 30)]
    assert names(desk, page="far away") == names(desk)


@time_machine.travel(NOW, tick=False)
def test_three_applicants_ask_as_many_questions_as_one(desk: Client, place: Location) -> None:
    job = a_job(location=place)

    def one_more() -> None:
        application = an_application(job=job, stage=Stage.INTERVIEWING)
        a_sent_message(application, kind=Kind.THANKS)
        a_case(a_booked_interview(tokyo(2026, 6, 9, 13), application, state=InterviewState.ABSENT))

    one_more()
    before = questions(desk, LIST)
    one_more()
    one_more()

    assert questions(desk, LIST) == before


@time_machine.travel(NOW, tick=False)
def test_an_unfinished_import_is_remembered_above_the_list(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    job = a_job(location=place)
    an_application(job=job)
    Import.objects.create(
        job=job, file_name="list.csv", encoding="UTF-8", state=ImportState.SAVED, uploaded_at=NOW,
        uploaded_by=recruiter, total=14,
    )  # fmt: skip

    assert "list.csv" in desk.get(LIST).content.decode()


def a_person(job_id: int, **values: object) -> dict[str, object]:
    known: dict[str, object] = {
        "form_key": "0b7a7c60-6a53-4f6f-8f43-2d5f1f6a1f11",
        "job": job_id,
        "family_name": "三宅",
        "given_name": "",
        "phone": "０９０-１２３４-５６７８",
        "email": "",
        "preferred_channel": "sms",
        "language": "ja",
        "consent": "on",
    }
    return known | values


@time_machine.travel(NOW, tick=False)
def test_somebody_entered_by_hand_is_thanked_and_their_clock_runs(
    desk: Client, place: Location, recruiter: Staff
) -> None:
    job = a_job(location=place)

    answer = desk.post(f"{LIST}new/", a_person(job.pk, source_note="店頭のはり紙"))

    application = Application.objects.get()
    assert answer["Location"] == f"{LIST}{application.pk}/"
    assert (application.source, application.source_note) == (Source.DESK, "店頭のはり紙")
    assert application.candidate.phone == "+819012345678"
    assert application.first_contact_due_at is not None
    assert application.consented_at == NOW
    assert Message.objects.filter(application=application, kind=Kind.THANKS).exists()


@time_machine.travel(NOW, tick=False)
def test_pressing_twice_enters_once(desk: Client, place: Location) -> None:
    job = a_job(location=place)

    desk.post(f"{LIST}new/", a_person(job.pk))
    desk.post(f"{LIST}new/", a_person(job.pk))

    assert Application.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"family_name": ""}, "family_name", "姓か名のどちらかで"),
        ({"phone": ""}, "phone", "電話番号かメールアドレス"),
        ({"phone": "090-1234-567"}, "phone", "1けた足りない"),
        ({"phone": "03-3333-4444"}, "preferred_channel", "携帯の番号が必要"),
        ({"preferred_channel": "email"}, "preferred_channel", "アドレスが必要"),
        (
            {"phone": "", "email": "a@example.jp", "preferred_channel": "phone"},
            "preferred_channel",
            "番号が必要",
        ),
        ({"email": "no at"}, "email", "@"),
        ({"consent": ""}, "consent", "同意"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_what_is_missing_is_said_and_nothing_is_stored(
    desk: Client, place: Location, wrong: dict[str, object], field: str, words: str
) -> None:
    answer = desk.post(f"{LIST}new/", a_person(a_job(location=place).pk, **wrong))

    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors[field])
    assert not Application.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_nobody_is_entered_for_a_job_of_others(desk: Client) -> None:
    answer = desk.post(f"{LIST}new/", a_person(a_job().pk))

    assert "job" in answer.context["form"].errors


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER])
@time_machine.travel(NOW, tick=False)
def test_who_may_only_look_sees_the_list_and_adds_nobody(place: Location, role: Role) -> None:
    client = signed_in(a_staff(role, locations=[place]))
    job = a_job(location=place)
    an_application(job=job)

    assert "応募者を追加" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}new/").status_code == 403
    assert client.post(f"{LIST}new/", a_person(job.pk)).status_code == 403

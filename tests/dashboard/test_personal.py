"""「この人について持っている情報」: one person's data read out, put right, and erased."""

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any  # what a file holds

import pytest
from django.test import Client

from candidates.models import Application, Candidate, Content, Document, Link, PageOpening
from candidates.services.merging import merge
from candidates.services.reading import note_reading
from company.models import AuditEvent, Staff
from company.policy import Role
from messaging.models import Message
from scheduling.models import AvailabilityWish
from scheduling.policy import Excuse, ExcuseReason, InterviewState
from scheduling.services.outcomes import Said, record_outcome
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_job,
    a_location,
    a_message,
    a_staff,
    an_application,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def desk(owner: Staff) -> Client:
    return signed_in(owner)


@pytest.fixture
def ren() -> Application:
    person = a_candidate(family_name="佐々木", given_name="蓮", email="ren@example.jp")
    return an_application(candidate=person, motivation="近いから")


def opened(desk: Client, application: Application) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    answer = desk.get(f"/desk/applications/{application.pk}/personal/file/")
    assert answer["Content-Disposition"].startswith("attachment")
    file = zipfile.ZipFile(io.BytesIO(answer.content))
    return file, json.loads(file.read("all.json"))


def page(application: Application) -> str:
    return f"/desk/applications/{application.pk}/personal/"


def test_everything_about_one_person_is_read_out(desk: Client, ren: Application) -> None:
    a_message(ren, body="お待ちしています")
    stranger = an_application(candidate=a_candidate(family_name="森田"))
    AvailabilityWish.objects.create(application=ren, text="土曜の朝なら", told_at=NOW)
    link = Link.objects.create(application=ren, token_hash="0" * 64, created_at=NOW)
    PageOpening.objects.create(link=link, opened_at=NOW)
    note_reading(Content.objects.create(title="一日の流れ", position=1), ren, now=NOW)
    Application.objects.filter(pk=ren.pk).update(offer_answer_by=NOW, starts_bring="印鑑")

    file, told = opened(desk, ren)

    assert told["person"][0]["email"] == "ren@example.jp"
    assert told["messages"][0]["body"] == "お待ちしています"
    assert told["wishes"][0]["text"] == "土曜の朝なら"
    assert told["pages_opened"][0]["opened_at"] == "2026-06-10T01:00:00Z"
    assert told["read"][0]["content__title"] == "一日の流れ"
    first = told["applications"][0]
    assert (first["motivation"], first["starts_bring"]) == ("近いから", "印鑑")
    assert "森田" not in "".join(file.read(name).decode(errors="ignore") for name in file.namelist())
    assert stranger.pk != ren.pk
    assert AuditEvent.objects.filter(action="personal_data_read_out", actor__isnull=False).count() == 1


def test_outcomes_come_with_their_history(desk: Client, owner: Staff, ren: Application) -> None:
    interview = a_booked_interview(NOW - timedelta(hours=1), ren)
    record_outcome(interview, InterviewState.ABSENT, by=owner, now=NOW)
    said = Said(excuse=Excuse(ExcuseReason.OTHER, "電車が止まっていた"))
    record_outcome(interview, InterviewState.EXCUSED, by=owner, now=NOW + timedelta(minutes=5), said=said)

    _file, told = opened(desk, ren)

    assert [one["state"] for one in told["attendance"]] == ["absent", "excused"]
    assert told["attendance"][1]["words"] == "電車が止まっていた"


def test_a_person_can_read_it_without_a_machine(desk: Client, ren: Application) -> None:
    a_message(ren, body="=HYPERLINK()")
    Document.objects.create(
        name="履歴書.pdf",
        content_type="application/pdf",
        size=4,
        digest="0" * 64,
        content=b"%PDF",
        candidate=ren.candidate,
        application=ren,
        uploaded_at=NOW,
    )

    file, _told = opened(desk, ren)
    names = file.namelist()
    first_page = file.read(names[0]).decode("utf-8-sig")
    messages = file.read(next(name for name in names if "メッセージ" in name)).decode("utf-8-sig")

    assert "佐々木" in first_page
    assert "応募" in first_page
    assert "'=HYPERLINK()" in messages
    assert file.read(next(name for name in names if name.endswith("履歴書.pdf"))) == b"%PDF"


def test_records_made_one_are_read_out_together(desk: Client, owner: Staff, ren: Application) -> None:
    twin = an_application(candidate=a_candidate(family_name="佐々木", given_name="連", phone="+819000000001"))
    a_message(twin, body="もう一つの記録")
    merge(ren.candidate, twin.candidate, take=[], by=owner, now=NOW)

    _file, told = opened(desk, ren)

    assert {one["phone"] for one in told["person"]} >= {"+819000000001"}
    assert "もう一つの記録" in {one["body"] for one in told["messages"]}


def test_the_screen_says_by_kind_what_there_is_and_what_erasing_leaves(
    desk: Client, ren: Application
) -> None:
    a_message(ren)
    a_booked_interview(NOW + timedelta(days=1), ren)
    text = text_of(desk.get(page(ren)))

    assert "この人について持っている情報" in text
    assert "メッセージと電話" in text
    assert "面接の予約が1件あります" in text


def test_a_name_and_an_address_are_put_right_on_the_same_screen(desk: Client, ren: Application) -> None:
    answer = desk.post(
        page(ren),
        {
            "do": "correct",
            "is-family_name": "佐々木",
            "is-given_name": "廉",
            "is-family_kana": "ささき",
            "is-given_kana": "れん",
            "is-birth_on": "2001-04-03",
            "phone": "090-1111-2222",
            "email": "ren@example.jp",
            "preferred_channel": "sms",
            "preferred_hours": "",
            "language": "ja",
        },
    )
    person = Candidate.objects.get(pk=ren.candidate_id)

    assert answer.status_code == 302
    assert (person.given_name, person.family_kana, person.birth_on) == ("廉", "ささき", date(2001, 4, 3))
    assert person.phone == "+819011112222"
    event = AuditEvent.objects.get(action="candidate_corrected")
    assert event.details["fields"] == ["birth_on", "family_kana", "given_kana", "given_name"]
    assert "廉" not in json.dumps(event.details, ensure_ascii=False)


def test_what_is_not_right_is_shown_and_changes_nothing(desk: Client, ren: Application) -> None:
    answer = desk.post(
        page(ren),
        {"do": "correct", "is-family_name": "", "is-given_name": "", "phone": "12", "language": "ja"},
    )

    assert answer.status_code == 422
    assert Candidate.objects.get(pk=ren.candidate_id).family_name == "佐々木"


def test_one_person_is_erased_once_their_name_is_typed(desk: Client, ren: Application) -> None:
    a_message(ren, body="お待ちしています")
    refused = desk.post(page(ren), {"name": "佐々木"})
    assert refused.status_code == 422
    assert Candidate.objects.get().erased_at is None

    desk.post(page(ren), {"name": "佐々木蓮"})

    assert Candidate.objects.get().family_name == ""
    assert Message.objects.get(application=ren).body == ""
    assert Application.objects.filter(pk=ren.pk).exists()
    assert AuditEvent.objects.filter(action="candidate_erased", actor__isnull=False).count() == 1
    assert "佐々木" not in json.dumps(opened(desk, ren)[1], ensure_ascii=False)


def test_reading_out_and_erasing_are_an_owners() -> None:
    here = a_location()
    application = an_application(job=a_job(location=here))
    client = signed_in(a_staff(Role.RECRUITER, locations=[here]))

    assert client.get(page(application)).status_code == 403
    assert client.get(f"{page(application)}file/").status_code == 403

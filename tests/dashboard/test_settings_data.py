"""設定: what a file's columns mean, how long people are remembered, and one person read out or erased."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import Application, Candidate, ColumnChoice, Content, Link, PageOpening
from candidates.policy import Stage
from candidates.services.reading import note_reading
from company.models import AuditEvent, Staff
from company.policy import Role
from company.services.profile import the_company
from scheduling.models import AvailabilityWish
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_candidate, a_job, a_location, a_message, a_staff, an_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def desk(owner: Staff) -> Client:
    return signed_in(owner)


# --- import columns ------------------------------------------------------------


def test_what_a_column_means_is_changed_and_forgotten(desk: Client) -> None:
    kept = ColumnChoice.objects.create(header="電話", field="email")
    gone = ColumnChoice.objects.create(header="備考", field="")

    desk.post(f"/desk/settings/columns/{kept.pk}/", {"field": "phone"})
    desk.post(f"/desk/settings/columns/{kept.pk}/", {"field": "password"})
    desk.post(f"/desk/settings/columns/{gone.pk}/", {"do": "forget"})

    assert list(ColumnChoice.objects.values_list("header", "field")) == [("電話", "phone")]
    assert AuditEvent.objects.filter(action__startswith="import_column").count() == 2


# --- keeping and erasing ------------------------------------------------------------


def some_who_were_decided(months: int, n: int = 3) -> None:
    for _one in range(n):
        an_application(stage=Stage.REJECTED, closed_at=NOW - timedelta(days=31 * months))


def test_shortening_the_time_says_how_many_people_go_and_asks_for_the_number(desk: Client) -> None:
    some_who_were_decided(months=4)

    asked = desk.post("/desk/settings/privacy/", {"retention_months": 3})
    wrong = desk.post("/desk/settings/privacy/", {"retention_months": 3, "typed": "2"})
    assert (asked.status_code, wrong.status_code) == (422, 422)
    assert "今夜、3人の情報が消えます" in text_of(asked)
    assert the_company().retention_months == 6

    desk.post("/desk/settings/privacy/", {"retention_months": 3, "typed": "3"})
    assert the_company().retention_months == 3


def test_nobody_is_asked_for_a_number_when_nobody_goes(desk: Client) -> None:
    some_who_were_decided(months=1)

    assert desk.post("/desk/settings/privacy/", {"retention_months": 3}).status_code == 302
    assert desk.post("/desk/settings/privacy/", {"retention_months": 12}).status_code == 302
    assert the_company().retention_months == 12


def test_one_persons_data_is_read_out_as_a_file(desk: Client) -> None:
    person = a_candidate(family_name="佐々木", given_name="蓮", email="ren@example.jp")
    application = an_application(candidate=person, motivation="近いから")
    a_message(application, body="お待ちしています")
    stranger = an_application(candidate=a_candidate(family_name="森田"))
    AvailabilityWish.objects.create(application=application, text="土曜の朝なら", told_at=NOW)
    link = Link.objects.create(application=application, token_hash="0" * 64, created_at=NOW)
    PageOpening.objects.create(link=link, opened_at=NOW)
    note_reading(Content.objects.create(title="一日の流れ", position=1), application, now=NOW)
    Application.objects.filter(pk=application.pk).update(offer_answer_by=NOW, starts_bring="印鑑")

    answer = desk.get(f"/desk/applications/{application.pk}/personal/file/")
    told = json.loads(answer.content)

    assert answer["Content-Disposition"].startswith("attachment")
    assert told["person"]["email"] == "ren@example.jp"
    assert told["applications"][0]["motivation"] == "近いから"
    assert told["messages"][0]["body"] == "お待ちしています"
    assert told["wishes"][0]["text"] == "土曜の朝なら"
    assert told["pages_opened"] == ["2026-06-10T01:00:00Z"]
    assert told["read"][0]["title"] == "一日の流れ"
    first = told["applications"][0]
    assert (first["starts_bring"], first["offer_answer_by"]) == ("印鑑", "2026-06-10T01:00:00Z")
    assert "森田" not in answer.content.decode()
    assert stranger.pk != application.pk
    assert AuditEvent.objects.filter(action="personal_data_read_out").count() == 1


def test_one_person_is_erased_once_their_name_is_typed(desk: Client) -> None:
    person = a_candidate(family_name="佐々木", given_name="蓮")
    application = an_application(candidate=person)
    path = f"/desk/applications/{application.pk}/personal/"

    refused = desk.post(path, {"name": "佐々木"})
    assert refused.status_code == 422
    assert Candidate.objects.get().erased_at is None

    desk.post(path, {"name": "佐々木蓮"})
    assert Candidate.objects.get().family_name == ""
    assert Application.objects.filter(pk=application.pk).exists()


def test_reading_out_and_erasing_are_an_owners() -> None:
    here = a_location()
    application = an_application(job=a_job(location=here))
    client = signed_in(a_staff(Role.RECRUITER, locations=[here]))

    assert client.get(f"/desk/applications/{application.pk}/personal/").status_code == 403
    assert client.get(f"/desk/applications/{application.pk}/personal/file/").status_code == 403

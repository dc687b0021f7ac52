"""Taking the list along as a file: for whom, which columns, how many, and what the trail keeps."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from candidates.services.indexing import index_all
from company.models import AuditEvent, Location, Staff
from company.policy import Role
from dashboard.services import bulk
from dashboard.views import exporting
from tests.dashboard.applied import applied
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_company, a_staff, an_application

pytestmark = pytest.mark.django_db
ACT = "/desk/applications/act/"


def rows_of(client: Client, **sent: object) -> list[str]:
    answer = client.post("/desk/applications/export/", sent)
    assert answer.status_code == 200
    file = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert file.startswith("\ufeff")
    assert file.endswith("\r\n")
    return file.removeprefix("\ufeff").splitlines()


def test_an_export_holds_the_chosen_columns_of_the_chosen_people_and_no_formula(
    place: Location, at_now: time_machine.Traveller
) -> None:
    owner = a_staff(Role.OWNER)
    row = applied(place, "=cmd|' /C calc'!A0", person={"email": "a@example.jp"})

    lines = rows_of(signed_in(owner), pick=[row.pk], columns=["name", "email", "bogus"])

    assert lines == ["氏名,メール", "'=cmd|' /C calc'!A0,a@example.jp"]


def test_an_export_is_for_owners_and_for_recruiters_who_may(store_desk: Client, place: Location) -> None:
    row, foreign = applied(place, "森田"), an_application()
    sent = {"pick": [row.pk, foreign.pk], "columns": ["name", "stage"]}
    assert store_desk.post("/desk/applications/export/", sent).status_code == 403
    assert "書き出す" not in store_desk.get("/desk/applications/").content.decode()

    a_company(may_export=True)

    assert "書き出す" in store_desk.get("/desk/applications/").content.decode()
    assert rows_of(store_desk, **sent)[1:] == ["森田,応募"]
    viewer = signed_in(a_staff(Role.VIEWER, locations=[place]))
    assert viewer.post("/desk/applications/export/", sent).status_code == 403


@pytest.mark.parametrize("query", ["", "q=山"])
def test_an_export_of_everybody_has_no_end_and_goes_on_behind_each_part(
    place: Location, at_now: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 1)
    monkeypatch.setattr(bulk, "MOST", 3)
    for number, name in enumerate("イロハニ"):
        applied(place, "山" + name, applied_at=NOW - timedelta(minutes=10 - number // 2))
    list(index_all())
    everybody = {"all": "1", "query": query, "columns": ["name"]}
    owner = signed_in(a_staff(Role.OWNER))

    asked = owner.post(ACT, {"do": "export", "all": "1", "query": query}).content.decode()
    lines = rows_of(owner, **everybody)[1:]

    assert "4人" in asked
    assert sorted(lines) == sorted("山" + name for name in "イロハニ")
    assert query or lines == ["山ニ", "山ハ", "山ロ", "山イ"]
    assert AuditEvent.objects.get(action="list_exported").details["rows"] == 4


def test_an_export_is_kept_in_the_trail_with_its_number(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    a_company(may_export=True)
    applied(place)
    applied(place)

    answer = store_desk.post("/desk/applications/export/", {"all": "1", "query": "", "columns": ["name"]})

    event = AuditEvent.objects.get(action="list_exported")
    assert (event.actor, event.details) == (recruiter, {"rows": 2, "columns": ["name"]})
    assert "applicants_2026-06-10.csv" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_personal_columns_are_not_ticked_beforehand(store_desk: Client, place: Location) -> None:
    a_company(may_export=True)
    page = store_desk.post(ACT, {"do": "export", "pick": [applied(place).pk]}).content.decode()

    assert 'value="name" checked' in page
    assert 'value="phone" checked' not in page

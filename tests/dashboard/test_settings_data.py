"""設定: what a file's columns mean, and how long people are remembered."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import ColumnChoice
from candidates.policy import Stage
from company.models import AuditEvent, Staff
from company.services.profile import the_company
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import NOW, an_application

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

"""The closing rule as an administrator sets it."""

import pytest
from django.test import Client

from company.models import AuditEvent
from noshow.models import ClosingRule
from noshow.policy import Rule
from noshow.services.cases import the_rule
from tests.config.typing_in import type_in
from tests.dashboard.signing import signed_in
from tests.factories import an_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen() -> Client:
    return signed_in(an_administrator())


def test_the_rule_begins_with_its_defaults_and_becomes_the_companys_own(screen: Client) -> None:
    type_in(screen, "/admin/noshow/closingrule/add/", hours="72", person_confirms=None)

    assert the_rule() == Rule(hours=72, person_confirms=False)
    assert AuditEvent.objects.get().action == "closingrule_added"


@pytest.mark.parametrize(
    ("name", "value"), [("attempts", "1"), ("channels", "0"), ("channels", "4"), ("hours", "23")]
)
def test_a_rule_harsher_than_fair_or_that_nobody_can_meet_is_refused(
    name: str, value: str, screen: Client
) -> None:
    rule = ClosingRule.objects.create()

    type_in(screen, f"/admin/noshow/closingrule/{rule.pk}/change/", **{name: value})

    assert the_rule() == Rule()


def test_there_is_one_rule_and_it_stays(screen: Client) -> None:
    rule = ClosingRule.objects.create()

    assert screen.get("/admin/noshow/closingrule/add/").status_code == 403
    assert screen.post(f"/admin/noshow/closingrule/{rule.pk}/delete/", {"post": "yes"}).status_code == 403

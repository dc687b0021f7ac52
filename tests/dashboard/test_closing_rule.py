"""終了の基準: looked at in words, kept with every version, brought back, and owners' alone."""

from datetime import timedelta

import pytest
from django.test import Client

from company.models import AuditEvent
from company.policy import Role
from messaging.models import DeliveryIncident
from noshow.models import Case, ClosingRule, ClosingRuleVersion
from noshow.policy import Rule
from noshow.services.cases import the_rule
from noshow.services.ruling import newest_number
from tests import factories as make
from tests.dashboard.signing import signed_in
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "/desk/settings/closing/"
AS_IT_CAME = {
    "attempts": "3",
    "channels": "2",
    "hours": "48",
    "notice_hours": "24",
    "grace": "60",
    "person_confirms": "on",
    "chances": "1",
    "chance_reasons": ["family", "lost", "unwell", "work_or_school"],
    "chance_words_ja": "",
    "chance_words_en": "",
}


@pytest.fixture
def owner() -> Client:
    return signed_in(make.a_staff(Role.OWNER))


def typed(**values: object) -> dict[str, object]:
    return AS_IT_CAME | values


def test_an_owner_changes_the_rule_and_every_state_of_it_stays(owner: Client) -> None:
    response = owner.post(PAGE, typed(hours="72", seen="0"), follow=True)

    assert "保存しました" in response.content.decode()
    assert the_rule() == Rule(hours=72)
    first, second = ClosingRuleVersion.objects.order_by("number")
    assert (first.number, first.by, first.values["hours"]) == (1, None, 48)
    assert (second.number, second.values["hours"]) == (2, 72)
    assert AuditEvent.objects.filter(action="closingrule_added").exists()


def test_an_earlier_rule_comes_back_as_a_version_of_its_own(owner: Client) -> None:
    owner.post(PAGE, typed(hours="72", seen="0"))

    owner.post(f"{PAGE}versions/{ClosingRuleVersion.objects.get(number=1).pk}/restore/")

    assert the_rule() == Rule()
    assert newest_number() == 3
    assert "48" in owner.get(f"{PAGE}versions/").content.decode()


def test_keeping_the_same_keeps_no_version(owner: Client) -> None:
    ClosingRule.objects.create()

    response = owner.post(PAGE, typed(seen="0"), follow=True)

    assert "変わったところはありません" in response.content.decode()
    assert not ClosingRuleVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("attempts", "1"), ("channels", "4"), ("hours", "23"), ("notice_hours", "23")),
        *(("grace", "-1"), ("grace", "1441"), ("chances", "6")),
    ],
)
def test_what_is_harsher_than_fair_is_refused_and_kept_on_the_page(
    owner: Client, name: str, value: str
) -> None:
    response = owner.post(PAGE, typed(**{name: value}))

    assert response.status_code == 422
    assert f'value="{value}"' in response.content.decode()
    assert the_rule() == Rule()


def test_fewer_attempts_than_channels_can_never_be_met(owner: Client) -> None:
    response = owner.post(PAGE, typed(attempts="2", channels="3"))

    assert response.status_code == 422


def test_somebody_elses_rule_is_not_overwritten_unseen(owner: Client) -> None:
    owner.post(PAGE, typed(hours="72", seen="0"))

    response = owner.post(PAGE, typed(hours="96", seen="1"))

    assert response.status_code == 409
    assert the_rule() == Rule(hours=72)
    assert 'value="96"' in response.content.decode()


def test_what_it_means_and_how_many_open_cases_it_would_judge_otherwise_is_said_beforehand(
    owner: Client,
) -> None:
    make.a_case(opened_at=NOW - timedelta(hours=60))

    same = owner.post(f"{PAGE}preview/", typed()).content.decode()
    other = owner.post(f"{PAGE}preview/", typed(hours="72")).content.decode()

    assert "48時間" in same
    assert "72時間" in other
    assert "対応中の1件" in other
    assert not ClosingRule.objects.exists()


def test_the_page_is_an_owners(owner: Client) -> None:
    assert owner.get(PAGE).status_code == 200
    assert signed_in(make.a_staff(Role.RECRUITER)).get(PAGE).status_code == 403


def test_a_failure_noted_by_hand_counts_until_it_is_taken_back(owner: Client) -> None:
    told = {"channel": "sms", "began_at": "2026-06-09T08:00", "ended_at": "", "note": "返信が届かなかった"}
    owner.post(f"{PAGE}incidents/", told)
    incident = DeliveryIncident.objects.get()
    assert (incident.channel, incident.is_by_hand, incident.ended_at) == ("sms", True, None)

    owner.post(f"{PAGE}incidents/{incident.pk}/end/")
    owner.post(f"{PAGE}incidents/{incident.pk}/drop/")
    incident.refresh_from_db()
    assert incident.ended_at == NOW
    assert incident.dropped_at == NOW

    owner.post(f"{PAGE}incidents/{incident.pk}/count/")
    incident.refresh_from_db()
    assert incident.dropped_at is None


@pytest.mark.parametrize(
    ("began_at", "ended_at"), [("2027-01-01T08:00", ""), ("2026-06-09T08:00", "2026-06-08T08:00"), ("", "")]
)
def test_a_failure_is_not_noted_backwards(owner: Client, began_at: str, ended_at: str) -> None:
    told = {"channel": "", "began_at": began_at, "ended_at": ended_at, "note": "x"}

    assert owner.post(f"{PAGE}incidents/", told).status_code == 422
    assert not DeliveryIncident.objects.exists()


def test_a_decision_names_the_version_it_was_taken_by(owner: Client) -> None:
    from noshow.services.closing import close_by_hand

    owner.post(PAGE, typed(hours="72", seen="0"))
    case = make.a_case()

    close_by_hand(case, by=make.a_staff(), now=NOW, reason="agreed")

    assert Case.objects.get().rule_version == 2
    assert AuditEvent.objects.get(action="case_closed_by_hand").details["rule_version"] == 2

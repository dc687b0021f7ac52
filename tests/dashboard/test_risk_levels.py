"""The risk's page for owners: where its levels begin, which points count, whether it holds."""

from datetime import timedelta

import pytest
from django.test import Client

from company.models import AuditEvent
from company.policy import Role
from noshow.policy import STARTING
from noshow.services.levels import model_now, the_settings
from scheduling.policy import InterviewState
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_booked_interview, a_risk_model, a_risk_note, a_staff, an_application

pytestmark = pytest.mark.django_db
PAGE = "/desk/settings/risk/"


def test_an_owner_sets_where_middle_and_high_begin(screen: Client) -> None:
    a_booked_interview(NOW + timedelta(hours=2), an_application(applied_at=NOW - timedelta(days=28)))
    page = screen.get(PAGE)
    assert page.context["spreads"].today.high == 1

    screen.post(PAGE, {"middle": "70", "high": "95"})

    assert (the_settings().middle, the_settings().high) == (70, 95)
    assert screen.get(PAGE).context["spreads"].today.high == 0
    event = AuditEvent.objects.get(action="risksettings_changed")
    assert event.details["after"] == ["middle=70", "high=95"]


def test_what_new_cut_offs_would_mean_is_shown_before_they_are_saved(screen: Client) -> None:
    a_booked_interview(NOW + timedelta(hours=2))
    a_booked_interview(NOW + timedelta(days=3))
    a_booked_interview(NOW + timedelta(days=8))

    page = screen.get(PAGE + "?middle=5&high=90")
    counted = screen.get(PAGE + "count/?middle=5&high=10")

    spreads = page.context["spreads"]
    assert (spreads.today.middle, spreads.today.total) == (1, 1)
    assert (spreads.week.middle, spreads.week.total) == (2, 2)
    assert counted.context["spreads"].week.high == 2
    assert the_settings().middle == STARTING.middle


def test_high_cannot_begin_below_middle(screen: Client) -> None:
    answer = screen.post(PAGE, {"middle": "60", "high": "60"})

    assert answer.status_code == 422
    assert "60" in answer.content.decode()
    assert the_settings().high == STARTING.high
    assert screen.get(PAGE + "count/?middle=60&high=x").status_code == 200


def test_a_version_counts_with_one_press_and_is_given_up_with_another(screen: Client) -> None:
    better, worse = a_risk_model(), a_risk_model(is_better=False)

    screen.post(PAGE + "points/", {"number": better.pk})

    assert model_now().weights["confirmed"] == -1.0
    assert model_now().base == -1.4
    assert not the_settings().learns
    assert screen.post(PAGE + "points/", {"number": worse.pk}).status_code == 404
    assert screen.post(PAGE + "points/", {"number": "x"}).status_code == 404
    screen.post(PAGE + "points/", {"number": "0"})
    assert model_now().weights == STARTING.weights
    said = AuditEvent.objects.filter(action="risk_points_chosen").order_by("pk")
    assert [(one.details["before"], one.details["after"]) for one in said] == [(0, better.pk), (better.pk, 0)]


def test_it_learns_again_once_it_is_told_to(screen: Client) -> None:
    screen.post(PAGE + "learning/", {"learns": "0"})
    assert not the_settings().learns
    screen.post(PAGE + "learning/", {"learns": "1"})
    assert the_settings().learns


def test_points_that_count_are_those_of_the_page_with_their_errors(screen: Client) -> None:
    better = a_risk_model()
    settings = the_settings()
    settings.active = better
    settings.save()

    page = text_of(screen.get(PAGE))

    assert "−10 ±1.5 −5" in page
    assert "620" in page


def test_shown_and_found_stand_side_by_side(screen: Client) -> None:
    for days in range(1, 41):
        a_risk_note(days, 30, absent=days <= 11)
    for days in range(1, 4):
        a_risk_note(days, 62)
    a_risk_note(5, 30, state=InterviewState.EXCUSED)

    page = screen.get(PAGE)

    many, few = page.context["calibration"].bands
    assert (many.count, many.absent, many.shown, many.found, many.is_few) == (40, 11, 30, 28, False)
    assert many.fits
    assert (few.count, few.absent, few.is_few) == (3, 0, True)
    assert page.context["calibration"].drawn == [many]
    assert "約30％と見た40人のうち、 11人 が来られませんでした（28％）" in text_of(page)


def test_nobody_but_an_owner_sets_the_levels(screen: Client) -> None:
    screen.force_login(a_staff(Role.RECRUITER))

    assert screen.get(PAGE).status_code == 403
    assert screen.post(PAGE + "points/", {"number": "0"}).status_code == 403

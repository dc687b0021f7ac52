"""Who hears of a first contact that is owed, when, and how often."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.intake import receive
from company.models import Notice, Staff
from company.policy import NoticeKind, Role
from dashboard.services.watching import watch_contacts
from messaging.policy import CallOutcome
from messaging.services.calling import log_call
from tests.candidates.services.test_intake import an_applicant
from tests.factories import NOW, a_company, a_job, a_location, a_staff, an_application, tokyo

pytestmark = pytest.mark.django_db


def told(kind: NoticeKind = NoticeKind.CONTACT_OWED) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind=kind).order_by("pk").values_list("to__username", "detail")
    return list(rows)


@pytest.fixture
def mori() -> Staff:
    return a_staff(Role.RECRUITER, username="mori")


@pytest.fixture
def sato() -> Staff:
    return a_staff(Role.RECRUITER, username="sato")


def applied(due: datetime, **place: object) -> Application:
    """At a place of its own; whoever is named for it works there."""
    location = a_location(**place)
    for person in place.values():
        if isinstance(person, Staff):
            person.locations.add(location)
    return an_application(job=a_job(location=location), first_contact_due_at=due)


def test_who_is_in_charge_hears_ten_minutes_before_the_end_and_at_the_end(mori: Staff) -> None:
    applied(NOW + timedelta(minutes=30), responsible=mori)

    for minutes in (19, 20, 25, 29, 30, 31):
        watch_contacts(now=NOW + timedelta(minutes=minutes))

    assert told() == [("mori", "soon"), ("mori", "over")]


def test_the_deputy_hears_so_much_later(mori: Staff, sato: Staff) -> None:
    a_company(deputy_after_minutes=10)
    applied(NOW, responsible=mori, deputy=sato)

    watch_contacts(now=NOW + timedelta(minutes=9))
    before = told()
    watch_contacts(now=NOW + timedelta(minutes=10))
    watch_contacts(now=NOW + timedelta(hours=5))

    assert before == [("mori", "over")]
    assert told() == [("mori", "over"), ("sato", "deputy")]


def test_the_deputys_minutes_run_in_opening_hours(mori: Staff, sato: Staff) -> None:
    a_company(deputy_after_minutes=10)
    applied(tokyo(2026, 6, 9, 19, 55), responsible=mori, deputy=sato, closed_weekdays=[2])  # Wednesday

    watch_contacts(now=tokyo(2026, 6, 9, 20, 30))
    watch_contacts(now=tokyo(2026, 6, 10, 12))
    watch_contacts(now=tokyo(2026, 6, 11, 10, 4))
    before = told()
    watch_contacts(now=tokyo(2026, 6, 11, 10, 5))

    assert before == [("mori", "over")]
    assert told()[-1] == ("sato", "deputy")


def test_the_applications_own_person_goes_before_the_place(mori: Staff, sato: Staff) -> None:
    application = applied(NOW + timedelta(minutes=5), responsible=mori)
    sato.locations.add(application.job.location)
    Application.objects.filter(pk=application.pk).update(owner=sato)

    watch_contacts(now=NOW)

    assert told() == [("sato", "soon")]


def test_without_anybody_in_charge_the_places_recruiters_hear_and_then_the_owners() -> None:
    place = a_location()
    for name in ("one", "two"):
        a_staff(Role.RECRUITER, username=name, locations=[place])
    a_staff(Role.VIEWER, username="viewer", locations=[place])
    a_staff(Role.OWNER, username="owner")
    an_application(job=a_job(location=place), first_contact_due_at=NOW)

    watch_contacts(now=NOW)
    watch_contacts(now=NOW + timedelta(minutes=30))

    assert told() == [("one", "over"), ("two", "over"), ("owner", "deputy")]


def test_a_deputy_who_has_left_or_may_not_act_is_passed_over(mori: Staff) -> None:
    a_staff(Role.OWNER, username="owner")
    applied(NOW, responsible=mori, deputy=a_staff(Role.RECRUITER, is_active=False))
    applied(NOW, responsible=mori, deputy=a_staff(Role.VIEWER))

    watch_contacts(now=NOW + timedelta(minutes=10))

    assert [who for who, detail in told() if detail == "deputy"] == ["owner", "owner"]


def test_where_nobody_else_is_whoever_is_in_charge_hears_again() -> None:
    a_staff(Role.OWNER, username="owner")
    applied(NOW)

    watch_contacts(now=NOW)
    watch_contacts(now=NOW + timedelta(minutes=10))
    watch_contacts(now=NOW + timedelta(minutes=20))

    assert told() == [("owner", "over"), ("owner", "still")]


def test_after_a_stand_still_nobody_hears_the_same_twice_at_once() -> None:
    a_staff(Role.OWNER, username="owner")
    applied(NOW)
    late = NOW + timedelta(minutes=30)

    watch_contacts(now=late)
    at_once = told()
    watch_contacts(now=late + timedelta(minutes=9))
    soon = told()
    for minutes in (10, 20, 30):
        watch_contacts(now=late + timedelta(minutes=minutes))

    assert at_once == soon == [("owner", "over")]
    assert told() == [("owner", "over"), ("owner", "still")]


def test_nobody_hears_of_who_has_been_spoken_with_or_is_not_to_be(mori: Staff) -> None:
    application = applied(NOW, responsible=mori)
    an_application(first_contact_due_at=NOW, is_started=False)
    an_application(first_contact_due_at=NOW, stage=Stage.WITHDRAWN)

    log_call(application, outcome=CallOutcome.REACHED, by=mori, now=NOW)
    watch_contacts(now=NOW + timedelta(hours=1))

    assert told() == []


def test_a_call_settles_what_was_told(mori: Staff) -> None:
    application = applied(NOW, responsible=mori)
    watch_contacts(now=NOW)

    log_call(application, outcome=CallOutcome.REACHED, by=mori, now=NOW + timedelta(minutes=2))

    assert Notice.objects.get(kind=NoticeKind.CONTACT_OWED).read_at == NOW + timedelta(minutes=2)


def test_the_place_closed_today_promises_its_next_day(mori: Staff) -> None:
    place = a_location(closed_weekdays=[2], responsible=mori)

    application = receive(an_applicant(), job=a_job(location=place), now=NOW)
    for hour in range(24):
        watch_contacts(now=NOW + timedelta(hours=hour))

    assert application.first_contact_due_at == tokyo(2026, 6, 11, 10, 30)
    assert told() == []


def test_only_a_name_and_the_way_there_are_told(mori: Staff) -> None:
    application = applied(NOW, responsible=mori)

    watch_contacts(now=NOW)

    notice = Notice.objects.get(kind=NoticeKind.CONTACT_OWED)
    assert (notice.name, notice.path) == ("蓮", f"/desk/applications/{application.pk}/")
    assert "佐々木" not in notice.detail + notice.name


def test_the_usual_tick_asks_three_times_however_many_are_overdue(mori: Staff) -> None:
    for _number in range(3):
        applied(NOW, responsible=mori)
    later = NOW + timedelta(hours=1)
    watch_contacts(now=later)

    with CaptureQueriesContext(connection) as seen:
        assert watch_contacts(now=later) == 0

    assert len(seen) <= 4

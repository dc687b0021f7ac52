"""What is not there, not theirs, or too old leads back; and the menu marks where one stands."""

import pytest
from django.test import Client
from django.urls import get_resolver

from company.policy import Role
from dashboard.templatetags.desk_rail import UNDER, rail_place
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import a_staff

pytestmark = pytest.mark.django_db


def test_an_address_that_is_not_there_leads_staff_back_to_today() -> None:
    answer = signed_in(a_staff(Role.RECRUITER)).get("/desk/nowhere/")

    assert answer.status_code == 404
    assert "ほかの店舗のものかもしれません" in text_of(answer)
    assert 'href="/desk/"' in answer.content.decode()


def test_a_stranger_is_led_to_the_first_page(client: Client) -> None:
    page = client.get("/nowhere/").content.decode()

    assert 'href="/"' in page
    assert 'href="/desk/"' not in page


def test_a_recruiter_reads_whose_page_it_is_and_a_reader_what_they_may() -> None:
    theirs = signed_in(a_staff(Role.RECRUITER)).get("/desk/settings/staff/")
    reading = signed_in(a_staff(Role.VIEWER)).get("/desk/applications/new/")

    assert theirs.status_code == reading.status_code == 403
    assert "責任者のページです" in text_of(theirs)
    assert "責任者のページです" not in text_of(reading)


def test_a_form_from_a_page_open_too_long_is_told_so_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})

    assert answer.status_code == 403
    assert "開いてから時間がたちすぎました" in text_of(answer)


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/desk/", "today"),
        ("/desk/applications/3/", "people"),
        ("/desk/applications/3/call-screen/", "calls"),
        ("/desk/cadence/", "texts"),
        ("/desk/jobs/1/call-script/", "jobs"),
        ("/desk/settings/channels/", "settings"),
        ("/desk/notices/choices/", "settings"),
        ("/desk/notices/", ""),
    ],
)
def test_the_menu_marks_where_one_is(path: str, place: str) -> None:
    assert rail_place(path) == place


def test_every_beginning_the_menu_knows_is_an_address() -> None:
    from tests.dashboard.everywhere import _routes

    routes = ["/" + route for route in _routes(get_resolver().url_patterns)]
    assert [start for start in UNDER if not any(route.startswith(start) for route in routes)] == []

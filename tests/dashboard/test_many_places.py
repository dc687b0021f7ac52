"""今日 over several places: one list, a list for each, and of very many only those that are opened."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.policy import Stage
from company.policy import Role
from dashboard.queries import day_parts
from scheduling.models import Interview
from tests.dashboard.signed_in import HTMX, part, text_of
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_booked_interview, a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db
DESK = "/desk/"
TODAY_13 = NOW.replace(hour=13)


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_parts, "WHOLE_UP_TO", 15)


def at_places(counts: dict[str, int]) -> None:
    for name, count in counts.items():
        job = a_job(location=a_location(name=name))
        for n in range(count):
            somebody = an_application(job=job, stage=Stage.INTERVIEWING)
            a_booked_interview(TODAY_13 + timedelta(minutes=5 * n), somebody)


def test_up_to_fourteen_stand_in_one_list_and_more_by_place(screen: Client) -> None:
    at_places({"A店": 7, "B店": 7})
    few = screen.get(DESK)
    at_places({"C店": 1})
    many = screen.get(DESK)

    assert [part.location for part in few.context["day"].parts] == [None]
    assert 'class="store"' not in few.content.decode()
    named = [(str(part.location), len(part.rows)) for part in many.context["day"].parts]
    assert named == [("A店", 7), ("B店", 7), ("C店", 1)]
    page = many.content.decode()
    assert page.count('class="store"') == 3
    assert page.count('class="seats seats--wrap"') == 3
    assert "A店 7" in text_of(many)


def test_one_place_stays_one_list_however_many_come(screen: Client) -> None:
    at_places({"A店": 20})

    parts = screen.get(DESK).context["day"].parts

    assert [(part.location, len(part.rows)) for part in parts] == [(None, 20)]


def test_sixty_interviews_stand_by_place_and_come_back_alone_live(screen: Client) -> None:
    at_places({f"店{n}": 12 for n in range(5)})

    rows = part(screen, DESK, "timeline")

    assert rows.count('class="store"') == 5
    assert rows.count('id="iv-') == 60
    assert 'hx-trigger="every 30s' in rows


def place_of(name: str) -> int:
    return Interview.objects.filter(location__name=name).values_list("location", flat=True)[0]


@pytest.mark.usefixtures("few_are_many")
def test_of_very_many_every_place_is_one_line_until_it_is_opened(screen: Client) -> None:
    at_places({"A店": 8, "B店": 8})
    a = place_of("A店")

    answer = screen.get(DESK)

    page = answer.content.decode()
    assert page.count('class="store"') == 2
    assert 'id="iv-' not in page
    assert "A店 8人" in text_of(answer)
    assert "2店舗" in text_of(answer)
    opened = screen.get(DESK, headers={**HTMX, "HX-Target": f"store-{a}"})
    rows = opened.content.decode()
    assert rows.count('id="iv-') == 8
    assert "B店" not in rows
    assert opened["HX-Replace-Url"] == f"{DESK}?show=all&open={a}"


@pytest.mark.usefixtures("few_are_many")
def test_what_was_opened_stays_open_when_the_list_comes_anew_and_on_its_own_address(screen: Client) -> None:
    at_places({"A店": 8, "B店": 8})
    a, b = place_of("A店"), place_of("B店")

    refreshed = part(screen, f"{DESK}?show=all&open=&open={a}", "timeline")
    visited = screen.get(f"{DESK}?open={b}&open={a}&open=x&open=99999999999999999999").content.decode()

    assert refreshed.count('id="iv-') == 8
    assert f'name="open" value="{a}"' in refreshed
    assert visited.count('id="iv-') == 16


@pytest.mark.usefixtures("few_are_many")
def test_a_folded_day_is_printed_whole_from_an_address_of_its_own(screen: Client) -> None:
    at_places({"A店": 8, "B店": 8})

    folded = screen.get(DESK).content.decode()
    whole = screen.get(f"{DESK}?show=all&open=all").content.decode()

    assert f'href="{DESK}?show=all&amp;open=all#print"' in folded
    assert whole.count('id="iv-') == 16
    assert "data-print" in whole


@pytest.mark.usefixtures("few_are_many")
def test_other_days_fold_and_open_as_today_does(screen: Client) -> None:
    at_places({"A店": 8, "B店": 8})
    Interview.objects.update(
        starts_at=TODAY_13 + timedelta(days=1), ends_at=TODAY_13 + timedelta(days=1, hours=1)
    )
    a = place_of("A店")

    page = screen.get(f"{DESK}?day=2026-06-11").content.decode()
    opened = part(screen, f"{DESK}?day=2026-06-11", f"store-{a}")

    assert 'id="iv-' not in page
    assert f"?day=2026-06-11&amp;open={a}#store-{a}" in page
    assert opened.count('id="iv-') == 8


@pytest.mark.usefixtures("few_are_many")
def test_only_ones_own_places_open() -> None:
    at_places({"A店": 8, "B店": 8})
    theirs = signed_in(a_staff(Role.RECRUITER, locations=[place_of("A店")]))

    own = theirs.get(DESK, headers={**HTMX, "HX-Target": f"store-{place_of('A店')}"})
    foreign = theirs.get(DESK, headers={**HTMX, "HX-Target": f"store-{place_of('B店')}"})

    assert (own.status_code, foreign.status_code) == (200, 404)

"""ふりかえり: whose figures are shown, that files say what tables say, and what stands there without any."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from candidates.models import Application
from company.models import Location, Staff
from company.policy import Role
from dashboard.queries.insights import USUAL, wanted_by
from dashboard.scope import Scope
from noshow.services.figures import bring_up_to_date
from scheduling.policy import InterviewState
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_booked_interview, a_job, a_location, a_staff, an_application
from tests.noshow.figured import TODAY, Made, a_whole_company

pytestmark = pytest.mark.django_db
PAGE = "/desk/insights/"


def count() -> None:
    bring_up_to_date(now=NOW, machine_now=NOW)


def met(place: Location, state: InterviewState, times: int = 1, title: str = "ホール") -> None:
    job = a_job(location=place, title=title)
    for number in range(times):
        row = an_application(job=job, applied_at=NOW - timedelta(days=5))
        a_booked_interview(NOW - timedelta(days=1, minutes=40 * number), row, state=state)


def tables(page: str) -> dict[str, list[list[str]]]:
    """Every table by its name, as its cells stand there."""
    found = {}
    for code, body in re.findall(r'<table class="table" id="t-(\w+)">(.*?)</table>', page, re.S):
        rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
        found[code] = [
            [unescape(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows
        ]
    return found


def file(screen: Client, code: str, query: str) -> list[list[str]]:
    answer = screen.get(f"{PAGE}{code}.csv{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))


@pytest.mark.parametrize("narrowed", ["", "&store={store}", "&job=ホール", "&source=form", "&days=30"])
def test_every_file_says_what_its_table_says(screen: Client, narrowed: str) -> None:
    made: Made = a_whole_company(60)
    count()
    query = f"?days=365{narrowed.format(store=made.places[0].pk)}"

    shown = tables(screen.get(f"{PAGE}{query}").content.decode())

    assert {"funnel", "outcomes", "lead", "confirmed", "source", "contact", "messages"} <= shown.keys()
    for code, rows in shown.items():
        as_shown = [["" if cell == "–" else cell for cell in row] for row in rows]
        assert [[cell.lstrip("'") for cell in row] for row in file(screen, code, query)] == as_shown


def test_the_whole_file_holds_every_table(screen: Client) -> None:
    a_whole_company(40)
    count()
    shown = tables(screen.get(f"{PAGE}?days=365").content.decode())

    lines = [row[0] for row in file(screen, "all", "?days=365") if row]

    assert len([row for rows in shown.values() for row in rows]) + len(shown) == len(lines)


def test_a_table_that_there_is_not_is_not_there(screen: Client) -> None:
    assert screen.get(f"{PAGE}nonsense.csv").status_code == 404


def test_who_works_at_one_store_sees_its_figures_alone(
    screen: Client, recruiter: Staff, place: Location
) -> None:
    met(place, InterviewState.CAME, 3)
    elsewhere = a_location(name="三鷹店")
    met(elsewhere, InterviewState.ABSENT, 4, title="秘密の仕事")
    count()
    screen.force_login(recruiter)

    page = screen.get(PAGE)

    assert page.context["page"].tally["known"] == 3
    assert page.context["page"].tally["absent"] == 0
    assert "秘密の仕事" not in page.content.decode()
    assert "三鷹店" not in page.content.decode()
    assert "秘密の仕事" not in screen.get(f"{PAGE}all.csv").content.decode()
    assert screen.get(f"{PAGE}?store={elsewhere.pk}").status_code == 404
    assert screen.get(f"{PAGE}all.csv?store={elsewhere.pk}").status_code == 404
    assert screen.get(f"{PAGE}?job=秘密の仕事").context["page"].is_empty


def test_who_works_at_no_store_sees_no_figures(screen: Client, place: Location) -> None:
    met(place, InterviewState.CAME, 3)
    count()
    screen.force_login(a_staff(Role.RECRUITER))

    assert screen.get(PAGE).context["page"].is_empty


def test_colleagues_are_compared_for_those_who_act_alone(
    screen: Client, place: Location, interviewer: Staff
) -> None:
    met(place, InterviewState.CAME)
    count()
    assert "interviewer" in tables(screen.get(PAGE).content.decode())

    screen.force_login(interviewer)

    page = screen.get(PAGE)
    assert page.context["page"].tally["known"] == 1
    assert "interviewer" not in tables(page.content.decode())
    assert screen.get(f"{PAGE}interviewer.csv").status_code == 404


def test_the_store_of_the_top_bar_narrows_and_the_address_has_the_last_word(
    screen: Client, place: Location
) -> None:
    met(place, InterviewState.CAME, 2)
    met(a_location(name="三鷹店"), InterviewState.CAME, 3)
    count()
    session = screen.session
    session["desk_store"] = place.pk
    session.save()

    assert screen.get(PAGE).context["page"].tally["known"] == 2
    assert screen.get(f"{PAGE}?store=all").context["page"].tally["known"] == 5


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, TODAY - timedelta(days=USUAL - 1), TODAY),
        ({"days": "30"}, TODAY - timedelta(days=29), TODAY),
        ({"days": "31"}, TODAY - timedelta(days=USUAL - 1), TODAY),
        ({"days": "x"}, TODAY - timedelta(days=USUAL - 1), TODAY),
        (
            {"from": "2026-05-01", "to": "2026-05-31"},
            TODAY.replace(month=5, day=1),
            TODAY.replace(month=5, day=31),
        ),
        (
            {"from": "2026-05-31", "to": "2026-05-01"},
            TODAY.replace(month=5, day=1),
            TODAY.replace(month=5, day=31),
        ),
        ({"from": "2026-06-01", "to": "2099-01-01"}, TODAY.replace(day=1), TODAY),
        ({"from": "1000-06-01", "to": "soon"}, TODAY - timedelta(days=USUAL - 1), TODAY),
    ],
)
def test_the_address_says_which_days(
    owner: Staff, asked: dict[str, str], first: object, last: object
) -> None:
    period = wanted_by(asked, Scope(owner), NOW).period

    assert (period.first, period.last) == (first, last)


def test_it_says_how_old_the_figures_are_and_when_counting_stopped(screen: Client, place: Location) -> None:
    met(place, InterviewState.CAME)
    bring_up_to_date(now=NOW - timedelta(minutes=4), machine_now=NOW)
    fresh = text_of(screen.get(PAGE))
    assert "9:56現在の数字です" in fresh
    assert "集計がしばらく止まっています" not in fresh

    Application.objects.update(applied_at=NOW - timedelta(days=1))
    bring_up_to_date(now=NOW - timedelta(minutes=16), machine_now=NOW)

    assert "集計がしばらく止まっています" in text_of(screen.get(PAGE))


def test_days_that_wait_to_be_counted_are_told_of(screen: Client) -> None:
    for days in (1, 60):
        an_application(applied_at=NOW - timedelta(days=days))
    bring_up_to_date(now=NOW, machine_now=NOW, seconds=0)

    assert "数え直しています" in text_of(screen.get(PAGE))


def test_without_anything_to_count_it_says_what_comes_next(screen: Client) -> None:
    count()
    assert "ふりかえる数字は、まだありません" in text_of(screen.get(PAGE))

    assert "この条件では、この期間の数字がありません" in text_of(screen.get(f"{PAGE}?source=csv"))


def test_few_cases_are_marked_and_not_ranked(screen: Client, place: Location) -> None:
    met(place, InterviewState.ABSENT, 3, title="すこし")
    met(place, InterviewState.CAME, 25, title="たくさん")
    count()

    rows = tables(screen.get(PAGE).content.decode())["job"][1:]

    assert [row[0] for row in rows] == ["たくさん", "すこし"]
    assert rows[1][1:] == ["3", "3", "100.0%", "44–100%", "件数が少ない"]


def test_its_drawings_keep_to_the_strict_policy(screen: Client, place: Location) -> None:
    met(place, InterviewState.ABSENT, 2)
    count()

    page = screen.get(PAGE).content.decode()

    assert page.count('<svg class="chart"') >= 6
    assert " style=" not in page
    assert "<style" not in page


def test_as_many_questions_for_one_store_as_for_five(
    screen: Client, django_assert_max_num_queries: object, place: Location
) -> None:
    met(place, InterviewState.CAME)
    count()
    screen.get(PAGE)

    def questions() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            screen.get(PAGE)
        return len(asked)

    few = questions()
    for number in range(5):
        met(a_location(name=f"店{number}"), InterviewState.ABSENT, 2, title=f"仕事{number}")
    count()

    assert questions() <= few + 1  # the names of stores that something is found about

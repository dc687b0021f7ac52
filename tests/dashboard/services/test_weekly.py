"""The week by e-mail: on Mondays, once, to those who want it, with things to do that follow from figures."""

from datetime import timedelta

import pytest
from django.test import override_settings

from candidates.models import Application
from company.models import Notice, Staff, StaffMail
from company.policy import Role
from dashboard.services.weekly import write_weekly
from noshow.services.figures import bring_up_to_date
from scheduling.policy import InterviewState
from tests.factories import a_booked_interview, a_job, a_location, a_staff, an_application, tokyo

pytestmark = pytest.mark.django_db
MONDAY = tokyo(2026, 6, 15, 8, 10)


@pytest.fixture(autouse=True)
def _mail() -> object:
    with override_settings(EMAIL_PROVIDER="smtp", PUBLIC_BASE_URL="https://desk.example"):
        yield


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER, display_name="小林 美咲", email="k@hinata.example")


def write(now=MONDAY) -> list[StaffMail]:  # type: ignore[no-untyped-def]  # a moment
    bring_up_to_date(now=now, machine_now=now)
    write_weekly(now=now, machine_now=now)
    return list(StaffMail.objects.order_by("pk"))


def a_week(place=None, *, absent: int = 2, came: int = 6, waited: int = 5, title: str = "ホール") -> None:  # type: ignore[no-untyped-def]  # a location
    job = a_job(location=place or a_location(), title=title)
    for number in range(absent + came):
        applied_at = MONDAY - timedelta(days=6, minutes=number)
        row = an_application(
            job=job, applied_at=applied_at, contacted_at=applied_at + timedelta(minutes=waited)
        )
        state = InterviewState.ABSENT if number < absent else InterviewState.CAME
        a_booked_interview(MONDAY - timedelta(days=3, minutes=40 * number), row, state=state)


def test_it_tells_the_week_in_the_readers_language(owner: Staff) -> None:
    a_week()

    [mail] = write()

    assert mail.subject == "[約束] 先週のふりかえり: 面接の約束 8件のうち 6件でお会いできました"
    assert "小林 美咲さん、先週(6月8日〜6月14日)のふりかえりです。" in mail.body
    assert "応募: 8件(前の週 0件)" in mail.body
    assert "75%" in mail.body
    assert "https://desk.example/desk/insights/?from=2026-06-08&to=2026-06-14" in mail.body
    assert "https://desk.example/desk/notices/choices/" in mail.body


def test_it_reads_in_english_too(owner: Staff) -> None:
    owner.language = "en"
    owner.save()
    a_week()

    [mail] = write()

    assert mail.subject == "[Yakusoku] Last week: 6 of 8 came to their interview"
    assert "this was the week from Jun 8 to Jun 14." in mail.body
    assert not [letter for letter in mail.body.replace("小林 美咲", "") if "\u3040" <= letter <= "\u9fff"]


def test_the_things_to_do_follow_from_the_figures(owner: Staff) -> None:
    slow, quick = a_location(name="三鷹店"), a_location(name="吉祥寺店")
    a_week(slow, absent=0, came=24, waited=90)
    a_week(quick, absent=0, came=60, waited=5)

    [mail] = write()

    assert "1. 100% 三鷹店: 最初の連絡が30分をこえた応募" in mail.body
    assert f"&store={slow.pk}#contact" in mail.body
    assert "2." not in mail.body


def test_where_nothing_stands_out_it_says_so(owner: Staff) -> None:
    a_week(absent=0, came=24)

    [mail] = write()

    assert "とくに目立つことはありません" in mail.body
    assert "1." not in mail.body


def test_a_week_without_anything_is_no_mail(owner: Staff) -> None:
    Application.objects.all().delete()

    assert write() == []


@pytest.mark.parametrize(
    "now", [MONDAY.replace(hour=7, minute=59), MONDAY + timedelta(days=1), MONDAY - timedelta(days=1)]
)
def test_it_leaves_on_mondays_from_eight(owner: Staff, now: object) -> None:
    a_week()

    assert write(now) == []


def test_it_waits_for_figures_of_the_day(owner: Staff) -> None:
    a_week()
    bring_up_to_date(now=MONDAY - timedelta(days=1), machine_now=MONDAY)

    assert write_weekly(now=MONDAY, machine_now=MONDAY) == 0


def test_it_is_written_once_a_week(owner: Staff) -> None:
    a_week()
    write()

    assert len(write(MONDAY + timedelta(hours=2))) == 1
    assert Notice.objects.filter(to=owner, mail_due_at=None).count() == 1


def test_who_stopped_it_gets_none(owner: Staff) -> None:
    a_week()
    owner.notice_choices = {"weekly": []}
    owner.save()

    assert write() == []
    assert not Notice.objects.exists()


def test_recruiters_hear_of_their_stores_and_nobody_else_does() -> None:
    mine, others = a_location(name="三鷹店"), a_location(name="吉祥寺店")
    a_week(mine, absent=1, came=1)
    a_week(others, absent=3, came=3)
    recruiter = a_staff(Role.RECRUITER, email="r@hinata.example", locations=[mine])
    for role in (Role.INTERVIEWER, Role.VIEWER):
        a_staff(role, email="i@hinata.example", locations=[mine])

    [mail] = write()

    assert mail.to == recruiter
    assert "面接の約束 2件のうち 1件" in mail.subject

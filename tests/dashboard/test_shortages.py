"""Where too few times are open, in the hours those who wait asked for."""

import pytest
from django.utils import translation

from candidates.models import Application
from candidates.policy import Stage
from company.models import Location, Staff
from dashboard.queries.shortages import Asked, Shortage, shortages
from dashboard.scope import Scope
from scheduling.models import AvailabilityWish
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db
WEEKEND = {"hours": [[5, "09:00", "18:00"], [6, "09:00", "18:00"]]}
EVENING = {"hours": [[day, "17:00", "22:00"] for day in range(5)]}
ANY_TIME = {"hours": [[day, "06:00", "23:00"] for day in range(7)]}


@pytest.fixture
def location() -> Location:
    return make.a_location(name="吉祥寺店")


@pytest.fixture
def scope() -> Scope:
    return Scope(make.a_staff())


def somebody_waits(location: Location, **constraints: object) -> Application:
    job = make.a_job(location=location)
    person = make.an_application(job=job, stage=Stage.INTERVIEWING, constraints=constraints)
    make.an_invited_interview(person)
    return person


def times(location: Location, *, weekend: int = 0, evening: int = 0, daytime: int = 0) -> None:
    interviewer: Staff = make.a_staff()
    for first, hour, count in ((13, 10, weekend), (11, 18, evening), (11, 10, daytime)):
        for number in range(count):
            make.a_slot(
                tokyo(2026, 6, first, hour, 5 * number), minutes=5, location=location, interviewer=interviewer
            )


def found(scope: Scope, fewest: int = 5) -> list[Shortage]:
    return shortages(scope, fewest=fewest, now=NOW)


def test_those_who_need_weekends_are_counted_against_weekend_times(scope: Scope, location: Location) -> None:
    for constraints in (WEEKEND, WEEKEND, ANY_TIME):
        somebody_waits(location, **constraints)
    times(location, weekend=1, daytime=8)

    [short] = found(scope)

    assert (short.asked, short.asking, short.waiting, short.free) == (Asked.WEEKEND, 2, 3, 1)
    with translation.override("ja"):
        assert short.head == "吉祥寺店 土日の枠が足りません"
        assert short.why == "日程まちの3人のうち2人が土日を希望。土日の空きはあと1枠です。"
        assert short.left == "吉祥寺店 土日の面接枠 残り1つ"


def test_the_last_wish_goes_before_what_the_form_said(scope: Scope, location: Location) -> None:
    person = somebody_waits(location, **WEEKEND)
    AvailabilityWish.objects.create(application=person, told_at=NOW, coming=EVENING)
    times(location, weekend=9, evening=2)

    [short] = found(scope)

    assert (short.asked, short.free) == (Asked.EVENING, 2)


def test_web_only_is_counted_against_online_times(scope: Scope, location: Location) -> None:
    somebody_waits(location, online_only=True)
    times(location, daytime=9)

    [short] = found(scope)

    assert (short.asked, short.free) == (Asked.ONLINE, 0)


def test_without_special_hours_all_times_count(scope: Scope, location: Location) -> None:
    somebody_waits(location)
    somebody_waits(location, **ANY_TIME)
    times(location, daytime=2)

    [short] = found(scope)

    assert (short.asked, short.waiting, short.free) == (None, 2, 2)
    with translation.override("ja"):
        assert short.why == "日程まちは2人。空きはあと2枠です。"


def test_enough_of_what_they_need_is_no_shortage_and_neither_is_nobody(
    scope: Scope, location: Location
) -> None:
    somebody_waits(location, **WEEKEND)
    times(location, weekend=5)
    make.a_slot(tokyo(2026, 6, 11, 9))  # nobody waits there

    assert found(scope) == []

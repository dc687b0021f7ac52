"""The cadence as an administrator edits it."""

import pytest
from django.test import Client

from company.models import AuditEvent, Staff
from company.policy import SpeakingHours
from messaging.policy import Kind
from reminders.models import CadenceStep, StalePlan
from reminders.policy.cadence import Anchor, Condition, Route
from reminders.policy.checking import flaws
from tests.config.reading import read
from tests.config.typing_in import type_in
from tests.dashboard.signing import signed_in
from tests.factories import a_company, an_administrator, an_application

pytestmark = pytest.mark.django_db
LIST = "/admin/reminders/cadencestep/"


@pytest.fixture
def owner() -> Staff:
    return an_administrator()


@pytest.fixture
def screen(owner: Staff) -> Client:
    a_company()
    return signed_in(owner)


def page_of(name: str) -> str:
    return f"{LIST}{CadenceStep.objects.get(step=name).pk}/change/"


def add(screen: Client, **typed: str) -> str:
    """A reminder on the morning of the day, but for what is typed otherwise."""
    known = {
        "kind": Kind.DIRECTIONS,
        "anchor": Anchor.START,
        "offset_minutes_0": "0",
        "offset_minutes_1": "1",
        "offset_minutes_2": "1",
        "days": "0",
        "local_time": "8:30",
        "condition": Condition.ALWAYS,
        "route": Route.PREFERRED,
        "useful_minutes_0": "2",
        "useful_minutes_1": "60",
        "why": "directions",
    }
    return type_in(screen, f"{LIST}add/", **known | typed)


def test_the_list_tells_the_story_in_order_and_in_words(screen: Client) -> None:
    words = read(screen.get(LIST).content.decode())

    told = [
        "応募のあと、すぐ",
        "ご案内の期限の1日前",
        "予約または日時変更のあと、すぐ",
        "面接の14日前 18:00",
        "面接の7日前 18:00",
        "面接の3日前 18:00",
        "面接の2日前 12:00",
        "面接の前日 14:00",
        "面接の前日 18:00",
        "面接の前日 20:30",
        "面接の当日 9:00",
        "面接の開始の2時間前",
        "欠席対応の開始の10分後",
        "欠席対応の開始の翌日 17:00",
    ]
    places = [words.index(one) for one in told]
    assert places == sorted(places)


def test_the_steps_the_product_comes_with_have_no_flaw() -> None:
    found = {step.step: flaws(step.as_step(), SpeakingHours()) for step in CadenceStep.objects.all()}

    assert found
    assert set(found.values()) == {()}


def test_every_step_the_product_comes_with_can_be_saved_as_it_is(screen: Client) -> None:
    for name in CadenceStep.objects.values_list("step", flat=True):
        before = CadenceStep.objects.filter(step=name).values().get()

        page = type_in(screen, page_of(name))

        assert "変更しました" in page, name
        assert CadenceStep.objects.filter(step=name).values().get() == before


def test_saving_says_how_many_are_planned_again(screen: Client, owner: Staff) -> None:
    an_application()
    an_application()
    StalePlan.objects.all().delete()

    page = type_in(screen, page_of("evening-before"), local_time="19:00")

    assert "選考中の2人の連絡予定を組み直します" in page
    assert StalePlan.objects.count() == 2
    event = AuditEvent.objects.get(action="cadencestep_changed")
    assert (event.actor, event.details["fields"]) == (owner, ["local_time"])
    assert event.details["after"] == ["local_time=19:00:00"]


def test_a_span_is_typed_as_people_say_it(screen: Client) -> None:
    type_in(screen, page_of("directions"), offset_minutes_0="90", offset_minutes_1="1", offset_minutes_2="-1")

    assert CadenceStep.objects.get(step="directions").offset_minutes == -90


def test_a_new_step_gets_a_name_nobody_had(screen: Client) -> None:
    add(screen)
    add(screen, local_time="9:30")

    names = CadenceStep.objects.filter(kind=Kind.DIRECTIONS).order_by("pk").values_list("step", flat=True)
    assert list(names) == ["directions", "directions-2", "directions-3"]


def test_what_a_step_says_stands_fast(screen: Client) -> None:
    """Messages are known by their kind: with another one everybody would hear it a second time."""
    type_in(screen, page_of("evening-before"), kind=Kind.DIRECTIONS, step="other")

    assert CadenceStep.objects.get(step="evening-before").kind == Kind.REMINDER_EVE


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": Kind.THANKS}, "この起点では送れません"),
        ({"condition": Condition.UNBOOKED}, "この起点では、この条件は使えません"),
        ({"kind": Kind.CALL_MORNING}, "手段に電話を選んでください"),
        ({"route": Route.CALL}, "これは文のメッセージです"),
        ({"days": ""}, "両方を入れるか、両方を空けてください"),
        ({"offset_minutes_0": "5"}, "ここは0にしてください"),
        ({"days": "1"}, "遅すぎます"),
        ({"anchor": Anchor.CASE, "kind": Kind.ABSENCE_FIRST, "days": "-1"}, "早すぎます"),
        ({"local_time": "7:00"}, "連絡してよい時間の外です"),
        ({"useful_minutes_0": "0"}, "有効な時間が0だと"),
    ],
)
def test_what_could_never_go_out_is_refused_in_words(
    typed: dict[str, str], words: str, screen: Client
) -> None:
    before = CadenceStep.objects.count()

    assert words in add(screen, **typed)
    assert CadenceStep.objects.count() == before


def test_the_same_at_the_same_time_is_refused(screen: Client) -> None:
    add(screen)

    assert "同じことを同じときに送る段取り" in add(screen)
    assert CadenceStep.objects.filter(kind=Kind.DIRECTIONS).count() == 2


def test_steps_are_put_out_of_use_and_back_and_never_deleted(screen: Client) -> None:
    step = CadenceStep.objects.get(step="days-before")
    an_application()
    StalePlan.objects.all().delete()

    page = screen.post(LIST, {"action": "stop_using", "_selected_action": [step.pk]}, follow=True)

    step.refresh_from_db()
    assert not step.is_active
    assert "選考中の1人の連絡予定を組み直します" in read(page.content.decode())
    screen.post(LIST, {"action": "use", "_selected_action": [step.pk]})
    step.refresh_from_db()
    assert step.is_active
    assert screen.post(f"{LIST}{step.pk}/delete/", {"post": "yes"}).status_code == 403

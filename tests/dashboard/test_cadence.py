"""送るタイミング: what a change would do, before and after it is kept, and who may change it."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from company.models import AuditEvent, Location, Staff
from company.policy import Role
from messaging.models import Message
from messaging.policy import Kind, State
from reminders.models import CadenceStep, CadenceVersion, StalePlan
from reminders.policy.cadence import Anchor
from sandbox.services.settling import settle
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, a_company, a_location, a_staff, tokyo
from tests.reminders.services.living import EMAIL, SMS, booked, live, planned, said, someone

pytestmark = pytest.mark.django_db
PAGE = "/desk/cadence/"
START = tokyo(2026, 6, 12, 13)
REMINDERS = (Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS)


@pytest.fixture
def owner() -> Staff:
    a_company(name="ひなた食堂", caller_number="0422-00-0120")
    return a_staff(Role.OWNER, display_name="小林")


@pytest.fixture
def desk(owner: Staff) -> Client:
    return signed_in(owner)


def typed(client: Client, **changes: str) -> dict[str, str | list[str]]:
    """Everything the page's form holds, with some of it changed: ``evening_before__days="-2"``."""
    draft = client.get(PAGE).context["draft"]
    data: dict[str, str | list[str]] = {"seen": str(draft.seen), "lead": "5", "hour": "13:00"}
    for form in draft.forms:
        data |= fields_of(form)
    by_name = {form.instance.step.replace("-", "_"): form.prefix for form in draft.forms}
    for key, value in changes.items():
        step, _two, field = key.partition("__")
        name = f"{by_name[step]}-{field}" if field else key
        if value:
            data[name] = value
        else:
            data.pop(name, None)
    return data


def fields_of(form: object) -> dict[str, str]:
    data: dict[str, str] = {}
    for field in form:  # type: ignore[attr-defined]  # a form
        value = field.value()
        widgets = getattr(field.field.widget, "widgets", None)
        if widgets:
            parts = field.field.widget.decompress(value)
            data |= {f"{field.html_name}_{n}": str(part) for n, part in enumerate(parts)}
        elif value is True:
            data[field.html_name] = "on"
        elif isinstance(value, time):
            data[field.html_name] = f"{value:%H:%M}"
        elif value is not None and value is not False:
            data[field.html_name] = str(value)
    return data


def keep(client: Client, now: datetime, **changes: str) -> None:
    with time_machine.travel(now, tick=False):
        answer = client.post(PAGE, typed(client, **changes))
    assert answer.status_code == 302, answer.context["draft"].forms


@time_machine.travel(NOW, tick=False)
def test_every_step_is_a_sentence(desk: Client) -> None:
    page = desk.get(PAGE).content.decode()

    assert "面接の前日 20:30に、まだお返事がなければ、別の方法があれば、そちらで送ります。" in page
    assert (
        "面接の当日 9:00に、まだお返事がないか、来られないかもしれないときに、担当から電話をかけます。"
        in page
    )
    assert "いまの設定のままです" in page


@time_machine.travel(NOW, tick=False)
def test_the_default_cadence_gives_no_cause_for_worry(desk: Client) -> None:
    assert desk.get(PAGE).context["outlook"].worries == ()


@time_machine.travel(NOW, tick=False)
def test_kept_as_it_stands_nothing_changes(desk: Client) -> None:
    page = desk.post(PAGE, typed(desk), follow=True)

    assert "変わったところはありません" in page.content.decode()
    assert not StalePlan.objects.exists()
    assert not AuditEvent.objects.filter(action="cadence_changed").exists()


# A changed rule must neither lose nor double reminders of interviews already booked.


@pytest.mark.parametrize(("hour", "leaves"), [("17:00", "11 17:00"), ("19:30", "11 19:30")])
def test_a_reminder_of_a_booked_interview_moves_and_goes_out_once(
    desk: Client, hour: str, leaves: str
) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)

    keep(desk, NOW, evening_before__local_time=hour)
    live(NOW, START)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, SMS, leaves),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
        (Kind.DIRECTIONS, SMS, "12 11:00"),
    ]


@pytest.mark.parametrize("hour", ["17:00", "20:00"])
def test_a_reminder_that_went_out_is_not_said_again_at_another_hour(desk: Client, hour: str) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    evening = tokyo(2026, 6, 11, 18, 30)
    live(NOW, evening)

    keep(desk, evening, evening_before__local_time=hour)
    live(evening, START)

    assert said(application, Kind.REMINDER_EVE) == [(Kind.REMINDER_EVE, SMS, "11 18:00")]


def test_steps_put_out_of_use_and_brought_back_are_neither_lost_nor_doubled(desk: Client) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    off = {f"{step}__is_active": "" for step in ("evening_before", "evening_again", "directions")}

    keep(desk, NOW, **off, morning_call__remove="on", days_before__is_active="")
    settle(now=NOW, pause=lambda: None)
    assert planned(application) == []
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        desk.post(f"{PAGE}versions/{CadenceVersion.objects.get(number=1).pk}/restore/")
    live(NOW + timedelta(hours=1), START)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
        (Kind.DIRECTIONS, SMS, "12 11:00"),
    ]
    assert CadenceStep.objects.filter(step="morning-call", is_active=True).exists()


def test_an_added_step_reaches_those_already_booked_and_everything_else_stays(desk: Client) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    with time_machine.travel(NOW, tick=False):
        new = typed(desk)
        page = desk.post(PAGE, new | {"add": "start:reminder_days"})
        form = page.context["draft"].forms[-1]
        data = new | fields_of(form) | {"of": ["start:reminder_days"], "n0-local_time": "12:00"}
        data |= {"n0-days": "-1", "n0-condition": "always"}
        standing = Message.objects.filter(application=application).exclude(state=State.CANCELLED)
        before = {row.key for row in standing}
        assert desk.post(PAGE, data).status_code == 302

    live(NOW, START)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_DAYS, SMS, "11 12:00"),
        (Kind.REMINDER_EVE, SMS, "11 18:00"),
        (Kind.REMINDER_AGAIN, EMAIL, "11 20:30"),
        (Kind.DIRECTIONS, SMS, "12 11:00"),
    ]
    assert before <= {row.key for row in Message.objects.filter(application=application)}
    assert not Message.objects.filter(key__in=before, state=State.CANCELLED).exists()


# What is said before it is kept.


def test_it_says_how_many_planned_messages_of_how_many_people_change(desk: Client) -> None:
    first, second = (
        someone(NOW),
        someone(NOW, phone="+819087654321", email="b@example.jp", family_name="加藤"),
    )
    booked(first, START, now=NOW)
    booked(second, START + timedelta(hours=2), now=NOW)
    live(NOW, NOW)
    with time_machine.travel(NOW, tick=False):
        before = list(Message.objects.order_by("pk").values_list("pk", "due_at", "state"))
        moved = desk.post(f"{PAGE}preview/", typed(desk, evening_before__local_time="17:00"))
        gone = desk.post(f"{PAGE}preview/", typed(desk, directions__is_active=""))

    assert "2人の、2通の予定が変わります。" in moved.content.decode()
    assert "時間が変わる 2通" in moved.content.decode()
    assert "なくなる 2通" in gone.content.decode()
    assert list(Message.objects.order_by("pk").values_list("pk", "due_at", "state")) == before
    assert not CadenceVersion.objects.exists()


def test_saving_says_the_numbers_and_who_is_planned_again(desk: Client) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)

    with time_machine.travel(NOW, tick=False):
        page = desk.post(PAGE, typed(desk, evening_before__local_time="17:00"), follow=True)

    assert (
        "保存しました。 1人の、1通の予定が変わります。 この変更で、選考中の1人の連絡予定を組み直します。"
        in str([str(message) for message in page.context["messages"]])
    )
    assert StalePlan.objects.count() == 1


@time_machine.travel(NOW, tick=False)
def test_the_time_line_shows_old_and_new_for_the_chosen_interview(desk: Client) -> None:
    data = typed(desk, evening_before__local_time="17:00", evening_again__is_active="") | {"lead": "3"}

    seen = desk.post(f"{PAGE}preview/", data).context["outlook"]

    lines = {line.name: line for story in seen.stories for line in story.lines}
    assert (lines["前日のお知らせ"].when, lines["前日のお知らせ"].was) == (
        "6月12日(金) 17:00",
        "6月12日(金) 18:00",
    )
    assert lines["前日のお知らせ・別の手段"].fate == "gone"
    assert seen.starts == "6月13日(土) 13:00"


@pytest.mark.parametrize(
    ("changes", "hour", "words"),
    [
        (
            {"evening_before__is_active": "", "evening_again__is_active": "", "days_before__is_active": ""},
            "13:00",
            "前日におたずねする連絡がありません",
        ),
        ({"evening_again__local_time": "18:30"}, "13:00", "1時間以内に続きます"),
        ({"thanks__is_active": ""}, "13:00", "応募のお礼がありません"),
        ({}, "8:30", "夜にかかるので"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_what_a_careful_reader_would_point_out(
    desk: Client, changes: dict[str, str], hour: str, words: str
) -> None:
    page = desk.post(f"{PAGE}preview/", typed(desk, **changes) | {"hour": hour}).content.decode()

    assert words in page


# Bad input, two people, versions, rights.


@time_machine.travel(NOW, tick=False)
def test_what_could_never_go_out_is_refused_and_what_was_typed_is_kept(desk: Client) -> None:
    page = desk.post(PAGE, typed(desk, evening_before__local_time="23:15", thanks__is_active=""))

    assert page.status_code == 422
    assert 'value="23:15"' in page.content.decode()
    assert "連絡してよい時間の外です" in page.content.decode()
    assert CadenceStep.objects.get(step="thanks").is_active
    assert not CadenceVersion.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_two_steps_that_say_the_same_at_the_same_time_are_refused(desk: Client) -> None:
    data = typed(desk)
    form = desk.post(PAGE, data | {"add": "start:reminder_eve"}).context["draft"].forms[-1]
    same = {
        "n0-days": "-1",
        "n0-local_time": "18:00",
        "n0-condition": "stale_answer",
        "n0-route": "preferred",
    }

    page = desk.post(PAGE, data | fields_of(form) | same | {"of": ["start:reminder_eve"]})

    assert page.status_code == 422
    assert not CadenceVersion.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_who_typed_over_an_older_order_is_told_and_may_save_again(desk: Client) -> None:
    mine = typed(desk, evening_before__local_time="17:00")
    other = signed_in(a_staff(Role.OWNER, display_name="大野"))
    other.post(PAGE, typed(other, evening_before__local_time="19:00"))

    page = desk.post(PAGE, mine)

    assert page.status_code == 409
    assert "大野さんが送るタイミングを保存しました" in page.content.decode()
    assert 'value="17:00"' in page.content.decode()
    assert CadenceStep.objects.get(step="evening-before").local_time == time(19)
    desk.post(PAGE, mine | {"seen": str(page.context["draft"].seen)})
    assert CadenceStep.objects.get(step="evening-before").local_time == time(17)


@time_machine.travel(NOW, tick=False)
def test_every_change_is_a_version_in_words_and_in_the_trail(desk: Client, owner: Staff) -> None:
    desk.post(PAGE, typed(desk, evening_before__local_time="17:00"))

    assert [(row.number, row.by) for row in CadenceVersion.objects.all()] == [(2, owner), (1, None)]
    event = AuditEvent.objects.get(action="cadence_changed")
    assert event.details == {"version": 2, "added": [], "changed": ["evening-before"], "removed": []}
    page = desk.get(f"{PAGE}versions/").content.decode()
    assert "前日 18:00" in page
    assert "前日 17:00" in page


@time_machine.travel(NOW, tick=False)
def test_a_new_step_never_gets_a_name_that_a_step_once_had(desk: Client) -> None:
    def add() -> str:
        data = typed(desk)
        form = desk.post(PAGE, data | {"add": "start:reminder_days"}).context["draft"].forms[-1]
        desk.post(PAGE, data | fields_of(form) | {"of": ["start:reminder_days"]})
        return CadenceStep.objects.latest("pk").step

    first = add()
    desk.post(PAGE, typed(desk, **{f"{first.replace('-', '_')}__remove": "on"}))
    assert not CadenceStep.objects.filter(step=first).exists()

    assert add() != first


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.INTERVIEWER, Role.VIEWER])
@time_machine.travel(NOW, tick=False)
def test_only_owners_look_at_it_and_change_it(owner: Staff, role: Role) -> None:
    place: Location = a_location()
    client = signed_in(a_staff(role, locations=[place]))
    version = CadenceVersion.objects.create(number=1, steps=[], at=NOW)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE).status_code == 403
    assert client.post(f"{PAGE}preview/").status_code == 403
    assert client.get(f"{PAGE}versions/").status_code == 403
    assert client.post(f"{PAGE}versions/{version.pk}/restore/").status_code == 403
    assert CadenceStep.objects.filter(anchor=Anchor.START).exists()


@time_machine.travel(NOW, tick=False)
def test_the_page_asks_no_more_for_more_steps(desk: Client) -> None:
    before = questions(desk, PAGE)
    CadenceStep.objects.create(step="more", kind=Kind.DIRECTIONS, anchor=Anchor.START, offset_minutes=-180)

    assert questions(desk, PAGE) == before

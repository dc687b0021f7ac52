"""LINE from the code to the answer: the real library over HTTP, the real dispatcher, signed webhooks."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from candidates.models import Application
from messaging.channels import channel_for
from messaging.channels.line_buttons import Button, Press, data_of
from messaging.models import InboundEvent, LineStranger, Message, Suppression
from messaging.policy import ChannelName, Direction, Kind, State
from messaging.services.dispatching import dispatch
from messaging.services.doubting import settle_doubts
from messaging.services.line_strangers import answer_strangers
from messaging.services.linking import make_code
from messaging.services.quotas import check_quotas
from messaging.standin import Fault, Standin
from reminders.services.following import follow, replan_stale
from scheduling.models import Interview
from scheduling.services.booking import book
from scheduling.services.inviting import invite
from tests.factories import a_candidate, a_company, a_message, a_slot, a_staff, an_application, tokyo
from tests.messaging.line_events import ME, OTHER, posted
from tests.services_fixture.session import wait_until

pytestmark = pytest.mark.django_db

LINE, SMS = ChannelName.LINE, ChannelName.SMS
NOON = tokyo(2026, 6, 10, 12)
START = tokyo(2026, 6, 11, 13)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def standin(settings: Settings) -> Iterator[Standin]:
    with Standin() as running:
        settings.LINE_PROVIDER, settings.LINE_BASE_URL, settings.LINE_BASIC_ID = (
            "line",
            running.url,
            "@hinata",
        )
        settings.LINE_CHANNEL_ACCESS_TOKEN = settings.LINE_CHANNEL_SECRET = running.auth_token
        settings.SENDING_THREADS = 1
        channel_for(LINE)  # its library takes seconds to load on a busy machine
        yield running


def sent_now(now: datetime = NOON) -> None:
    plans_follow(now)
    dispatch(now=now)


def plans_follow(now: datetime = NOON) -> None:
    follow(now=now)
    replan_stale(now=now)


def quietly(look: Callable[[], bool]) -> bool:
    """From beside the server: SQLite in memory refuses a look at a table that the server writes just now."""
    try:
        return look()
    except OperationalError:
        return False


def is_taken_in() -> bool:
    return InboundEvent.objects.exclude(settled_at=None).exists()


def in_line(application: Application, **values: object) -> Message:
    return a_message(application, channel=LINE, due_at=NOON, **values)


def state_of(message: Message) -> str:
    return Message.objects.values_list("state", flat=True).get(pk=message.pk)


def test_from_the_code_to_the_yes(standin: Standin) -> None:
    a_company(name="ひなた食堂")
    application = an_application()
    interview = invite(application, by=a_staff(), now=NOON)
    book(interview, a_slot(START, location=application.job.location), now=NOON)
    code = make_code(application, prefers_line=True, now=timezone.now())

    event = standin.line.event("message", ME, text=f"連携コード {code.text}")
    assert posted(event) == 200
    sent_now(timezone.now())

    bodies = [taken.body for taken in standin.line.pushes]
    assert any("LINEとつながりました" in body for body in bodies)

    evening = tokyo(2026, 6, 10, 18)
    sent_now(evening)
    reminder = standin.line.pushes[-1]
    assert reminder.to == ME
    assert "伺います" in reminder.body
    yes = standin.line.event("postback", ME, data=_data_on(reminder.attachments[0]["message"], "伺います"))
    assert posted(yes) == 200
    assert posted(yes) == 200

    interview.refresh_from_db()
    assert interview.confirmed_at is not None
    assert Message.objects.filter(direction=Direction.IN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_line_and_the_product_meet_over_http(standin: Standin, live_server: LiveServer) -> None:
    def something_was_sent() -> bool:
        sent_now(timezone.now())
        return bool(standin.line.pushes)

    application = an_application()
    code = make_code(application, prefers_line=True, now=timezone.now())
    standin.line.deliver_to = live_server.url
    event = standin.line.event("message", ME, text=code.text)

    answers = [
        standin.line.deliver([]),
        standin.line.deliver([event], secret="somebody else's"),
        standin.line.deliver([event]),
        standin.line.deliver([event], again=True),
    ]
    wait_until(lambda: quietly(is_taken_in), "the event to be taken in")  # the answer leaves before that
    wait_until(lambda: quietly(something_was_sent), "the word in LINE")

    assert answers == [200, 403, 200, 200]
    told = standin.line.pushes[-1]
    assert told.to == ME
    assert "LINEとつながりました" in told.body


def test_a_button_of_an_old_message_confirms_no_new_time(standin: Standin) -> None:
    application = an_application(candidate=a_candidate(line_id=ME))
    interview = invite(application, by=a_staff(), now=NOON)
    book(interview, a_slot(START, location=application.job.location), now=NOON)
    old = Press(Button.YES, application.pk, f"interview:{interview.pk}@2026-06-10T04:00")

    posted(standin.line.event("postback", ME, data=data_of(old)))

    interview.refresh_from_db()
    assert interview.confirmed_at is None
    (pressed,) = Message.objects.filter(direction=Direction.IN)
    assert pressed.needs_answer


def test_a_button_pressed_by_another_person_confirms_nothing(standin: Standin) -> None:
    application = an_application(candidate=a_candidate(line_id=ME))
    an_application(candidate=a_candidate(line_id=OTHER))
    interview = invite(application, by=a_staff(), now=NOON)
    book(interview, a_slot(START, location=application.job.location), now=NOON)
    about = f"interview:{interview.pk}@{START.astimezone(UTC):%Y-%m-%dT%H:%M}"
    press = data_of(Press(Button.YES, application.pk, about))

    posted(standin.line.event("postback", OTHER, data=press))
    assert Interview.objects.get().confirmed_at is None

    posted(standin.line.event("postback", ME, data=press))
    assert Interview.objects.get().confirmed_at is not None


@pytest.mark.parametrize("fault", ["500", "accepted_500", "accepted_reset", "reset"])
def test_in_doubt_the_same_key_settles_it_and_nothing_is_said_twice(standin: Standin, fault: str) -> None:
    application = an_application(candidate=a_candidate(line_id=ME), is_started=False)
    message = in_line(application, kind=Kind.MANUAL, key="", values={"_text": "{name}さん"})
    standin.fail(Fault(fault))

    sent_now()
    assert state_of(message) == State.UNKNOWN
    settle_doubts(now=NOON)
    sent_now()

    assert state_of(message) == State.ACCEPTED
    assert len(standin.line.pushes) == 1
    assert message.tries.count() == 2


def test_an_account_that_blocked_us_before_we_knew_is_left_alone(standin: Standin) -> None:
    gone = "U" + "a" * 28 + "dead"
    application = an_application(candidate=a_candidate(line_id=gone))
    message = in_line(application, kind=Kind.MANUAL, key="", values={"_text": "{name}さん"})

    sent_now()

    assert state_of(message) == State.FAILED
    assert Suppression.objects.get(lifted_at=None).reason == "blocked"


def test_who_left_is_reminded_by_sms(standin: Standin) -> None:
    application = an_application(candidate=a_candidate(line_id=ME, preferred_channel="line"))
    interview = invite(application, by=a_staff(), now=NOON)
    book(interview, a_slot(START, location=application.job.location), now=NOON)
    eve = Message.objects.filter(kind=Kind.REMINDER_EVE, state=State.PLANNED)
    assert [row.channel for row in eve] == [LINE]

    posted(standin.line.event("unfollow", ME))
    plans_follow()

    assert [row.channel for row in eve.all()] == [SMS]


def test_a_full_month_sends_new_messages_elsewhere(standin: Standin) -> None:
    standin.line.quota, standin.line.used_before = 200, 190
    check_quotas(now=NOON)
    application = an_application(candidate=a_candidate(line_id=ME, preferred_channel="line"))
    planned_before = in_line(application, kind=Kind.MANUAL, key="", values={"_text": "{name}さん"})
    interview = invite(application, by=a_staff(), now=NOON)
    book(interview, a_slot(START, location=application.job.location), now=NOON)

    sent_now()

    assert {row.channel for row in Message.objects.filter(kind=Kind.REMINDER_EVE)} == {SMS}
    assert state_of(planned_before) == State.FAILED
    assert standin.line.pushes == []


def test_a_stranger_is_told_once_a_day_how_to_connect(standin: Standin) -> None:
    for text in ("こんにちは", "AAAAA-BBBBB", "もしもし"):
        posted(standin.line.event("message", OTHER, text=text))
        answer_strangers(now=timezone.now())

    (told,) = standin.accepted
    assert "「LINEで受け取る」" in told.body
    assert standin.line.pushes == []
    assert not Message.objects.exists()

    with time_machine.travel(NOON + timedelta(days=1, minutes=1), tick=True):
        posted(standin.line.event("message", OTHER, text="まだですか"))
        answer_strangers(now=timezone.now())
    assert len(standin.accepted) == 2


def test_an_answer_that_comes_too_late_for_its_token_is_not_tried(standin: Standin) -> None:
    posted(standin.line.event("message", OTHER, text="こんにちは"))

    assert answer_strangers(now=timezone.now() + timedelta(seconds=51)) == 0

    assert standin.accepted == []
    assert LineStranger.objects.get().answered_at is None


def _data_on(message: str, label: str) -> str:
    rows = json.loads(message)["contents"]["footer"]["contents"]
    return next(str(row["action"]["data"]) for row in rows if row["action"]["label"] == label)


def test_who_connects_later_is_not_told_again_what_went_out_everywhere(standin: Standin) -> None:
    application = an_application()
    interview = invite(application, by=a_staff(), now=NOON - timedelta(hours=2))
    slot = a_slot(START, location=application.job.location)
    book(interview, slot, now=NOON - timedelta(hours=1))
    sent_now()

    posted(
        standin.line.event(
            "message", ME, text=make_code(application, prefers_line=True, now=timezone.now()).text
        )
    )
    sent_now(timezone.now())
    sent_now(tokyo(2026, 6, 10, 18))

    kinds = Message.objects.filter(channel=LINE, sent_at__isnull=False).order_by("sent_at", "pk")
    assert list(kinds.values_list("kind", flat=True)) == [Kind.LINKED, Kind.REMINDER_EVE]

"""Interviews that no message will tell of are a task for a voice."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from candidates.models import Application
from candidates.policy import PhoneKind, Stage
from company.models import Staff
from dashboard.queries.queue import Task
from dashboard.queries.whole_queue import queue_of
from dashboard.scope import Scope
from messaging.models import Message
from messaging.policy import ChannelName
from messaging.services.suppressing import suppress
from reminders.services.facts import reach
from scheduling.services.booking import book
from scheduling.services.inviting import invite
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_candidate, a_company, a_job, a_slot, an_application, tokyo

pytestmark = pytest.mark.django_db
AT_NIGHT = tokyo(2026, 6, 10, 23)


@pytest.fixture
def application() -> Application:
    return an_application(
        candidate=a_candidate(email=""), job=a_job(), stage=Stage.IN_CONTACT, started_at=NOW
    )


def tasks(owner: Staff) -> list[Task]:
    return [one for one in queue_of(Scope(owner), a_company(), AT_NIGHT) if one.key.startswith("untold")]


def test_a_time_before_eight_booked_at_night_for_somebody_without_mail_is_a_call(
    owner: Staff, application: Application
) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 7, 30), location=application.job.location)
    book(invite(application, now=AT_NIGHT), slot, now=AT_NIGHT, by=owner)

    (task,) = tasks(owner)

    assert "6月11日(木) 7:30" in task.why
    assert task.acts[0].label == "電話する"


def test_a_later_time_is_told_in_the_morning_and_needs_no_call(
    owner: Staff, application: Application
) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 10), location=application.job.location)
    book(invite(application, now=AT_NIGHT), slot, now=AT_NIGHT, by=owner)

    assert tasks(owner) == []


def test_who_booked_themselves_knows(owner: Staff, application: Application) -> None:
    slot = a_slot(tokyo(2026, 6, 11, 7, 30), location=application.job.location)
    book(invite(application, now=AT_NIGHT), slot, now=AT_NIGHT)

    assert tasks(owner) == []


def test_inviting_somebody_whose_contact_has_not_started_says_that_nothing_goes_out(
    screen: Client, owner: Staff, at_now: time_machine.Traveller
) -> None:
    imported = an_application(is_started=False)
    a_slot(tokyo(2026, 6, 12, 10), location=imported.job.location)
    imported.job.location.phone = "0422-00-0120"
    imported.job.location.postal_address = "東京都武蔵野市吉祥寺本町1-1-1"
    imported.job.location.save()

    answer = screen.post(reverse("dashboard:invite", args=[imported.pk]), follow=True)

    assert "連絡がまだ始まっていない" in text_of(answer)
    assert [task.key[:6] for task in tasks(owner)] == ["untold"]


# --- invited, and nothing reaches them --------------------------------------------------------------


def in_contact(**values: object) -> Application:
    return an_application(candidate=a_candidate(**values), stage=Stage.IN_CONTACT, started_at=NOW)


@pytest.fixture
def by_landline() -> Application:
    found = in_contact(email="", phone="+81422000120", phone_kind=PhoneKind.LANDLINE)
    a_slot(tokyo(2026, 6, 12, 10), location=found.job.location)
    found.job.location.phone = "0422-00-0120"
    found.job.location.postal_address = "東京都武蔵野市吉祥寺本町1-1-1"
    found.job.location.save()
    return found


def test_inviting_somebody_no_message_reaches_says_so_and_asks_for_a_call(
    screen: Client, owner: Staff, by_landline: Application
) -> None:
    said = text_of(screen.post(reverse("dashboard:invite", args=[by_landline.pk]), follow=True))

    (task,) = tasks(owner)
    assert "ご案内は送れていません" in said
    assert "ご案内しました" not in said
    assert not Message.objects.outgoing().filter(application=by_landline).exists()
    assert "電話をして、その場で枠を取ってください" in task.why
    assert task.acts[0].label == "電話する"


def test_once_a_time_is_booked_for_them_the_call_is_done(
    screen: Client, owner: Staff, by_landline: Application
) -> None:
    interview = invite(by_landline, now=NOW)
    slot = a_slot(tokyo(2026, 6, 12, 11), location=by_landline.job.location)

    answer = screen.post(reverse("dashboard:book", args=[by_landline.pk]), {"slot": slot.pk}, follow=True)

    interview.refresh_from_db()
    assert interview.is_booked
    assert "直接お伝えください" in text_of(answer)
    assert [task.why for task in tasks(owner) if "その場で枠を" in task.why] == []


@pytest.mark.parametrize(
    "values",
    [
        {"email": ""},
        {"phone": "", "phone_kind": ""},
        {"email": "", "phone_kind": PhoneKind.LANDLINE},
        {"email": "", "phone_kind": PhoneKind.LANDLINE, "line_id": "U1"},
        {"email": "blocked@example.jp", "phone_kind": PhoneKind.LANDLINE},
        {"email": "blocked@example.jp"},
    ],
)
def test_the_task_stands_for_exactly_those_whom_no_channel_reaches(
    owner: Staff, values: dict[str, str]
) -> None:
    suppress(ChannelName.EMAIL, "blocked@example.jp", reason="bounced", now=NOW)
    invited = in_contact(**values)
    invite(invited, now=NOW)

    assert bool(tasks(owner)) is not bool(reach(invited.candidate))

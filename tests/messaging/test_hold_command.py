"""``manage.py hold``: for the restore from a backup, when nobody is at the desk."""

from io import StringIO

import pytest
from django.core.management import call_command

from company import clock
from messaging.models import Hold, Message
from messaging.policy import State
from tests.factories import a_message

pytestmark = pytest.mark.django_db


def said(*options: str) -> str:
    out = StringIO()
    call_command("hold", *options, stdout=out)
    return out.getvalue()


def test_a_hold_has_a_reason_and_is_one() -> None:
    said("--reason", "restored from 21 November")
    said("--reason", "again")

    assert [held.reason for held in Hold.objects.all()] == ["restored from 21 November"]


def test_the_list_tells_numbers_and_times_and_no_person() -> None:
    now = clock.now()
    message = a_message(due_at=now)
    said()

    told = said("--list")

    assert "On hold." in told
    assert "1 messages would leave now." in told
    assert f"message {message.pk}, application {message.application_id}: thanks by sms" in told
    assert message.application.candidate.family_name not in told


@pytest.mark.parametrize(
    ("options", "state"),
    [(["--release"], State.PLANNED), (["--release", "--without-overdue"], State.NEEDS_PERSON)],
)
def test_a_release_sends_what_waits_or_puts_it_before_a_person(options: list[str], state: State) -> None:
    message = a_message(due_at=clock.now())
    said()

    said(*options)

    assert Message.objects.get(pk=message.pk).state == state
    assert not Hold.objects.filter(is_open=True).exists()

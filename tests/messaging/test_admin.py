"""Message texts, messages and blocked addresses in the administration."""

import pytest
from django.test import Client

from company.models import AuditEvent, Staff
from messaging.drafts import likely_parts
from messaging.models import Suppression, Template
from messaging.policy import ChannelName, Kind, State
from messaging.services.suppressing import is_blocked
from tests.config.reading import read
from tests.config.typing_in import type_in
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_job, a_message, a_sent_message, an_administrator

pytestmark = pytest.mark.django_db
TEXTS = "/admin/messaging/template/"


@pytest.fixture
def owner() -> Staff:
    return an_administrator()


@pytest.fixture
def screen(owner: Staff) -> Client:
    return signed_in(owner)


def add(screen: Client, **typed: str) -> str:
    known = {
        "kind": Kind.THANKS,
        "channel": ChannelName.SMS,
        "language": "ja",
        "body": "{名前}さん、{リンク}",
    }
    return type_in(screen, f"{TEXTS}add/", **known | typed)


# --- texts -----------------------------------------------------------------------------------------


def test_own_words_are_kept_with_a_version_and_a_line_in_the_trail(screen: Client, owner: Staff) -> None:
    add(screen)
    text = Template.objects.get()

    type_in(screen, f"{TEXTS}{text.pk}/change/", body="{名前}さん、ありがとうございます {リンク}")

    text.refresh_from_db()
    assert (text.version, text.body) == (2, "{名前}さん、ありがとうございます {リンク}")
    assert [event.action for event in AuditEvent.objects.filter(actor=owner)] == ["text_changed"] * 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"body": "{名}さん"}, "{名} という差しこみはありません"),
        ({"channel": ChannelName.EMAIL}, "メールには件名が必要です"),
        ({"channel": ChannelName.EMAIL, "subject": "{題}"}, "{題} という差しこみはありません"),
        ({"body": "あ" * 300}, "SMS4通ぶんより長くなります"),
        ({"body": "あ" * 100 + "{リンク}" * 4}, "SMS4通ぶんより長くなります"),
    ],
)
def test_a_text_that_could_not_be_sent_is_refused(typed: dict[str, str], words: str, screen: Client) -> None:
    assert words in add(screen, **typed)
    assert not Template.objects.exists()


def test_a_second_text_for_the_same_message_is_refused_but_a_job_may_have_its_own(screen: Client) -> None:
    job = a_job()
    add(screen)

    assert "同じ文面がすでにあります" in add(screen)
    add(screen, job=str(job.pk))

    assert list(Template.objects.order_by("pk").values_list("job", flat=True)) == [None, job.pk]


def test_only_what_is_ever_sent_has_a_text(screen: Client) -> None:
    page = screen.get(f"{TEXTS}add/").content.decode()

    assert f'value="{Kind.THANKS}"' in page
    assert f'value="{Kind.CALL_MORNING}"' not in page
    assert f'value="{ChannelName.PHONE}"' not in page


def test_a_text_shows_what_would_go_out_without_it_and_is_taken_back_by_deleting(
    screen: Client, owner: Staff
) -> None:
    add(screen)
    text = Template.objects.get()

    page = read(screen.get(f"{TEXTS}{text.pk}/change/").content.decode())
    screen.post(f"{TEXTS}{text.pk}/delete/", {"post": "yes"})

    assert "{名前}さん、ご応募" in page
    assert not Template.objects.exists()
    assert AuditEvent.objects.filter(actor=owner, action="text_restored").exists()


def test_parts_are_counted_as_long_as_the_text_will_be() -> None:
    assert likely_parts("あ" * 70) == 1
    assert likely_parts("あ" * 8 + "{リンク}") == 1
    assert likely_parts("あ" * 9 + "{リンク}") == 2


# --- messages --------------------------------------------------------------------------------------


def test_planned_messages_are_stopped_and_what_has_left_is_not_touched(screen: Client, owner: Staff) -> None:
    planned, sent = a_message(), a_sent_message()

    page = screen.post(
        "/admin/messaging/message/",
        {"action": "stop_chosen", "_selected_action": [planned.pk, sent.pk]},
        follow=True,
    )

    planned.refresh_from_db()
    sent.refresh_from_db()
    assert (planned.state, planned.reason, sent.state) == (State.SUPPRESSED, "stopped", State.ACCEPTED)
    words = read(page.content.decode())
    assert "1件のメッセージを止めました" in words
    assert "1件はもう送信に入っていた" in words
    assert AuditEvent.objects.get().actor == owner


def test_what_has_been_said_cannot_be_changed(screen: Client) -> None:
    sent = a_sent_message(body="ありがとうございます")

    response = screen.post(f"/admin/messaging/message/{sent.pk}/change/", {"body": "別のことば"})

    sent.refresh_from_db()
    assert (response.status_code, sent.body) == (403, "ありがとうございます")


# --- blocked addresses -----------------------------------------------------------------------------


def test_an_address_is_allowed_again_by_a_person(screen: Client, owner: Staff) -> None:
    block = Suppression.objects.create(
        channel=ChannelName.SMS, address="+819012345678", reason="opted_out", since=NOW
    )

    screen.post(
        "/admin/messaging/suppression/",
        {"action": "allow_as_mistaken", "_selected_action": [block.pk]},
        follow=True,
    )

    assert not is_blocked(ChannelName.SMS, "+819012345678")
    assert AuditEvent.objects.get(action="address_allowed").actor == owner

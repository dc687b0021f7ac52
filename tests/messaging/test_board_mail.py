"""Mail for boards@: kept with its words, also from HTML tables, and never taken for a candidate's word."""

import pytest
from pytest_django import Settings

from candidates.models import BoardMail
from candidates.policy import BoardMailState
from candidates.policy.board_mails import read_mail
from candidates.services.board_mails import read_waiting
from messaging.mail_reading import text_of_html
from messaging.models import InboundEvent, Message
from messaging.services.board_mail import LONGEST
from messaging.services.events import keep, settle_events
from tests.factories import LABELS, NOW

TABLE = (
    "<html><style>x</style><table><tr><th>応募者名</th><td>田中&nbsp;花子</td></tr>"
    "<tr><td>電話番号</td> <td><b>090-1234-5678</b></td></tr></table><script>bad()</script></html>"
)


def arrives(to: str = "boards@reply.example.jp", **values: object) -> None:
    letter: dict[str, object] = {
        "from": "noreply@hiroba.example",
        "to": [to],
        "subject": "応募",
        "text": "",
        "html": "",
    }
    letter |= {"message_id": "<1@hiroba.example>", "headers": {}, "spam": False} | values
    keep("mail", f"e{InboundEvent.objects.count()}", "inbound", letter, occurred_at=NOW, now=NOW)
    settle_events(now=NOW)


@pytest.fixture(autouse=True)
def _takes_mail(settings: Settings) -> None:
    settings.INBOUND_EMAIL_DOMAIN = "reply.example.jp"


@pytest.mark.django_db
def test_a_boards_mail_is_kept_once_and_the_event_forgets_its_words() -> None:
    arrives(text="応募者名:田中")
    arrives(text="応募者名:田中")

    mail = BoardMail.objects.get()
    assert (mail.text, mail.sender, mail.received_at) == ("応募者名:田中", "noreply@hiroba.example", NOW)
    assert list(InboundEvent.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "board_mail",
        "repeated",
    ]
    assert not InboundEvent.objects.exclude(payload={}).exists()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_mail_to_another_address_is_no_boards_mail() -> None:
    arrives(to="saiyo@reply.example.jp", text="応募者名:田中")

    assert not BoardMail.objects.exists()


@pytest.mark.django_db
def test_an_html_mails_table_keeps_labels_and_values_apart() -> None:
    arrives(html=TABLE)

    text = BoardMail.objects.get().text
    assert read_mail(text, LABELS) == {"full_name": "田中 花子", "phone": "090-1234-5678"}
    assert "bad()" not in text


def test_a_candidates_html_mail_reads_as_before() -> None:
    assert text_of_html("<p>はい、<b>伺います</b>。</p><table><tr><td>a</td> <td>b</td></tr></table>") == (
        "はい、伺います。\n\na b"
    )


@pytest.mark.django_db
def test_a_mail_of_nothing_but_signs_is_a_persons_to_read_with_its_words() -> None:
    arrives(html="<" * 200_000 + ">")
    read_waiting(now=NOW)

    mail = BoardMail.objects.get()
    assert (mail.state, mail.text) == (BoardMailState.UNREADABLE, "<" * LONGEST)

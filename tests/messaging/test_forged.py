"""Nothing changes unless the provider said it: each forgery leaves every table as it was."""

import json
from collections.abc import Callable
from typing import Any  # what Django's test client answers
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import Settings

from messaging.models import Attempt, DeliveryReceipt, InboundEvent, Message
from messaging.policy import ChannelName, State
from messaging.standin import ACCOUNT_SID, AUTH_TOKEN
from tests.factories import NOW as START
from tests.factories import a_candidate, a_sent_message, an_application
from tests.messaging.hooks import (
    BASE,
    FORM,
    INBOUND,
    LETTERS,
    PHONE,
    REPORTS,
    SECRET,
    a_letter,
    a_report,
    everything,
    post_mail,
    post_twilio,
    report_of,
    report_path,
    signature,
    text_from,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hooks(settings: Settings) -> None:
    settings.PUBLIC_BASE_URL = BASE
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT_SID, AUTH_TOKEN
    settings.ANYMAIL = {"WEBHOOK_SECRET": [SECRET]}


@pytest.fixture
def attempt() -> Attempt:
    """A text and a mail on their way to one person."""
    application = an_application(candidate=a_candidate(phone=PHONE, email="ren@example.jp"))
    text = a_sent_message(application, address=PHONE)
    a_sent_message(application, address="ren@example.jp", channel=ChannelName.EMAIL, provider_id="the-mail")
    return Attempt.objects.create(message=text, number=1, started_at=START)


Forgery = Callable[[str, dict[str, str]], Any]


def _without_signature(path: str, said: dict[str, str]) -> Any:
    return Client().generic("POST", path, urlencode(said), content_type=FORM)


def _empty_signature(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, headers={"X-Twilio-Signature": ""})


def _signed_by_another(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, token="somebody else's")


def _signed_with_nothing(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, token="")


def _for_another_host(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, base="https://evil.example")


def _for_another_path(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, headers={"X-Twilio-Signature": signature(f"{BASE}/hooks/twilio/", said)})


def _of_another_account(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said | {"AccountSid": "AC" + "9" * 32})


def _of_no_account(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, {name: value for name, value in said.items() if name != "AccountSid"})


def _without_its_number(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, {name: value for name, value in said.items() if name != "MessageSid"})


def _repeated_parameter(path: str, said: dict[str, str]) -> Any:
    """The library's validator alone would take this: it folds equal values into one."""
    return post_twilio(path, said, body=urlencode([*said.items(), *said.items()]))


def _added_parameter(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, body=urlencode(said | {"ErrorCode": "21610"}))


def _changed_parameter(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, body=urlencode(said | {"MessageSid": "SM" + "f" * 32}))


def _query_string(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, query="?Body=STOP")


def _named_algorithm(path: str, said: dict[str, str]) -> Any:
    """A header must not choose the algorithm, nor the key."""
    return post_twilio(
        path,
        said,
        headers={
            "X-Twilio-Signature": signature(BASE + path, said, algorithm="HMAC_SHA256"),
            "X-Twilio-Webhooks-Signature-Settings": "key=1,algorithm=HMAC_SHA256",
        },
    )


def _downgraded(path: str, said: dict[str, str]) -> Any:
    return post_twilio(
        path,
        said,
        token="a shared key",
        headers={"X-Twilio-Webhooks-Signature-Settings": "key=1,algorithm=HMAC_SHA1"},
    )


def _json_instead(path: str, said: dict[str, str]) -> Any:
    """The signature of a JSON body covers the address alone, so such a body could be exchanged."""
    return post_twilio(path, {}, body=json.dumps(said), content_type="application/json")


def _multipart_instead(path: str, said: dict[str, str]) -> Any:
    client = Client(headers={"X-Twilio-Signature": signature(BASE + path, said)})
    return client.post(path, said)


def _null_bytes(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, body=urlencode(said).replace("AccountSid", "AccountSid%00"))


def _broken_text(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said, body=b"AccountSid=%ff%fe&MessageSid=\xff\xfe&From=" + b"%" * 50)


def _too_long(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, said | {"Body": "あ" * 100_000})


def _empty(path: str, said: dict[str, str]) -> Any:
    return post_twilio(path, {}, body="")


FORGERIES = [
    _without_signature,
    _empty_signature,
    _signed_by_another,
    _signed_with_nothing,
    _for_another_host,
    _for_another_path,
    _of_another_account,
    _of_no_account,
    _without_its_number,
    _repeated_parameter,
    _added_parameter,
    _changed_parameter,
    _query_string,
    _named_algorithm,
    _downgraded,
    _json_instead,
    _multipart_instead,
    _null_bytes,
    _broken_text,
    _too_long,
    _empty,
]


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forged_report_changes_nothing(attempt: Attempt, forge: Forgery) -> None:
    before = everything()

    assert forge(report_path(attempt.pk), report_of("undelivered", ErrorCode="30006")).status_code == 403

    assert everything() == before


@pytest.mark.parametrize("forge", FORGERIES)
def test_a_forged_text_changes_nothing(attempt: Attempt, forge: Forgery) -> None:
    before = everything()

    assert forge(INBOUND, text_from(body="STOP")).status_code == 403

    assert everything() == before


def test_what_the_forgeries_imitate_does_change_something(attempt: Attempt) -> None:
    """Else they would prove nothing."""
    assert post_twilio(report_path(attempt.pk), report_of("delivered")).status_code == 200
    assert post_twilio(INBOUND, text_from()).status_code == 200
    assert post_mail(LETTERS, a_letter("伺います")).status_code == 200
    assert post_mail(REPORTS, a_report("Bounce", 0, MessageID="the-mail")).status_code == 200

    assert Message.objects.get(pk=attempt.message_id).state == State.DELIVERED
    assert Message.objects.filter(direction="in").count() == 2
    assert Message.objects.get(provider_id="the-mail").state == State.FAILED


def test_one_attempts_report_is_not_anothers(attempt: Attempt) -> None:
    before = everything()
    said = report_of()
    foreign = {"X-Twilio-Signature": signature(BASE + report_path(attempt.pk + 1), said)}

    assert post_twilio(report_path(attempt.pk), said, headers=foreign).status_code == 403

    assert everything() == before


@pytest.mark.parametrize("number", [999_999, 10**25])
def test_a_report_on_an_attempt_we_no_longer_know_is_answered_and_ignored(number: int) -> None:
    before = everything()

    assert post_twilio(report_path(number), report_of()).status_code == 200

    assert everything() == before


@pytest.mark.parametrize("path", [report_path(1), INBOUND])
def test_a_text_or_report_is_posted_and_never_fetched(client: Client, path: str) -> None:
    assert client.get(path).status_code == 405


@pytest.mark.parametrize("path", [report_path(1), INBOUND])
def test_without_a_token_of_ours_nobody_is_believed(settings: Settings, path: str) -> None:
    settings.TWILIO_AUTH_TOKEN = ""

    assert post_twilio(path, report_of() | text_from(), token="").status_code == 403


def test_a_length_that_is_none_is_not_read() -> None:
    said = text_from()
    headers = {"X-Twilio-Signature": signature(BASE + INBOUND, said)}

    answer = Client(headers=headers).generic(
        "POST", INBOUND, urlencode(said), content_type=FORM, CONTENT_LENGTH="-1"
    )

    assert answer.status_code == 403


def test_the_same_report_twice_is_one(attempt: Attempt) -> None:
    assert post_twilio(report_path(attempt.pk), report_of()).status_code == 200
    before = everything()

    assert post_twilio(report_path(attempt.pk), report_of()).status_code == 200

    assert everything() == before
    assert DeliveryReceipt.objects.count() == 1


@pytest.mark.parametrize("body", ["伺います", "STOP"])
def test_the_same_text_twice_is_heard_once(attempt: Attempt, body: str) -> None:
    assert post_twilio(INBOUND, text_from(body=body)).status_code == 200
    before = everything()

    assert post_twilio(INBOUND, text_from(body=body)).status_code == 200

    assert everything() == before
    assert Message.objects.filter(direction="in").count() == 1


# --- mail ------------------------------------------------------------------------------------------


def _no_secret(path: str, payload: object) -> Any:
    return post_mail(path, payload, secret="")


def _wrong_secret(path: str, payload: object) -> Any:
    return post_mail(path, payload, secret="postmark:guess")


def _secret_in_the_body(path: str, payload: Any) -> Any:
    return post_mail(path, payload | {"Authorization": SECRET}, secret="")


def _secret_in_the_address(path: str, payload: object) -> Any:
    return post_mail(f"{path}?secret={SECRET}", payload, secret="")


@pytest.mark.parametrize("forge", [_no_secret, _wrong_secret, _secret_in_the_body, _secret_in_the_address])
@pytest.mark.parametrize("path", [LETTERS, REPORTS])
def test_a_mail_report_without_the_secret_changes_nothing(
    attempt: Attempt, path: str, forge: Callable[[str, object], Any]
) -> None:
    payload = a_letter("配信停止") if path == LETTERS else a_report("Bounce", 0, MessageID="the-mail")
    before = everything()

    assert forge(path, payload).status_code == 403

    assert everything() == before


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"text"', b"a=b", b"\xff\xfe", b'{"FromFull": 7}', b'{"Headers": [{}]}'],
)
@pytest.mark.parametrize("path", [LETTERS, REPORTS])
def test_a_body_that_is_none_of_the_providers_is_refused_or_ignored(
    attempt: Attempt, path: str, body: bytes
) -> None:
    before = everything(without=["messaging.InboundEvent"])

    assert post_mail(path, None, body=body).status_code in {200, 400}

    assert everything(without=["messaging.InboundEvent"]) == before


def test_a_body_that_is_too_long_is_refused(attempt: Attempt, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    before = everything()

    assert post_mail(LETTERS, a_letter("あ" * 2000)).status_code in {400, 413}

    assert everything() == before


def test_reports_go_to_their_own_address(attempt: Attempt) -> None:
    before = everything()

    assert post_mail(LETTERS, a_report("Bounce", 0, MessageID="the-mail")).status_code == 400
    assert post_mail(REPORTS, a_letter("伺います")).status_code == 400

    assert everything() == before


def test_nothing_listens_while_there_is_no_secret(settings: Settings, attempt: Attempt) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": []}
    before = everything()

    assert post_mail(LETTERS, a_letter("伺います")).status_code == 404
    assert everything() == before


def test_a_provider_may_knock_but_not_fetch(client: Client) -> None:
    assert client.head(LETTERS).status_code == 200
    assert client.get(LETTERS).status_code == 405


def test_every_other_providers_entrance_wants_the_secret_too(attempt: Attempt) -> None:
    before = everything()

    for name in ("amazon_ses", "brevo", "mailgun", "mailjet", "resend", "sendgrid", "sparkpost", "postal"):
        for kind in ("inbound", "tracking"):
            answer = post_mail(f"/hooks/anymail/{name}/{kind}/", {"event": "bounce"}, secret="a:b")
            assert answer.status_code in {403, 404}

    assert everything() == before


@pytest.mark.parametrize("text", ["伺います", "配信停止", "a\0b"])
def test_the_same_mail_twice_is_heard_once(attempt: Attempt, text: str) -> None:
    assert post_mail(LETTERS, a_letter("x") | {"TextBody": text}).status_code == 200
    before = everything()

    assert post_mail(LETTERS, a_letter("x") | {"TextBody": text}).status_code == 200

    assert everything() == before
    assert "\0" not in Message.objects.get(direction="in").body


def test_the_same_mail_report_twice_is_one(attempt: Attempt) -> None:
    for _ in range(2):
        assert post_mail(REPORTS, a_report("Delivery", 0, MessageID="the-mail")).status_code == 200

    assert DeliveryReceipt.objects.count() == 1
    assert InboundEvent.objects.count() == 1

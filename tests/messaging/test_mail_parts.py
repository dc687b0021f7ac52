"""What is kept of a mail as it came over the wire: odd character sets, several senders, files."""

import pytest
from anymail.inbound import AnymailInboundMessage
from django.db import OperationalError

from messaging.views import answering
from messaging.views.answering import AnsweredFirst
from messaging.views.mail_parts import letter_of


def a_mail(charset: str = "utf-8", words: bytes = b"hello", more: str = "") -> dict[str, object]:
    who = "From: ren@example.jp\r\nTo: a@b.jp\r\nCc: c@d.jp\r\n"
    raw = (
        f"{who}{more}Content-Type: text/plain; charset={charset}".encode()
        + b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + words
    )
    return letter_of(AnymailInboundMessage.parse_raw_mime_bytes(raw))


@pytest.mark.parametrize(
    ("charset", "words"),
    [
        ("utf-8", "①髙橋です".encode()),
        ("Shift_JIS", "①髙橋です".encode("cp932")),
        ("x-sjis", "①髙橋です".encode("cp932")),
        ("x-nobody-knows", "①髙橋です".encode()),
    ],
)
def test_japanese_mail_programs_are_read(charset: str, words: bytes) -> None:
    assert a_mail(charset, words)["text"] == "①髙橋です"


def test_mail_in_the_oldest_encoding_is_read() -> None:
    assert a_mail("ISO-2022-JP", "伺います".encode("iso2022_jp"))["text"] == "伺います"


def test_every_address_it_may_have_been_delivered_to_is_kept() -> None:
    letter = a_mail(more="Delivered-To: <reply+1@x.jp>\r\nX-Original-To: y@x.jp\r\n")

    assert letter["to"] == ["a@b.jp", "c@d.jp", "reply+1@x.jp", "y@x.jp"]


def test_what_was_posted_as_a_text_and_is_none_is_left_out() -> None:
    posted = AnymailInboundMessage.construct(from_email="a@b.jp", text="伺います", html={})

    assert (letter_of(posted)["text"], letter_of(posted)["html"]) == ("伺います", "")


def test_of_several_senders_the_first_is_taken_and_none_is_nobody() -> None:
    several = AnymailInboundMessage.parse_raw_mime("From: a@b.jp, c@d.jp\r\n\r\nx")
    nobody = AnymailInboundMessage.parse_raw_mime("Subject: x\r\n\r\nx")

    assert letter_of(several)["from"] == "a@b.jp"
    assert letter_of(nobody)["from"] == ""


def test_of_files_the_names_are_kept_and_of_headers_what_tells_a_machine() -> None:
    raw = (
        "From: a@b.jp\r\nAuto-Submitted: auto-replied\r\nX-Secret: s\r\n"
        "Content-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: application/pdf\r\n"
        "Content-Disposition: attachment; filename=cv.pdf\r\n\r\nDATA\r\n"
        "--x\r\nContent-Type: image/png\r\nContent-Disposition: attachment\r\n\r\nDATA\r\n--x--\r\n"
    )

    letter = letter_of(AnymailInboundMessage.parse_raw_mime(raw))

    assert letter["files"] == ["cv.pdf", "image/png"]
    assert letter["text"] == ""
    assert set(letter["headers"]) == {"auto-submitted", "content-type"}  # type: ignore[call-overload]  # a mapping
    assert "DATA" not in str(letter)


@pytest.mark.django_db  # the end of an answer looks after connections that are open
def test_what_breaks_after_the_answer_is_left_to_the_sweep(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**_: object) -> int:
        raise OperationalError("secret words")

    monkeypatch.setattr(answering, "settle_events", away)
    monkeypatch.setattr("company.clock.now", lambda: None)
    answer = AnsweredFirst(b"ok")

    answer.close()

    assert answer.closed
    assert "OperationalError" in caplog.text
    assert "secret" not in caplog.text

"""Labels in every dress a job board puts them in."""

import pytest

from candidates.policy.board_mails import job_text, read_mail, sends_for
from tests.factories import LABELS

WANTED = {"full_name": "田中 花子", "phone": "090-1234-5678", "email": "hanako@example.jp"}


@pytest.mark.parametrize(
    "text",
    [
        "応募者名:田中 花子\n電話番号:090-1234-5678\nメールアドレス:hanako@example.jp",
        "応募者名: 田中 花子\r\n電話番号: 090-1234-5678\r\nメールアドレス: hanako@example.jp\r\n",
        "■応募者名\n田中 花子\n■電話番号\n090-1234-5678\n■メールアドレス\nhanako@example.jp",
        "【応募者名】田中 花子\n【電話番号】090-1234-5678\n【メールアドレス】hanako@example.jp",
        "[応募者名]\n田中 花子 様\n\n[電話番号]\n\n090-1234-5678\n"
        "[メールアドレス]\nhanako@example.jp\n----\n広告",
        "応募者名\t田中 花子\n電話番号\t090-1234-5678\nメールアドレス\thanako@example.jp",
        "・応募者名 田中 花子\n・電話番号(携帯):090-1234-5678\n・メールアドレス : hanako@example.jp (PC)",
        "> 応募者名: 田中 花子様\n> 電話番号: 090-1234-5678\n> メールアドレス: hanako@example.jp",
        "応募者名:田中 花子\n応募者名:別の 人\n電話番号:090-1234-5678\n電話番号:\n"
        "メールアドレス:hanako@example.jp",
    ],
)
def test_a_value_is_found_whatever_stands_around_its_label(text: str) -> None:
    assert read_mail(f"{text}", LABELS) == WANTED


def test_a_name_may_bring_its_reading_along() -> None:
    found = read_mail("応募者名:田中 花子(タナカ ハナコ)", LABELS)

    assert found == {"full_name": "田中 花子", "full_kana": "タナカ ハナコ"}


def test_what_was_left_empty_is_nothing() -> None:
    assert read_mail("応募者名:未記入\n電話番号:-\nメールアドレス:なし", LABELS) == {}


def test_a_message_keeps_its_lines_until_the_next_label_or_rule() -> None:
    found = read_mail("メッセージ:\n接客が好きです。\n\nよろしく\n応募者名:田中\n=====\nフッター", LABELS)

    assert found == {"motivation": "接客が好きです。\n\nよろしく", "full_name": "田中"}


def test_a_sentence_with_a_colon_is_no_label() -> None:
    assert read_mail("ご注意: 電話番号は必ずご確認ください\nhttps://x.example/応募者名", LABELS) == {}


def test_a_job_is_named_by_its_number_else_by_title_and_place() -> None:
    assert job_text({"job": "ホール", "place": "吉祥寺店"}) == "ホール・吉祥寺店"
    assert job_text({"job": "ホール", "job_number": "A-1"}) == "A-1"
    assert job_text({}) == ""


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("noreply@hiroba.example", True),
        ("a@mail.hiroba.example", True),
        ("a@nothiroba.example", False),
        ("a@hiroba.example.evil.example", False),
        ("one@other.example", True),
        ("two@other.example", False),
        ("", False),
    ],
)
def test_a_board_is_known_by_address_or_domain(address: str, fits: bool) -> None:
    assert sends_for("hiroba.example\nOne@Other.example", address) is fits

"""Phone numbers as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.policy import BadPhone, PhoneKind, clean_phone, local_phone

MOBILE = "+819012345678"


@pytest.mark.parametrize(
    "typed",
    [
        "09012345678",
        "090-1234-5678",
        "０９０－１２３４－５６７８",
        "090ー1234ー5678",
        "090—1234—5678",
        "090−1234−5678",
        "090 1234 5678",
        "090　1234　5678",
        "090.1234.5678",
        "(090)1234-5678",
        "+81 90 1234 5678",
        "+81-(0)90-1234-5678",
        "+810901234 5678",
        "819012345678",
        "0081-90-1234-5678",
        "010-81-90-1234-5678",
        "電話：090-1234-5678",
        "TEL 090-1234-5678",
        "090-1234-5678（携帯）",
        "'09012345678",
        '="09012345678"',
        "9012345678",
        " 090-1234-5678 、",
    ],
)
def test_the_ways_to_write_one_mobile_number_are_one_number(typed: str) -> None:
    phone = clean_phone(typed)

    assert (phone.e164, phone.kind) == (MOBILE, PhoneKind.MOBILE)


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("03-1234-5678", "+81312345678"),
        ("０３（１２３４）５６７８", "+81312345678"),
        ("0422-00-0120", "+81422000120"),
        ("+81 6 1234 5678", "+81612345678"),
        ("312345678", "+81312345678"),
        ("050-1234-5678", "+815012345678"),
    ],
)
def test_landlines_and_ip_phones_take_calls_only(typed: str, e164: str) -> None:
    phone = clean_phone(typed)

    assert (phone.e164, phone.kind) == (e164, PhoneKind.LANDLINE)


@pytest.mark.parametrize(
    ("typed", "code", "by"),
    [
        ("080-0000-347", "too_short", 1),
        ("090-1234", "too_short", 4),
        ("03-1234-567", "too_short", 1),
        ("090-1234-56789", "too_long", 1),
        ("03-1234-56789", "too_long", 1),
        ("+1 415 555 0100", "foreign", 0),
        ("+44 20 7946 0958", "foreign", 0),
        ("0086 10 1234 5678", "foreign", 0),
        ("0120-123-456", "special", 0),
        ("0800-123-4567", "special", 0),
        ("0570-012-345", "special", 0),
        ("020-1234-5678", "special", 0),
        ("110", "special", 0),
        ("03-1234-5678 内線12", "special", 0),
        ("03-1234-5678 ext. 12", "special", 0),
        ("09-1234-5678", "impossible", 0),
        ("持っていません", "impossible", 0),
        ("〇九〇一二三四五六七八", "impossible", 0),
        ("9.01235E+09", "impossible", 0),
        ("090-1234-5678 / 03-1234-5678", "too_long", 10),
    ],
)
def test_what_is_no_number_of_ours_says_why(typed: str, code: str, by: int) -> None:
    with pytest.raises(BadPhone) as wrong:
        clean_phone(typed)

    assert (wrong.value.code, wrong.value.by) == (code, by)


def test_numbers_are_shown_the_way_japan_writes_them() -> None:
    assert local_phone(MOBILE) == "090-1234-5678"
    assert local_phone("+81312345678") == "03-1234-5678"
    assert local_phone("+14155550100") == "+1 415-555-0100"
    assert local_phone("call me") == "call me"


@given(st.integers(6, 9), st.integers(10_000_000, 99_999_999), st.sampled_from("-ー− .・~"), st.booleans())
def test_every_mobile_number_survives_every_way_to_write_it(
    first: int, rest: int, dash: str, is_wide: bool
) -> None:
    written = f"0{first}0{dash}{str(rest)[:4]}{dash}{str(rest)[4:]}"
    if is_wide:
        written = written.translate({ord(str(n)): "０１２３４５６７８９"[n] for n in range(10)})

    phone = clean_phone(written)

    assert phone.e164 == f"+81{first}0{rest}"
    assert phone.kind == PhoneKind.MOBILE
    assert clean_phone(phone.e164) == phone
    assert clean_phone(local_phone(phone.e164)) == phone


@given(st.text(max_size=40))
def test_any_text_is_a_number_of_ours_or_refused(text: str) -> None:
    try:
        phone = clean_phone(text)
    except BadPhone:
        return
    assert phone.e164.startswith("+81")
    assert clean_phone(phone.e164) == phone


@given(st.text(alphabet="0123456789+-() ", max_size=20))
def test_cleaning_a_clean_number_changes_nothing(text: str) -> None:
    try:
        phone = clean_phone(text)
    except BadPhone:
        return
    assert clean_phone(phone.e164) == phone

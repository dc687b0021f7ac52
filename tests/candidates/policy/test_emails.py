"""E-mail addresses."""

import pytest

from candidates.policy import BadEmail, carrier_of, clean_email


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("hanako@example.jp", "hanako@example.jp"),
        (" Hanako@Example.JP ", "hanako@example.jp"),
        ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", "hanako@example.jp"),
        ("mailto:hanako@example.jp", "hanako@example.jp"),
        ("hana ko@example.jp", "hanako@example.jp"),
        ("abc..def@docomo.ne.jp", "abc..def@docomo.ne.jp"),
        ("abc.@docomo.ne.jp", "abc.@docomo.ne.jp"),
        (".abc@ezweb.ne.jp", ".abc@ezweb.ne.jp"),
        ("a..b@k.vodafone.ne.jp", "a..b@k.vodafone.ne.jp"),
        ("o'brien+work@mail.example.co.jp", "o'brien+work@mail.example.co.jp"),
        ("taro@例え.jp", "taro@xn--r8jz45g.jp"),
    ],
)
def test_addresses_people_have_are_accepted(typed: str, address: str) -> None:
    assert clean_email(typed) == address


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("hanako", "no_at"),
        ("@example.jp", "no_at"),
        ("hanako@", "no_at"),
        ("hanako@example", "domain"),
        ("hanako@example..jp", "domain"),
        ("hanako@-example.jp", "domain"),
        ("hanako@127.0.0.1", "domain"),
        ("花子@example.jp", "characters"),
        ("a@b@example.jp", "characters"),
        ("<a>@example.jp", "characters"),
        ("a..b@example.jp", "dots"),
        (".a@gmail.com", "dots"),
        ("a" * 65 + "@example.jp", "too_long"),
        ("a@" + ".".join(["b" * 60] * 5) + ".jp", "too_long"),
    ],
)
def test_what_is_no_address_says_why(typed: str, code: str) -> None:
    with pytest.raises(BadEmail) as wrong:
        clean_email(typed)

    assert wrong.value.code == code


def test_a_slip_of_the_thumb_is_answered_with_what_was_meant() -> None:
    with pytest.raises(BadEmail) as wrong:
        clean_email("Hanako@gmial.com")

    assert wrong.value.suggestion == "hanako@gmail.com"


def test_carriers_are_known_by_their_domains() -> None:
    assert carrier_of("a@docomo.ne.jp") == "docomo"
    assert carrier_of("a@k.vodafone.ne.jp") == "softbank"
    assert carrier_of("a@notdocomo.ne.jp") == ""
    assert carrier_of("") == ""

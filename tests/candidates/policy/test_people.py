"""Who is the same person."""

from datetime import date

from candidates.policy import Applicant, Identity, is_same_person, same_person_key
from candidates.policy.people import best_match, identity_of

PHONE = "+819012345678"
OTHER_PHONE = "+819087654321"


def a_person(
    family: str = "森田",
    given: str = "悠斗",
    *,
    kana: tuple[str, str] = ("", ""),
    born: date | None = None,
    phone: str = PHONE,
    email: str = "",
) -> Identity:
    return Identity(family, given, *kana, born, phone, email)


def test_the_same_phone_and_name_is_the_same_person() -> None:
    assert is_same_person(a_person(), a_person("森 田", "悠斗"))


def test_the_same_email_is_enough() -> None:
    assert is_same_person(
        a_person(phone=PHONE, email="a@example.jp"), a_person(phone=OTHER_PHONE, email="a@example.jp")
    )


def test_name_and_birth_date_are_enough() -> None:
    born = date(2001, 4, 3)

    assert is_same_person(a_person(born=born, phone=PHONE), a_person(born=born, phone=OTHER_PHONE))


def test_a_name_alone_is_not_enough() -> None:
    assert not is_same_person(a_person(phone=PHONE), a_person(phone=OTHER_PHONE))


def test_brother_and_sister_on_one_phone_are_two_people() -> None:
    assert not is_same_person(a_person("森田", "悠斗"), a_person("森田", "美咲"))


def test_two_birth_dates_are_two_people() -> None:
    assert not is_same_person(a_person(born=date(2001, 4, 3)), a_person(born=date(2003, 1, 9)))


def test_phone_and_email_together_outweigh_the_name() -> None:
    one = a_person("森田", "悠斗", email="a@example.jp")

    assert is_same_person(one, a_person("山田", "太郎", email="a@example.jp"))


def test_a_name_in_another_script_does_not_speak_against_it() -> None:
    assert is_same_person(a_person("森田", "悠斗"), a_person("Morita", "Yuto"))
    assert is_same_person(a_person("森田", "悠斗"), a_person("もりた", "ゆうと"))


def test_the_reading_tells_a_slip_in_kanji_from_another_person() -> None:
    kana = ("もりた", "ゆうと")

    assert is_same_person(
        a_person("森田", "悠斗", kana=kana), a_person("森田", "勇斗", kana=("モリタ", "ユウト"))
    )


def test_swapped_boxes_and_one_name_alone_are_the_same_person() -> None:
    assert is_same_person(a_person("森田", "悠斗"), a_person("悠斗", "森田"))
    assert is_same_person(a_person("森田", "悠斗"), a_person("悠斗", ""))
    assert not is_same_person(a_person("森田", "悠斗"), a_person("佐藤", ""))


def test_a_married_name_is_the_same_person() -> None:
    assert is_same_person(a_person("森田", "美咲"), a_person("佐藤", "美咲"))


def test_of_several_the_one_with_most_in_common_is_meant() -> None:
    looked_for = a_person(email="a@example.jp")
    family = a_person("森田", "美咲")
    by_phone = a_person()
    by_both = a_person(email="a@example.jp")

    assert best_match(looked_for, [family, by_phone, by_both]) == 2
    assert best_match(looked_for, [family, by_phone, by_phone]) == 1
    assert best_match(looked_for, [family]) is None


def test_keys_are_phone_email_and_name_with_birth_date() -> None:
    applicant = Applicant(
        family_name="森田", given_name="悠斗", phone=PHONE, email="a@example.jp", birth_on=date(2001, 4, 3)
    )

    assert same_person_key(applicant) == {
        f"phone:{PHONE}",
        "email:a@example.jp",
        "born:2001-04-03:森田悠斗",
    }
    assert identity_of(applicant).keys == same_person_key(applicant)
    assert same_person_key(Applicant(family_name="森田")) == frozenset()

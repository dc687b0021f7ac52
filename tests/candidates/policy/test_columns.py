"""Which column is which."""

from candidates.policy.columns import FIELDS, guess_columns, header_key


def test_the_usual_japanese_headers_are_known() -> None:
    headers = ["No.", "氏名", "フリガナ", "携帯電話番号", "メールアドレス", "応募日時", "媒体名", "志望動機"]

    guessed = guess_columns(headers, {})

    assert guessed == {
        "1": "full_name",
        "2": "full_kana",
        "3": "phone",
        "4": "email",
        "5": "applied_at",
        "6": "source_note",
        "7": "motivation",
    }


def test_names_in_two_columns_and_english_headers_are_known() -> None:
    assert guess_columns(["姓", "名", "セイ", "メイ"], {}) == {
        "0": "family_name",
        "1": "given_name",
        "2": "family_kana",
        "3": "given_kana",
    }
    assert guess_columns(["First Name", "LAST NAME", "E-Mail", "Date of birth"], {}) == {
        "0": "given_name",
        "1": "family_name",
        "2": "email",
        "3": "birth_on",
    }


def test_width_case_and_brackets_do_not_matter() -> None:
    assert header_key("氏名（フリガナ）") == header_key("氏名 ﾌﾘｶﾞﾅ")
    assert guess_columns(["【ＴＥＬ】"], {}) == {"0": "phone"}


def test_each_field_is_given_once_and_the_first_column_wins() -> None:
    assert guess_columns(["携帯", "電話番号"], {}) == {"0": "phone"}


def test_an_earlier_choice_outweighs_what_is_usual() -> None:
    remembered = {header_key("連絡先"): "email", header_key("氏名"): ""}

    assert guess_columns(["連絡先", "氏名", "お名前"], remembered) == {"0": "email", "2": "full_name"}


def test_every_field_can_be_guessed() -> None:
    headers = [
        "氏名",
        "姓",
        "名",
        "カナ",
        "セイ",
        "メイ",
        "電話",
        "メール",
        "生年月日",
        "応募日",
        "媒体",
        "志望動機",
        "希望シフト",
    ]

    assert set(guess_columns(headers, {}).values()) == set(FIELDS)

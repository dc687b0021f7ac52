"""Which column of a job board's list is which: the headers boards and spreadsheets use."""

from collections.abc import Mapping, Sequence

from candidates.policy.text import folded

FIELDS = (
    "full_name",
    "family_name",
    "given_name",
    "full_kana",
    "family_kana",
    "given_kana",
    "phone",
    "email",
    "birth_on",
    "applied_at",
    "source_note",
    "motivation",
    "availability",
)
NAMES = frozenset({"full_name", "family_name", "given_name"})
CONTACTS = frozenset({"phone", "email"})

_HEADERS = {
    "full_name": "氏名, 名前, お名前, 応募者名, 応募者氏名, 応募者, 候補者名, name, full name, applicant",
    "family_name": "姓, 苗字, 名字, 氏, 姓漢字, 氏名姓, last name, family name, surname, lastname",
    "given_name": "名, 名漢字, 氏名名, first name, given name, firstname",
    "full_kana": (
        "フリガナ, ふりがな, 氏名カナ, カナ氏名, カナ, かな, 氏名フリガナ, 氏名ふりがな, "
        "名前カナ, お名前フリガナ, 応募者名カナ, 応募者氏名カナ, 読み, よみがな, kana, reading"
    ),
    "family_kana": "セイ, 姓カナ, 姓フリガナ, 姓ふりがな, カナ姓, フリガナ姓, last name kana, family kana",
    "given_kana": "メイ, 名カナ, 名フリガナ, 名ふりがな, カナ名, フリガナ名, first name kana, given kana",
    "phone": (
        "電話番号, 電話, 携帯, 携帯電話, 携帯番号, 携帯電話番号, 連絡先, 連絡先電話番号, tel, "
        "ご連絡先, お電話番号, 応募者電話番号, phone, phone number, mobile, telephone, cell"
    ),
    "email": (
        "メール, メールアドレス, eメール, 電子メール, mail, email, e-mail, mail address, "
        "email address, pcメール, 応募者メールアドレス"
    ),
    "birth_on": "生年月日, 誕生日, birthday, birth date, date of birth, dob, birthdate",
    "applied_at": (
        "応募日時, 応募日, 応募年月日, 受付日時, 受付日, 登録日時, エントリー日時, エントリー日, "
        "applied at, applied, applied on, application date, date applied"
    ),
    "source_note": "媒体, 媒体名, 応募媒体, 求人媒体, 応募経路, 経路, 流入元, source, job board, medium",
    "motivation": (
        "志望動機, 応募動機, 志望理由, 自己pr, 自己アピール, メッセージ, motivation, message, cover letter"
    ),
    "availability": (
        "勤務可能日時, 勤務可能日, 勤務可能時間, 希望シフト, 希望勤務時間, シフト希望, availability, shifts"
    ),
}


def header_key(header: str) -> str:
    """Headers that differ only in width, case, spaces or punctuation are one."""
    plain = folded(header)
    return "".join(c for c in plain if c not in "()()[]【】「」:*※_/#")[:80]


_KNOWN = {header_key(name): field for field, names in _HEADERS.items() for name in names.split(", ")}


def guess_columns(headers: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """``{"0": "full_name", …}``: what each column most likely is, each field once, the first column wins.

    ``remembered`` maps header keys to earlier choices; an empty choice means the column is left out.
    """
    chosen: dict[str, str] = {}
    for index, header in enumerate(headers):
        key = header_key(header)
        field = remembered.get(key, _KNOWN.get(key, ""))
        if field in FIELDS and field not in chosen.values():
            chosen[str(index)] = field
    return chosen

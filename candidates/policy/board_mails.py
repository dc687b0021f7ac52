"""A job board's mail, understood by its labels: what stands before a value says which field it is."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from candidates.policy.columns import FIELDS, header_key
from candidates.policy.text import clean_line

MAIL_FIELDS = (*FIELDS, "job", "job_number", "place")
"""What a label can mean: a column of a list, or which of our jobs it is about."""

SEVERAL_LINES = frozenset({"motivation", "availability"})
LONGEST_LABEL = 30
_MARKS = "■□◆◇●○◎▼▽▲△★☆※・*>＞|｜‐–—─━=-"
_BRACKETED = re.compile(
    r"^[【\[〔<＜(［「『](?P<label>[^】\]〕>＞)］」』]{1,40})[】\]〕>＞)］」』]\s*[::]?\s*(?P<value>.*)$"
)
_COLON = re.compile(r"^(?P<label>[^::]{1,40}?)\s*[::]\s*(?P<value>.*)$")
_GAP = re.compile(r"^(?P<label>\S{1,40})[\t ]+(?P<value>\S.*)$")
_RULE = re.compile(r"^\W{4,}$|^[ー_]{4,}$")
_NOTHING = frozenset({"", "-", "－", "―", "なし", "無し", "未記入", "未入力", "未回答", "未設定", "特になし"})
_HONORIFIC = re.compile(r"\s*(?:様|さん|殿)$")
_READING = re.compile(r"^(?P<name>[^((]+)[((](?P<kana>[ぁ-ゖァ-ヺーｦ-ﾟ・\s]+)[))]$")
_REMARK = re.compile(r"\s*[((][^))]*[))]\s*$")


def read_mail(text: str, labels: Mapping[str, str]) -> dict[str, str]:
    """``{"full_name": "田中 花子", "phone": …}``: the first value of each field.

    ``labels`` map what the board writes (応募者名) to one of ``MAIL_FIELDS``; width, case, spaces, marks and
    brackets do not matter. A value may stand on the line below its label.
    """
    known = {header_key(label): field for label, field in labels.items() if field in MAIL_FIELDS}
    found: dict[str, str] = {}
    for field, value in _values(text, known):
        value = _tidy(field, value)
        if value and field not in found:
            found[field] = value
    return _with_reading(found)


def _values(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every label with what follows it, up to the next label, a rule or an empty line."""
    field, lines = "", [""]
    for line in (*re.split(r"\r\n?|\n", text), "────"):
        labelled = _label_of(line, known)
        is_end = bool(_RULE.match(line.strip())) or (
            not line.strip() and any(lines) and field not in SEVERAL_LINES
        )
        if labelled or is_end:
            if field:
                yield field, "\n".join(lines)
            field, value = labelled or ("", "")
            lines = [value]
        elif field and (not any(lines) or field in SEVERAL_LINES):
            lines.append(line.strip())


def _label_of(line: str, known: Mapping[str, str]) -> tuple[str, str] | None:
    """The field this line names, and the rest of it."""
    plain = line.replace("\u3000", "  ").replace("\u00a0", " ").strip().lstrip(_MARKS + " ").strip()
    for shape in (_BRACKETED, _COLON, _GAP):
        if (found := shape.match(plain)) and (field := _field_of(found["label"], known)):
            return field, found["value"].strip()
    field = _field_of(plain, known) if len(plain) <= LONGEST_LABEL else ""
    return (field, "") if field else None


def _field_of(label: str, known: Mapping[str, str]) -> str:
    """With a remark behind it, 電話番号(携帯), a label is still that label."""
    return known.get(header_key(label)) or known.get(header_key(_REMARK.sub("", label)), "")


def _tidy(field: str, value: str) -> str:
    if field in SEVERAL_LINES:
        return "" if value.strip() in _NOTHING else value.strip()
    line = clean_line(value)
    if unicodedata.normalize("NFKC", line) in _NOTHING or line in _NOTHING:
        return ""
    if field in {"full_name", "family_name", "given_name", "full_kana"}:
        return _HONORIFIC.sub("", line)
    return _REMARK.sub("", line) if field in {"birth_on", "email"} else line


def _with_reading(found: dict[str, str]) -> dict[str, str]:
    """``田中 花子(タナカ ハナコ)`` is a name and its reading."""
    read = _READING.match(found.get("full_name", ""))
    if not read:
        return found
    kana = {} if "full_kana" in found else {"full_kana": read["kana"].strip()}
    return found | {"full_name": _HONORIFIC.sub("", read["name"].strip())} | kana


def job_text(found: Mapping[str, str]) -> str:
    """How the board names the job: its number, else title and place."""
    number = clean_line(found.get("job_number", ""))
    title = "・".join(part for part in (found.get("job", ""), found.get("place", "")) if part)
    return (number or clean_line(title))[:160]


def sends_for(senders: str, address: str) -> bool:
    """Whether one of ``senders`` (addresses or domains, one a line) is this address or its domain."""
    address = address.strip().lower()
    domain = address.rpartition("@")[2]
    for said in senders.lower().split():
        wanted = said.removeprefix("@")
        if "@" in wanted:
            if wanted == address:
                return True
        elif domain == wanted or domain.endswith(f".{wanted}"):
            return True
    return False

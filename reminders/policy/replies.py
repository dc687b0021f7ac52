"""What a candidate's short answer means. Only what is beyond doubt acts; everything else goes to a person."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    YES = "yes"
    LATE = "late"
    STOP = "stop"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Reply:
    """``minutes`` is set for LATE only."""

    meaning: Meaning
    minutes: int | None = None


_OPENING = r"(?:はい|すみません|申し訳(?:ありません|ございません)|ごめんなさい|ありがとうございます)*"
_CLOSING = (
    r"(?:ので|すみません|申し訳(?:ありません|ございません)|ごめんなさい"
    r"|(?:どうぞ)?(?:よろしく|宜しく)(?:お願い|おねがい)?(?:し|いたし|致し)?(?:ます)?|ありがとうございます)*"
)
_YES = re.compile(
    _OPENING + r"(?:はい|ハイ|1|yes|yup|ok|okay|okです|オッケー(?:です)?|了解(?:です|しました|いたしました)?"
    r"|承知(?:です|しました|いたしました)?|(?:大丈夫|だいじょうぶ)(?:です)?"
    r"|(?:明日|本日|今日|必ず|時間通りに?)*(?:行きます|いきます|行けます|伺います|うかがいます|参ります|参加します)(?:ね)?"
    r"|i'?llbethere|i'?mcoming|iwillcome|iwillbethere)" + _CLOSING
)
_LATE = re.compile(
    _OPENING + r"(?:電車(?:の遅れ|遅延)で|渋滞で)?(?P<minutes>[0-9]{1,3})分(?:ほど|くらい|ぐらい|程度)?"
    r"(?:遅れ|おくれ|遅刻し)(?:ます|そうです|てしまいます|る)" + _CLOSING
)
_LATE_EN = re.compile(
    r"(?:sorry)?(?:i(?:'?ll|will|'?m)?be|iam|i'?m)?(?P<minutes>[0-9]{1,3})min(?:ute)?s?late(?:sorry)?"
)
_STOP = re.compile(r"(?:stop|unsubscribe|停止|配信停止|配信(?:を)?(?:停止|止めて)(?:してください|ください)?)")
_NOISE = {"P", "S", "Z", "C", "M"}
LATEST = 180  # minutes; more than that is another day, and a person's matter


def interpret(text: str) -> Reply:
    """The meaning of a whole answer; a question mark, a second thought or any other word makes it unclear."""
    if "?" in (folded := unicodedata.normalize("NFKC", text).lower()):
        return Reply(Meaning.UNCLEAR)
    words = "".join(char for char in folded if char == "'" or unicodedata.category(char)[0] not in _NOISE)
    if _STOP.fullmatch(words):
        return Reply(Meaning.STOP)
    if late := (_LATE.fullmatch(words) or _LATE_EN.fullmatch(words)):
        minutes = int(late["minutes"])
        return Reply(Meaning.LATE, minutes) if 0 < minutes <= LATEST else Reply(Meaning.UNCLEAR)
    if _YES.fullmatch(words):
        return Reply(Meaning.YES)
    return Reply(Meaning.UNCLEAR)

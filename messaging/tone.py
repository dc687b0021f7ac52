"""Words that blame or push, and what to write instead. Plain Python: the table of the house's voice.

``better`` is an empty text where leaving the words out is all that is needed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Tone:
    """``accuses``: it calls somebody something. A company's own text may push, but never accuse."""

    words: re.Pattern[str]
    better: str
    accuses: bool = False


@dataclass(frozen=True)
class Harsh:
    """One place in a text: the words as they stand there, and what to write instead."""

    found: str
    better: str
    accuses: bool


def _tone(words: str, better: str, *, accuses: bool = False) -> Tone:
    return Tone(re.compile(words, re.IGNORECASE), better, accuses)


_ASKING = r"(?:ください|下さい|お願い(?:いた)?します)"
_TONES: Mapping[str, Sequence[Tone]] = {
    "ja": (
        _tone(
            r"(?:無断(?:欠席|キャンセル)|バックレ|ばっくれ|すっぽかし|ドタキャン)(?:された|した|る|た|の)?",
            "来られなかった",
            accuses=True,
        ),
        _tone(r"ブラックリスト(?:に[^。\n]{0,12})?", "", accuses=True),
        _tone(
            rf"必ず[^。！!\n]{{0,12}}連絡[^。！!\n]{{0,8}}{_ASKING}",
            "ご都合が変わったら、ここからどうぞ",
        ),
        _tone(rf"必ず(?=[^。！!\n]{{0,24}}(?:{_ASKING}|こと))", ""),
        _tone(
            r"(?:ご)?(?:連絡|返信|返事)(?:が|の)?(?:ない|なき|なかった|無い)場合[^。\n]*(?:辞退|不採用|失格)[^。\n]*",
            "そのあとも、いつでもまたご応募いただけます",
        ),
        _tone(r"(?:理由の)?入力は必須です", "「いまは答えたくない」でも大丈夫です"),
        _tone(r"入力エラー|不正な値", "数字が1けた足りないようです"),
        _tone(r"未回答者|放置", "返事まち"),
        _tone(r"キャンセル処理(?:を?(?:する|します|いたします|させていただきます))?", "今回は辞退する"),
        _tone(r"遅刻厳禁", "遅れそうなときも、だいじょうぶです"),
        _tone(r"至急", "お手すきのときに"),
    ),
    "en": (
        _tone(
            r"no[- ]?shows?\b|stood us up|\bghosted\b|\bflaked\b",
            "could not come",
            accuses=True,
        ),
        _tone(r"\bblacklist(?:ed)?\b", "", accuses=True),
        _tone(r"\b(?:failed|failure) to (?:attend|appear|come|show up)\b", "could not come"),
        _tone(r"\byou must\b", "please"),
        _tone(r"\bASAP\b|\bimmediately\b", "when you have a moment"),
        _tone(
            r"\b(?:cancellation processing|process(?:ing)? (?:the|your) cancellation)\b", "withdraw this time"
        ),
    ),
}


def harsh_words(text: str, language: str) -> Iterator[Harsh]:
    """The words in ``text`` that are better said another way, each once, in the order of the table."""
    seen: set[str] = set()
    for tone in _TONES.get(language, ()):
        for match in tone.words.finditer(text):
            if not any(match[0] in words for words in seen):
                seen.add(match[0])
                yield Harsh(match[0], tone.better, tone.accuses)

"""From what arrived to the writer's own words, folded so that one spelling stands for many."""

import re
import unicodedata
from collections.abc import Sequence

_QUOTE = re.compile(r"^\s*[>＞|｜]")
_QUOTING_BEGINS = re.compile(
    r"^\s*(?:-{3,}\s*(?:original message|forwarded message|転送|元のメッセージ)|_{10,}"
    r"|on\b.{4,120}\bwrote\s*:|(?:from|差出人|送信者)\s*[:：]|begin forwarded message"
    r"|[12][0-9]{3}[年/.-].{3,120}(?:[:：]|wrote|のメール|書きました)\s*$|[^\s].{0,60}さんは書きました)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\s*(?:--\s*$|[-=_*~]{6,}|(?:iphone|ipad|android|スマートフォン|携帯)から送信|sent from my\b)",
    re.IGNORECASE,
)


def own_words(text: str) -> str:
    """Without quoted lines, what follows a quotation's heading, and a signature."""
    kept: list[str] = []
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if _QUOTING_BEGINS.match(line) or _SIGNATURE.match(line):
            break
        if not _QUOTE.match(line):
            kept.append(line)
    return "\n".join(kept).strip()


_KANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_SPELLINGS = (
    *(
        ("行き", "いき"),
        ("行け", "いけ"),
        ("行く", "いく"),
        ("行こ", "いこ"),
        ("行か", "いか"),
        ("行っ", "いっ"),
    ),
    *(("伺", "うかが"), ("窺", "うかが"), ("参り", "まいり"), ("参れ", "まいれ"), ("遅れ", "おくれ")),
    *(
        ("遅く", "おそく"),
        ("遅刻", "ちこく"),
        ("大丈夫", "だいじょうぶ"),
        ("出来", "でき"),
        ("致し", "いたし"),
    ),
    *(
        ("宜し", "よろし"),
        ("御", "ご"),
        ("下さ", "くださ"),
        ("有難う", "ありがとう"),
        ("有り難う", "ありがとう"),
    ),
    *(("申し訳", "もうしわけ"), ("無い", "ない"), ("無理", "むり"), ("頂", "いただ"), ("願", "ねが")),
    *(("明日", "あした"), ("あす", "あした"), ("本日", "きょう"), ("今日", "きょう"), ("必ず", "かならず")),
    *(("是非", "ぜひ"), ("通り", "どおり"), ("何とか", "なんとか"), ("少し", "すこし"), ("程度", "くらい")),
    *(("位", "くらい"), ("ぐらい", "くらい"), ("分かり", "わかり"), ("判り", "わかり")),
    *(
        ("解り", "わかり"),
        ("了解", "りょうかい"),
        ("承知", "しょうち"),
        ("畏ま", "かしこま"),
        ("時間", "じかん"),
    ),
    *(
        ("連絡", "れんらく"),
        ("返信", "へんしん"),
        ("返事", "へんじ"),
        ("楽し", "たのし"),
        ("変更", "へんこう"),
    ),
    *(("変え", "かえ"), ("間に合", "まにあ"), ("着き", "つき"), ("到着", "とうちゃく"), ("向か", "むか")),
    *(("難し", "むずかし"), ("厳し", "きびし"), ("辞め", "やめ"), ("止め", "とめ"), ("失礼", "しつれい")),
    *(
        ("電車", "でんしゃ"),
        ("遅延", "ちえん"),
        ("多分", "たぶん"),
        ("恐らく", "おそらく"),
        ("結構", "けっこう"),
    ),
)
_NOISE = {"P", "S", "Z", "C", "M"}
DECORATION = frozenset("^~`♪♫☆★♡♥❤✨⭐🌟🙇🙏😊😄😃😀😁😆🙂☺😌🥰🤗😉🌸🎉✌🙌🙋👍👌💪🆗⭕✅🏃💨🔥❗♂♀")
"""Signs that add nothing to the words beside them. Any other picture may turn them round."""

SORRY_FACES = frozenset("💦😭😢😥😓😰😣🥲🙏🙇")
_SKIN = range(0x1F3FB, 0x1F400)


def signs_in(text: str) -> frozenset[str]:
    """The pictures and signs in a text, without skin tones."""
    return frozenset(char for char in text if unicodedata.category(char)[0] == "S" and ord(char) not in _SKIN)


def fold(text: str, names: Sequence[str] = ()) -> str:
    """Kana alone, one width, one spelling, no spaces or signs; ``13:30`` and ``6/11`` keep their meaning.

    ``names`` are the writer's own names: where they introduce themselves, that is left out.
    """
    words = unicodedata.normalize("NFKC", text).lower()
    words = re.sub(r"(?<![0-9])([0-9]{1,2}):([0-9]{2})(?![0-9])", r"\1時\2分", words)
    words = re.sub(r"(?<![0-9/])([0-9]{1,2})/([0-9]{1,2})(?![0-9/])", r"\1月\2日", words)
    words = re.sub(r"(?<=[0-9分])\s*[~〜-]\s*(?=[0-9])", "から", words)
    words = words.replace("\u2019", "'").translate(_KANA)
    words = re.sub(r"[ーっ]+(?=\W|$)", "", re.sub(r"ー", "", words))
    words = "".join(char for char in words if char == "'" or unicodedata.category(char)[0] not in _NOISE)
    for name in sorted({one for one in map(_plain, names) if one}, key=len, reverse=True):
        words = re.sub(
            rf"{re.escape(name)}(?:です|ですが|ともうします|と申します|でございます|より)", "", words
        )
    for written, spelling in _SPELLINGS:
        words = words.replace(written, spelling)
    return words


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).lower().translate(_KANA)
    return "".join(char for char in folded if unicodedata.category(char)[0] not in _NOISE)

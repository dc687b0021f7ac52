"""Cleaning of what people type, whatever keyboard, spreadsheet or joker it came from."""

import re
import unicodedata

# Control characters, lone surrogates, and the marks that turn the direction of a whole line round.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_COMPATIBILITY_IDEOGRAPHS = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def clean_line(text: str) -> str:
    """One line: composed, nothing invisible, spaces (full-width too) single and none at the ends."""
    return " ".join(_INVISIBLE.sub("", _composed(text)).split())


def clean_text(text: str) -> str:
    """Several lines, each cleaned; at most one blank line in a row."""
    unified = re.sub("\r\n?|\u2028|\u2029|\x85", "\n", text)
    lines = [clean_line(line) for line in unified.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clean_name(text: str) -> str:
    """A name as its owner writes it. Rare variants (髙, 﨑, 神) are kept: it is their name."""
    return clean_line(text)


def clean_kana(text: str) -> str:
    """Kana with half-width forms widened; hiragana and katakana stay what they are."""
    return clean_line(unicodedata.normalize("NFKC", text))


def folded(text: str) -> str:
    """For comparing only: width, case, spaces and the two kana made equal."""
    plain = unicodedata.normalize("NFKC", clean_line(text)).casefold()
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in plain)
    return re.sub(r"[\s・.,'’-]", "", hiragana)


def has_ideographs(text: str) -> bool:
    return any(unicodedata.name(c, "").startswith("CJK") for c in text)


def script_of(text: str) -> str:
    """``han``, ``kana`` or ``other``: names in different scripts cannot be compared letter by letter."""
    if has_ideographs(text):
        return "han"
    return "kana" if re.search("[ぁ-ゖァ-ヺ]", unicodedata.normalize("NFKC", text)) else "other"


def _composed(text: str) -> str:
    """NFC (Macs decompose が), but not for compatibility ideographs, which NFC would replace for good."""
    parts = _COMPATIBILITY_IDEOGRAPHS.split(text)
    return "".join(
        part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts)
    )

"""Text for a spreadsheet that must not take it for a formula."""

import re
import unicodedata

_NUMBER = re.compile(r"[+＋－-][\d ()-]*\d[\d ()-]*")
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


def safe_cell(text: str, *, keeps_numbers: bool = False) -> str:
    """With an apostrophe in front when a spreadsheet might calculate it.

    Full-width forms (＝, ＋, －, ＠) count, as some programs narrow them, and so does what stands behind
    spaces or marks nobody sees. Follows OWASP's advice on CSV injection. ``keeps_numbers`` leaves digits
    with a sign in front, like +81 90, alone: for a file that is put right and uploaded again.
    """
    if keeps_numbers and _NUMBER.fullmatch(text):
        return text
    seen = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Zs", "Zl", "Zp"})
    first = unicodedata.normalize("NFKC", seen[:1])
    is_risky = text[:1] in {"\t", "\r", "\n"} or first.startswith(_STARTS) or first in {"−", "‐", "–", "—"}
    return f"'{text}" if is_risky else text

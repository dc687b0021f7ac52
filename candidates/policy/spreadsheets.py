"""Text for a spreadsheet that must not take it for a formula."""

import unicodedata

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")


def safe_cell(text: str) -> str:
    """With an apostrophe in front when a spreadsheet might calculate it.

    Full-width forms (＝, ＋, －, ＠) count, as some programs narrow them, and so does what stands behind
    spaces or marks nobody sees. Follows OWASP's advice on CSV injection.
    """
    seen = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Zs", "Zl", "Zp"})
    first = unicodedata.normalize("NFKC", seen[:1])
    is_risky = text[:1] in {"\t", "\r", "\n"} or first.startswith(_STARTS) or first in {"−", "‐", "–", "—"}
    return f"'{text}" if is_risky else text

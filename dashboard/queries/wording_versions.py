"""Every version of a text, and how two of them differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from messaging.models import TemplateVersion
from messaging.rendering import for_editing

SAME, GONE, NEW = "same", "gone", "new"
MOST_TOLD = 8
LONGEST_TOLD = 40
_TOKEN = re.compile(
    r"[{｛][^{}｛｝\n]{1,40}[}｝]|https?://\S+|[A-Za-z0-9]+|[ァ-ヶー]+|[一-龠々]+|[ぁ-ん]|.", re.DOTALL
)


@dataclass(frozen=True)
class Piece:
    """Some words of a text; ``mark`` is same, gone (only before) or new (only after)."""

    text: str
    mark: str


@dataclass(frozen=True)
class Difference:
    """Two texts side by side, and what changed as sentences. ``more`` changes are not told singly."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    told: tuple[str, ...]
    more: int

    @property
    def is_none(self) -> bool:
        return not self.told


@dataclass(frozen=True)
class Told:
    """A version as its list shows it."""

    version: TemplateVersion
    is_now: bool

    @property
    def by(self) -> str:
        return str(self.version.by) if self.version.by else ""


def words_of(version: TemplateVersion | None) -> str:
    """Subject and text as one edits them; empty for the removal and for no version."""
    if version is None or version.is_removal:
        return ""
    text = f"{version.subject}\n\n{version.body}" if version.subject else version.body
    return for_editing(text, version.language)


def difference(before: str, after: str) -> Difference:
    """How ``after`` differs from ``before``, word by word within the lines that changed."""
    left: list[Piece] = []
    right: list[Piece] = []
    told: list[str] = []
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            left.append(Piece(gone, SAME))
            right.append(Piece(come, SAME))
        else:
            _within(gone, come, left, right, told)
    return Difference(tuple(left), tuple(right), tuple(told[:MOST_TOLD]), max(len(told) - MOST_TOLD, 0))


def _within(gone: str, come: str, left: list[Piece], right: list[Piece], told: list[str]) -> None:
    old, new = _TOKEN.findall(gone), _TOKEN.findall(come)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        was, became = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            left.append(Piece(was, SAME))
            right.append(Piece(became, SAME))
            continue
        if was:
            left.append(Piece(was, GONE))
        if became:
            right.append(Piece(became, NEW))
        told.extend(_sentence(was.strip(), became.strip()))


def _sentence(was: str, became: str) -> Iterator[str]:
    names = {"was": _short(was), "became": _short(became)}
    if was and became:
        yield _("“%(was)s” became “%(became)s”.") % names
    elif became:
        yield _("“%(became)s” was added.") % names
    elif was:
        yield _("“%(was)s” was taken out.") % names


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_TOLD else words[: LONGEST_TOLD - 1] + "…"


def told_versions(versions: Sequence[TemplateVersion]) -> list[Told]:
    """The newest first, which holds now."""
    return [Told(version, number == 0) for number, version in enumerate(versions)]

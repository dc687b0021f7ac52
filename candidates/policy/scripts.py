"""What to say on the telephone: one text per job, in sections by the purpose of the call. Plain values."""

import re
from collections.abc import Mapping
from enum import StrEnum


class Purpose(StrEnum):
    """Why somebody is called."""

    FIRST = "first"
    MORNING = "morning"
    ABSENCE = "absence"
    OFFER = "offer"
    OTHER = "other"


_HEADING = re.compile(r"^#\s*(first|morning|absence|offer|other)\s*$")
_NAMED = re.compile(r"^【([^】]{1,20})】\s*(.*)$")


def sections(text: str) -> dict[Purpose, str]:
    """The parts of a stored script by purpose. What stands before any heading is for the first call."""
    found: dict[Purpose, list[str]] = {}
    here = Purpose.FIRST
    for line in text.splitlines():
        heading = _HEADING.match(line.strip())
        if heading:
            here = Purpose(heading[1])
        else:
            found.setdefault(here, []).append(line.rstrip())
    return {purpose: words for purpose, lines in found.items() if (words := "\n".join(lines).strip())}


def joined(parts: Mapping[Purpose, str]) -> str:
    """One text again; ``sections`` reads it back."""
    kept = [(purpose, parts[purpose].strip()) for purpose in Purpose if parts.get(purpose, "").strip()]
    return "\n\n".join(f"# {purpose}\n{words}" for purpose, words in kept)


def steps(text: str) -> list[tuple[str, str]]:
    """A filled-in script as steps: what stands in 【】 names one, every line is one."""
    found = []
    for line in (line.strip() for line in text.splitlines()):
        named = _NAMED.match(line)
        if named:
            found.append((named[1], named[2]))
        elif line:
            found.append(("", line))
    return found

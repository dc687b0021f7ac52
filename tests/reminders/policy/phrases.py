"""Tables of what people answer: one phrase a row, with what it means (``late:15`` names the minutes)."""

import csv
from pathlib import Path

from reminders.policy.replies import Meaning, Reply, interpret

NAMES = ("佐々木", "蓮", "佐々木蓮")  # the writer's
ALIKE = {"cannot": "no", "no/cannot": "no", "question/unclear": "unclear"}


def phrases(name: str) -> list[tuple[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as table:
        return [(row["text"], _plain(row["meaning"])) for row in csv.DictReader(table)]


def _plain(meaning: str) -> str:
    """``LATE(15)``, ``late 15`` and ``late:15`` are one; so are ``late(none)`` and ``late``."""
    words = meaning.strip().lower().replace("(", ":").replace(")", "").replace(" ", ":")
    words = words.removesuffix(":none").removesuffix(":")
    return ALIKE.get(words, words)


def understood(text: str) -> str:
    return spelled(interpret(text, names=NAMES))


def spelled(reply: Reply) -> str:
    return f"late:{reply.minutes}" if reply.minutes else reply.meaning.value


def acts(meaning: str) -> bool:
    """Whether something is changed by it: a delay counts only with its minutes."""
    return meaning in {Meaning.YES, Meaning.STOP, Meaning.START} or meaning.startswith("late:")

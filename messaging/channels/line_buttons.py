"""The buttons under a LINE message, and what one says when it is pressed. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from messaging.policy import Kind


class Button(StrEnum):
    YES = "yes"
    MOVE = "move"
    LATE = "late"


UNDER: Mapping[str, tuple[Button, ...]] = {
    Kind.REMINDER_DAYS: (Button.YES, Button.MOVE, Button.LATE),
    Kind.REMINDER_AHEAD: (Button.YES, Button.MOVE),
    Kind.REMINDER_EVE: (Button.YES, Button.MOVE, Button.LATE),
    Kind.REMINDER_AGAIN: (Button.YES, Button.MOVE, Button.LATE),
    Kind.DIRECTIONS: (Button.LATE, Button.MOVE),
}
"""Which buttons stand under what; only where the message is about one interview at one time."""

WORDS: Mapping[str, Mapping[Button, str]] = {
    "ja": {Button.YES: "伺います", Button.MOVE: "日程を変える", Button.LATE: "遅れます"},
    "en": {Button.YES: "I will come", Button.MOVE: "Change the day", Button.LATE: "Running late"},
}
OPEN_PAGE: Mapping[str, str] = {"ja": "くわしく見る", "en": "Open my page"}


@dataclass(frozen=True)
class Press:
    """What a pressed button was about: the application, and the interview's time as the message told it."""

    button: Button
    application_id: int
    about: str


def buttons_under(kind: str, about: str, application_id: int) -> tuple[Press, ...]:
    """The buttons of a message; none unless it is about an interview at a time (``interview:42@…``)."""
    if not about.startswith("interview:") or "@" not in about or not application_id:
        return ()
    return tuple(Press(button, application_id, about) for button in UNDER.get(kind, ()))


def words_of(button: Button, language: str) -> str:
    return WORDS.get(language, WORDS["ja"])[button]


def data_of(press: Press) -> str:
    """As LINE carries it (300 characters at most) and gives it back when the button is pressed."""
    return urlencode({"b": press.button, "a": press.application_id, "v": press.about})


def read_data(data: str) -> Press | None:
    """The press behind ``data``; None for what is none of ours."""
    said = dict(parse_qsl(data))
    number = said.get("a", "")
    if said.get("b") not in set(Button) or not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return Press(Button(said["b"]), int(number), said.get("v", ""))

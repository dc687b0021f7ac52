"""Whether a machine answers what somebody wrote: seldom, so that two machines never talk to each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

A_DAY = timedelta(hours=24)
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Answered:
    """An automatic answer this person was given: what was answered, and by which button they asked."""

    at: datetime
    answer: str  # yes, late or link
    button: str = ""  # empty for a text


def may_answer(given: Sequence[Answered], *, answer: str, button: str = "", at: datetime) -> bool:
    """Texts: one answer a person in 24 hours, on all channels together, whatever was answered before.

    A button is ours and no machine presses it, so a press may be answered besides: each button once in
    24 hours, and never with the words of the hour before.
    """
    lately = [one for one in given if at - A_DAY < one.at]
    if not button:
        return not lately
    pressed = any(one.button == button for one in lately)
    same_words = any(one.answer == answer and at - AN_HOUR < one.at for one in lately)
    return not pressed and not same_words

"""What the simulator takes for granted about people. Every number can be changed; each has a source."""

import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from pathlib import Path
from typing import Any  # a dataclass field carries anything

from django.utils.translation import gettext_noop

from sandbox.simulator.reading import load

GUESS = gettext_noop("A guess. Put in your own number if you know it.")
TRIALS = gettext_noop(
    "Set so that one text reminder against none gives a risk of missing of 0.77 (12 trials)."
)
REASONS = gettext_noop("Reasons told after a miss: no mind to 35 %, not in time 26 %, forgot 12 %.")
INTERVIEWS = gettext_noop(
    "1,233 interviews in India, 2014–16: told the way clearly, 71 of a hundred came, otherwise 41."
)
LEAD = gettext_noop("The longer the wait, the more miss: over four weeks against a day, odds of 5.5.")
CALLS = gettext_noop("A call to those at high risk: 29.2 % missed became 22.8 %.")


class UnknownAssumption(ValueError):
    """A name that is none, or a number out of its range; the text names it."""


def _share(default: float, words: str, source: str) -> Any:
    return field(default=default, metadata={"words": words, "source": source, "most": 1.0})


def _number(default: float, words: str, source: str, most: float) -> Any:
    return field(default=default, metadata={"words": words, "source": source, "most": most})


@dataclass(frozen=True)
class Assumptions:
    """Shares are between 0 and 1; minutes are medians; what is ``per_day`` grows with the days of waiting."""

    has_mobile: float = _share(0.97, gettext_noop("have a mobile phone"), GUESS)
    has_email: float = _share(0.92, gettext_noop("give an e-mail address"), GUESS)
    links_line: float = _share(0.15, gettext_noop("connect LINE after the first text"), GUESS)
    sms_fails: float = _share(0.03, gettext_noop("texts to a phone that do not arrive"), GUESS)
    dead_phone: float = _share(0.01, gettext_noop("numbers that reach nobody"), GUESS)
    email_fails: float = _share(0.02, gettext_noop("e-mail addresses that bounce"), GUESS)
    provider_is_busy: float = _share(0.005, gettext_noop("tries for which the provider is busy"), GUESS)
    reads_sms: float = _share(0.94, gettext_noop("texts (SMS) that are read"), GUESS)
    reads_line: float = _share(0.95, gettext_noop("messages in LINE that are read"), GUESS)
    reads_email: float = _share(0.5, gettext_noop("e-mails that are read"), GUESS)
    sms_minutes: float = _number(15, gettext_noop("minutes until a text is read"), GUESS, 10_000)
    line_minutes: float = _number(12, gettext_noop("minutes until LINE is read"), GUESS, 10_000)
    email_minutes: float = _number(240, gettext_noop("minutes until an e-mail is read"), GUESS, 10_000)
    opens_page: float = _share(0.6, gettext_noop("readers who open their page"), GUESS)
    answer_minutes: float = _number(20, gettext_noop("minutes from reading to acting"), GUESS, 10_000)
    is_interested: float = _share(0.82, gettext_noop("of those invited choose a time"), GUESS)
    says_no: float = _share(0.4, gettext_noop("of the others say that they do not want to"), GUESS)
    takes_soonest: float = _share(0.06, gettext_noop("take the soonest time, and so on down the list"), GUESS)
    confirms: float = _share(0.72, gettext_noop("of those asked press “I will come”"), GUESS)
    forgets: float = _share(0.025, gettext_noop("forget a time that is a day away"), REASONS)
    forgets_per_day: float = _share(0.004, gettext_noop("more who forget, for each further day"), LEAD)
    loses_heart: float = _share(0.09, gettext_noop("have no mind to come after all"), REASONS)
    other_offer_per_day: float = _share(0.008, gettext_noop("accept another job, each day"), LEAD)
    conflict_per_day: float = _share(0.01, gettext_noop("find that the time does not suit, each day"), LEAD)
    is_ill: float = _share(0.015, gettext_noop("are ill on the day"), GUESS)
    misjudges_way: float = _share(0.12, gettext_noop("would not be there in time"), REASONS)
    gives_up_late: float = _share(0.55, gettext_noop("of those too late turn back"), REASONS)
    tells_unasked: float = _share(0.25, gettext_noop("of those who will not come say so of their own"), GUESS)
    tells_asked: float = _share(0.5, gettext_noop("of the others say so when a reminder asks"), TRIALS)
    tells_no_heart: float = _share(0.2, gettext_noop("of those with no mind to say so when asked"), TRIALS)
    reminder_leaves: float = _share(
        0.3, gettext_noop("of the forgetting left by a reminder that was read"), TRIALS
    )
    directions_leave: float = _share(
        0.5, gettext_noop("of the lateness left by directions read before"), INTERVIEWS
    )
    answers_phone: float = _share(0.6, gettext_noop("calls that are answered"), GUESS)
    call_leaves_no_heart: float = _share(0.75, gettext_noop("of the lost hearts left by a call"), CALLS)
    explains: float = _share(0.45, gettext_noop("of those absent tell why when asked"), GUESS)
    wants_again: float = _share(0.4, gettext_noop("of those who tell why want another time"), GUESS)
    gets_offer: float = _share(0.45, gettext_noop("of those met are taken on"), GUESS)
    invites_after_minutes: float = _number(
        25, gettext_noop("minutes until staff invite, in opening hours"), GUESS, 10_000
    )
    call_yen: float = _number(150, gettext_noop("yen that a call costs in working time"), GUESS, 10_000)
    stores: float = _number(0, gettext_noop("stores (0: one for each three applications a day)"), GUESS, 500)
    step_minutes: float = _number(5, gettext_noop("minutes that acts are rounded up to"), GUESS, 60)


def parameters() -> tuple[Field[float], ...]:
    return fields(Assumptions)


def assume(changes: Mapping[str, object], base: Assumptions | None = None) -> Assumptions:
    """The defaults with these changes. Raises UnknownAssumption."""
    known = {one.name: one for one in parameters()}
    for name, value in changes.items():
        if name not in known:
            raise UnknownAssumption(f"{name} is no assumption; there are {', '.join(known)}")
        most = known[name].metadata["most"]
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            raise UnknownAssumption(f"{name} is a number from 0 to {most:g}, not {value!r}")
    numbers = {name: float(value) for name, value in changes.items() if isinstance(value, int | float)}
    return replace(base or Assumptions(), **numbers)


def read_assumptions(path: Path) -> Assumptions:
    """From a TOML or JSON file of names and numbers. Raises UnknownAssumption."""
    try:
        return assume(load(path))
    except (OSError, ValueError, tomllib.TOMLDecodeError) as error:
        raise UnknownAssumption(f"{path}: {error}") from error

"""What speaks for or against somebody coming: facts known beforehand, each turned into a number. Pure.

Nothing here tells who somebody is. What may be read is the list of ``Facts``, and a test holds it.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from candidates.policy import Keenness

LONGEST_LEAD = timedelta(days=28)
FORGOTTEN_AFTER = timedelta(days=365)
"""An absence counts for less with every day, and after a year for nothing."""
MOST_CALLS, MOST_MOVES = 2, 3
"""More say no more."""
SLOWEST = 8.0
"""So many times the own habit, and from there on, an answer is as slow as it counts."""
MORNING_ENDS, EVENING_BEGINS = 11, 18
SATURDAY = 5


@dataclass(frozen=True)
class Facts:
    """What was known of one booked interview at ``now``; moments are aware, that of the start local.

    ``asked_at``: when a message that left last asked whether they come. ``spoke_at``: by telephone since the
    booking. ``is_unreached``: the last word on every channel tried did not arrive. ``question_since``: when
    they wrote what nobody has answered. ``absent_at``: the last interview they did not come to, without those
    that were excused; ``came_at``: the last one they came to.
    """

    now: datetime
    starts_at: datetime
    applied_at: datetime
    asked_at: datetime | None = None
    confirmed_at: datetime | None = None
    opened_at: datetime | None = None
    spoke_at: datetime | None = None
    calls_missed: int = 0
    is_unreached: bool = False
    question_since: datetime | None = None
    moves: int = 0
    chose_time: bool = False
    said_late: bool = False
    absent_at: datetime | None = None
    came_at: datetime | None = None
    keenness: str = ""
    other_applications: int | None = None
    usual_answer: timedelta | None = None
    answer_took: timedelta | None = None
    clicked_at: datetime | None = None
    reached_as_wished: bool = False


def values_of(facts: Facts) -> dict[str, float]:
    """Every signal by its code, 0 where there is nothing to say; most lie between 0 and 1."""
    return {code: value(facts) for code, value in SIGNALS.items()}


def confirmed(facts: Facts) -> float:
    """They said 「行きます」."""
    return float(facts.confirmed_at is not None)


def silent(facts: Facts) -> float:
    """They were asked whether they come, and have not said."""
    return float(facts.asked_at is not None and facts.confirmed_at is None)


def lead(facts: Facts) -> float:
    """How long ago they applied, on a logarithmic scale: 0 up to a day, 1 from four weeks on."""
    days = (facts.starts_at - facts.applied_at) / timedelta(days=1)
    return min(1.0, math.log(max(1.0, days)) / math.log(LONGEST_LEAD.days))


def absent_before(facts: Facts) -> float:
    """They did not come once; fades from 1 to 0 over a year. Several count as the latest alone."""
    if facts.absent_at is None:
        return 0.0
    return max(0.0, 1.0 - max(facts.now - facts.absent_at, timedelta(0)) / FORGOTTEN_AFTER)


def came_before(facts: Facts) -> float:
    return float(facts.came_at is not None)


def spoke(facts: Facts) -> float:
    return float(facts.spoke_at is not None)


def unreached(facts: Facts) -> float:
    return float(facts.is_unreached)


def calls_missed(facts: Facts) -> float:
    """Calls nobody answered, 0 to 2; none once they were reached."""
    return 0.0 if facts.spoke_at else float(min(facts.calls_missed, MOST_CALLS))


def moved(facts: Facts) -> float:
    """How often the time was moved, 0 to 3."""
    return float(min(facts.moves, MOST_MOVES))


def opened(facts: Facts) -> float:
    """They looked at their page since the booking."""
    return float(facts.opened_at is not None)


def chose(facts: Facts) -> float:
    return float(facts.chose_time)


def question(facts: Facts) -> float:
    """They wrote, and we have not answered: our fault, and it counts."""
    return float(facts.question_since is not None)


def said_late(facts: Facts) -> float:
    """Whoever says that they will be late is on the way."""
    return float(facts.said_late)


def keen(facts: Facts) -> float:
    """As a recruiter heard it: 1 high, -1 low, 0 in between or not known."""
    return {Keenness.HIGH.value: 1.0, Keenness.LOW.value: -1.0}.get(facts.keenness, 0.0)


def elsewhere(facts: Facts) -> float:
    """They told of other applications."""
    return float(bool(facts.other_applications))


def slow(facts: Facts) -> float:
    """They take longer to answer than they usually do: 0 as usual, 1 from eight times as long on."""
    usual, took = facts.usual_answer, facts.answer_took
    if usual is None or took is None or took <= usual:
        return 0.0
    return min(1.0, math.log(took / max(usual, timedelta(minutes=1))) / math.log(SLOWEST))


def clicked(facts: Facts) -> float:
    """They opened an article, a film or a word from a colleague."""
    return float(facts.clicked_at is not None)


def reached(facts: Facts) -> float:
    return float(facts.reached_as_wished)


def monday(facts: Facts) -> float:
    return float(facts.starts_at.weekday() == 0)


def weekend(facts: Facts) -> float:
    return float(facts.starts_at.weekday() >= SATURDAY)


def morning(facts: Facts) -> float:
    return float(facts.starts_at.hour < MORNING_ENDS)


def evening(facts: Facts) -> float:
    return float(facts.starts_at.hour >= EVENING_BEGINS)


SIGNALS: Mapping[str, Callable[[Facts], float]] = {
    "confirmed": confirmed,
    "silent": silent,
    "lead": lead,
    "absent_before": absent_before,
    "came_before": came_before,
    "spoke": spoke,
    "unreached": unreached,
    "calls_missed": calls_missed,
    "moved": moved,
    "opened": opened,
    "chose": chose,
    "question": question,
    "said_late": said_late,
    "keen": keen,
    "elsewhere": elsewhere,
    "slow": slow,
    "clicked": clicked,
    "reached": reached,
    "monday": monday,
    "weekend": weekend,
    "morning": morning,
    "evening": evening,
}

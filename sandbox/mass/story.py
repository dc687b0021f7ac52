"""What became of each application: drawn, not lived through, but in the proportions of a real chain."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from candidates.policy import Source, Stage
from sandbox.mass.chain import Store
from sandbox.mass.moments import DAY, HOUR, MINUTE, at_local, local_day
from scheduling.policy import InterviewState

YEARS = 2
FRESH_DAYS = 21
"""Nearly everything older is over."""
FRESH_AT_LEAST = 1200
TODAY_AT_ONE_STORE = 60
JUST_APPLIED = 3
NO_INTERVIEW = None
OVER: tuple[tuple[float, Stage, InterviewState | None], ...] = (
    (0.035, Stage.JOINED, InterviewState.CAME),
    (0.060, Stage.REJECTED, InterviewState.CAME),
    (0.072, Stage.CLOSED, InterviewState.ABSENT),
    (0.082, Stage.WITHDRAWN, InterviewState.CANCELLED_BY_CANDIDATE),
    (0.092, Stage.DECLINED, InterviewState.CAME),
    (0.350, Stage.REJECTED, NO_INTERVIEW),
    (0.600, Stage.WITHDRAWN, NO_INTERVIEW),
    (1.001, Stage.CLOSED, NO_INTERVIEW),
)


@dataclass
class Story:
    """One application. ``met_on`` is a day in Japan; a moment of 0 never came."""

    number: int
    store: int
    job: int
    applied_at: int
    stage: Stage
    interview: InterviewState | None = None
    met_on: int = 0
    contacted_at: int = 0
    closed_at: int = 0
    source: Source = Source.FORM
    is_fresh: bool = False
    wrote: bool = False  # a word of theirs that nobody has answered
    stuck: bool = False  # a message of ours that needs a person
    draws: Random = field(default_factory=Random, repr=False)


@dataclass(frozen=True)
class Sizes:
    """How many, and how many of them in the last three weeks."""

    applications: int
    stores: int

    @property
    def fresh(self) -> int:
        share = self.applications * FRESH_DAYS // (365 * YEARS)
        return max(share, min(FRESH_AT_LEAST, self.applications // 4))

    @property
    def today(self) -> int:
        """At the first store; elsewhere one or two."""
        return min(TODAY_AT_ONE_STORE, self.fresh // 8)


def stories(sizes: Sizes, stores: list[Store], now: int, draws: Random) -> Iterator[Story]:
    """Oldest first, numbered from 1."""
    old = sizes.applications - sizes.fresh
    start, middle = now - 365 * YEARS * DAY, now - FRESH_DAYS * DAY
    for n in range(old):
        yield _over(n + 1, start + (middle - start) * n // max(old, 1), middle, sizes, draws)
    for n in range(sizes.fresh):
        applied_at = middle + (now - middle) * (n + 1) // (sizes.fresh + 1)
        if (left := sizes.fresh - n) <= JUST_APPLIED:
            applied_at = max(applied_at, now - left * 6 * MINUTE)
        yield _fresh(old + n + 1, n, applied_at, now, sizes, draws)


def _store(sizes: Sizes, draws: Random) -> int:
    """The first store is three times as large as the others."""
    return max(0, int(draws.random() * (sizes.stores + 2)) - 2)


def _over(number: int, applied_at: int, middle: int, sizes: Sizes, draws: Random) -> Story:
    hour = at_local(local_day(applied_at), 7 * 60 + int(draws.random() * 16 * 60))
    story = Story(
        number,
        _store(sizes, draws),
        int(draws.random() * 3),
        hour,
        Stage.CLOSED,
        source=Source.CSV if draws.random() < 0.2 else Source.FORM,
        draws=draws,
    )
    _end(story, middle + 14 * DAY)
    return story


def _end(story: Story, latest: int) -> None:
    draw = story.draws.random()
    story.stage, story.interview = next((stage, met) for limit, stage, met in OVER if draw < limit)
    story.contacted_at = story.applied_at + int(story.draws.expovariate(1 / (25 * MINUTE))) + MINUTE
    days = 4 + int(story.draws.random() * 6)
    if story.interview:
        story.met_on = local_day(story.applied_at) + days
    story.closed_at = min(story.applied_at + (days + 2) * DAY, latest)


def _fresh(number: int, n: int, applied_at: int, now: int, sizes: Sizes, draws: Random) -> Story:
    story = Story(
        number,
        _store(sizes, draws),
        int(draws.random() * 3),
        applied_at,
        Stage.RECEIVED,
        is_fresh=True,
        draws=draws,
    )
    elsewhere = n - sizes.today
    if n < sizes.today:
        _today(story, 0, now)
    elif elsewhere < min(2 * (sizes.stores - 1), sizes.fresh // 3):
        _today(story, 1 + elsewhere % max(sizes.stores - 1, 1), now)
    else:
        _under_way(story, now)
    return story


def _today(story: Story, store: int, now: int) -> None:
    story.store, story.stage, story.interview = store, Stage.INTERVIEWING, InterviewState.BOOKED
    story.met_on, story.contacted_at = local_day(now), story.applied_at + 20 * MINUTE


def _under_way(story: Story, now: int) -> None:
    """By how long ago they applied."""
    age, draw = now - story.applied_at, story.draws.random()
    if age < 30 * MINUTE or (age < 12 * HOUR and draw < 0.15):
        return
    if draw < (0.05 if age < 4 * DAY else 0.75 if age < 14 * DAY else 0.95):
        _end(story, now)
        if story.met_on >= local_day(now):
            story.interview, story.met_on = None, 0
        story.closed_at = min(story.closed_at, now - MINUTE)
        story.contacted_at = min(story.contacted_at, story.closed_at)
        return
    story.contacted_at = min(story.applied_at + 20 * MINUTE, now - MINUTE)
    story.wrote, story.stuck = story.draws.random() < 0.02, story.draws.random() < 0.01
    choice = story.draws.random()
    if choice < 0.3 and age < 4 * DAY:
        story.stage = Stage.IN_CONTACT
    elif choice < 0.7 and age < 4 * DAY:
        story.stage, story.interview = Stage.INTERVIEWING, InterviewState.INVITED
    elif choice < 0.8:
        story.stage, story.interview = Stage.INTERVIEWING, InterviewState.BOOKED
        story.met_on = local_day(now) + 1 + int(story.draws.random() * 6)
    elif age > 4 * DAY:
        story.stage = Stage.DECIDING if choice < 0.95 else Stage.OFFERED
        story.interview, story.met_on = InterviewState.CAME, local_day(now) - 1
    else:
        story.stage = Stage.IN_CONTACT

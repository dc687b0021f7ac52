"""One life of a made-up company: its clock, what is still to happen, and the log of what has."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from candidates.models import Application
from sandbox.simulator.assumptions import Assumptions
from sandbox.simulator.habits import Knowledge, Person, Time
from sandbox.simulator.place import TOKYO, Place
from sandbox.simulator.provider import Provider

Act = Callable[[], None]


@dataclass
class Story:
    """One person and what has become of them; ``turn`` counts the times they had."""

    person: Person
    application: Application
    turn: int = 0
    invitations: int = 0
    messages: int = 0  # taken by a provider
    calls: int = 0
    why_absent: str = ""
    time: Time | None = None
    known: Knowledge = field(default_factory=Knowledge)
    acts: set[str] = field(default_factory=set)  # what they have made up their mind to do

    def decides(self, what: str) -> bool:
        """True the first time: nobody presses the same thing for every message."""
        if what in self.acts:
            return False
        self.acts.add(what)
        return True


@dataclass
class World:
    """``frees`` says that a seat was given back, ``stirred`` that the database may have new due moments, and
    ``unsettled`` that some outcome is still to be followed.
    """

    place: Place
    habits: Assumptions
    now: datetime
    end: datetime
    provider: Provider = field(default_factory=Provider)
    stories: dict[int, Story] = field(default_factory=dict)  # by application
    log: list[str] = field(default_factory=list)
    own_acts: dict[int, list[datetime]] = field(default_factory=dict)  # by candidate
    stirred: bool = True
    unsettled: bool = False
    frees: bool = False
    calls: set[int] = field(default_factory=set)  # call tasks somebody has taken
    _heap: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def at(self, moment: datetime, act: Act) -> None:
        """Let it happen then, or now if that is over; acts of one moment in the order they were put in."""
        heapq.heappush(self._heap, (max(moment, self.now), next(self._order), act))

    def step(self, moment: datetime) -> datetime:
        """The next moment at which people act: they stand on a grid, so that one sweep serves several."""
        grid = timedelta(minutes=max(self.habits.step_minutes, 1))
        midnight = moment.astimezone(TOKYO).replace(hour=0, minute=0, second=0, microsecond=0)
        steps = -((midnight - moment) // grid)
        return (midnight + steps * grid).astimezone(moment.tzinfo)

    def next_act(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def act(self) -> None:
        """Whatever is to happen now."""
        while self._heap and self._heap[0][0] <= self.now:
            heapq.heappop(self._heap)[2]()

    def say(self, story: Story | None, what: str, detail: object = "") -> None:
        who = f"{story.person.number:06d}" if story else "------"
        self.log.append(f"{self.now.astimezone(TOKYO):%Y-%m-%dT%H:%M:%S} {who} {what} {detail}".rstrip())

    def acted(self, story: Story) -> None:
        """They did something themselves just now, so its receipt may go at any hour."""
        self.stirred = True
        self.own_acts.setdefault(story.application.candidate_id, []).append(self.now)

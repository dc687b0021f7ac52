"""What must hold after every step of a life, looked at with its own eyes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from messaging.channels import Outgoing
from messaging.policy import ChannelName
from sandbox.simulator.promises import AFTER_EVERY_STEP, history
from sandbox.simulator.promises.facts import Facts, read
from sandbox.simulator.world import World


@dataclass(frozen=True)
class Handed:
    """One request that reached a provider, and what was true then."""

    channel: ChannelName
    outgoing: Outgoing
    at: datetime
    is_taken: bool
    facts: Facts


@dataclass
class Watcher:
    """Reads the facts before anything leaves and after every step, and asks every promise."""

    world: World
    facts: Facts = field(default_factory=Facts)
    handed: list[Handed] = field(default_factory=list)
    out_of_reach: set[int] = field(default_factory=set)  # candidates who could once not be told anything
    interrupted: set[str] = field(default_factory=set)  # applications and interviews that ended for a while
    silences: Sequence[tuple[datetime, datetime]] = ()
    turn: int = 0
    seen_history: int = 0
    seen_log: int = 0
    steps: int = 0

    def __post_init__(self) -> None:
        history.begin()

    @property
    def now(self) -> datetime:
        return self.world.now

    @property
    def names(self) -> set[str]:
        return {story.person.applicant().family_name for story in self.world.stories.values()}

    @property
    def own_acts(self) -> Mapping[int, Sequence[datetime]]:
        return self.world.own_acts

    def look(self) -> None:
        """Read the facts anew, and remember who was cut off at this moment."""
        self.facts = read()
        self.out_of_reach |= {pk for pk in self.facts.people if not self.facts.can_be_told(pk)}
        over = {pk for pk, one in self.facts.applications.items() if one.is_over}
        lost = {pk for pk, one in self.facts.interviews.items() if one.booked_at and one.state != "booked"}
        self.interrupted |= {f"application:{pk}" for pk in over} | {f"interview:{pk}" for pk in lost}

    def note(self, channel: ChannelName, outgoing: Outgoing, *, is_taken: bool) -> None:
        self.handed.append(Handed(channel, outgoing, self.world.now, is_taken, self.facts))

    def __call__(self) -> None:
        """After a step. Raises Broken."""
        self.look()
        self.steps += 1
        for check in AFTER_EVERY_STEP:
            check(self)

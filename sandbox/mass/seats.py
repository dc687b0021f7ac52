"""Which time each interview has: one interviewer is never in two places."""

from collections import defaultdict
from dataclasses import dataclass, field

from sandbox.mass.chain import Store
from sandbox.mass.moments import HOUR, MINUTE, at_local
from sandbox.mass.rows import Rows

OPENS, STARTS_A_DAY = 10 * 60, 20  # every half hour from ten


@dataclass(frozen=True)
class Seat:
    slot: int
    interviewer: int
    starts_at: int

    @property
    def ends_at(self) -> int:
        return self.starts_at + 30 * MINUTE


@dataclass
class Seats:
    stores: list[Store]
    taken: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    last: int = 0

    def next(self, store: int, day: int, rows: Rows) -> Seat:
        """The next time of that day at that store, or of a later day when it is full."""
        people = self.stores[store].interviewers
        while self.taken[store, day] >= STARTS_A_DAY * len(people):
            day += 1
        number = self.taken[store, day]
        self.taken[store, day] += 1
        turn, who = divmod(number, len(people))
        starts_at = at_local(day, OPENS + 30 * (turn * 2 % STARTS_A_DAY + turn * 2 // STARTS_A_DAY))
        return self._slot(store, people[who], starts_at, rows)

    def free(self, store: int, day: int, rows: Rows) -> None:
        """A time nobody has."""
        self.next(store, day, rows)

    def _slot(self, store: int, who: int, starts_at: int, rows: Rows) -> Seat:
        self.last += 1
        seat = Seat(self.last, who, starts_at)
        rows.slot(seat.slot, self.stores[store].location, who, starts_at, starts_at + HOUR // 2)
        return seat

"""A whole life: people apply, the clock jumps from one due moment to the next, the rest is the product."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from company.prepared import Prepared
from messaging.models import Message
from messaging.policy import ChannelName, State
from reminders.services.backfilling import backfill
from sandbox.simulator import acting, office, staffing
from sandbox.simulator.assumptions import Assumptions
from sandbox.simulator.checks import Watcher
from sandbox.simulator.draws import Draws
from sandbox.simulator.habits import Person
from sandbox.simulator.place import AHEAD, TOKYO, build_place, open_times
from sandbox.simulator.policies import Policy, use
from sandbox.simulator.sending import Dispatcher
from sandbox.simulator.world import World
from scheduling.models import EarlierOffer
from scheduling.policy import OfferState

BEGINS = datetime(2026, 4, 1, tzinfo=TOKYO)
APPLIES = ((0.03, 7, 9), (0.20, 9, 12), (0.40, 12, 15), (0.62, 15, 18), (0.92, 18, 23), (1.0, 23, 24))
"""When in the day people apply: up to this share between these local hours."""

TO_AN_END = timedelta(days=14)
"""After the last application the clock goes on, so that stories end."""


@dataclass(frozen=True)
class Plan:
    days: int
    applications: int
    seed: int
    habits: Assumptions

    @property
    def stores(self) -> int:
        return round(self.habits.stores) or max(1, round(self.applications / self.days / 3))


def people(plan: Plan) -> list[Person]:
    """In the order in which they apply."""
    grid = max(int(plan.habits.step_minutes), 1)
    drawn = []
    for number in range(1, plan.applications + 1):
        draws = Draws(plan.seed, number)
        day, share, within = (draws.share(what) for what in ("day", "hour", "minute"))
        first, last = next((start, end) for most, start, end in APPLIES if share <= most)
        minute = int((first + (last - first) * within) * 60) // grid * grid
        at = BEGINS + timedelta(days=int(day * plan.days), minutes=minute)
        store = int(draws.share("store") * plan.stores)
        drawn.append(Person(number, at.astimezone(UTC), store, plan.habits, draws))
    return sorted(drawn, key=lambda one: (one.applied_at, one.number))


class Life:
    """With ``is_checked`` every promise is asked after every step, and Broken raised."""

    def __init__(self, plan: Plan, policy: Policy, *, is_checked: bool = False) -> None:
        use(policy)
        self.plan = plan
        begins = BEGINS.astimezone(UTC)
        self.world = World(
            place=build_place(plan.stores),
            habits=plan.habits,
            now=begins,
            end=begins + timedelta(days=plan.days) + TO_AN_END,
        )
        self.watcher = Watcher(self.world) if is_checked else None
        self.dispatcher = Dispatcher(self.world, self.watcher)
        self._due: datetime | None = None
        self._seen = 0  # of the log, by the watcher: an hour in which nothing happens breaks nothing

    def live(self) -> World:
        """From the first application to the end."""
        for _ in self.steps():
            pass
        return self.world

    def steps(self) -> Iterator[float]:
        """The share of the time that is over, each hundredth of it; a life goes on while somebody asks."""
        world, begins, told = self.world, self.world.now, 0.0
        self._prepare(people(self.plan))
        while (moment := self._next()) is not None and moment <= world.end:
            world.now = moment
            world.act()
            self._work()
            share = (moment - begins) / (world.end - begins)
            if share - told >= 0.01:
                told = share
                yield share
        yield 1.0

    def _prepare(self, everybody: Sequence[Person]) -> None:
        world = self.world
        first = BEGINS.date()
        open_times(world.place, (first + timedelta(days=n) for n in range(AHEAD)), now=world.now)
        for person in everybody:
            world.at(person.applied_at, lambda person=person: self._apply(person))  # type: ignore[misc]
        world.at(world.now + timedelta(minutes=1), self._night)
        world.at(office.at_work(world.now), self._morning)
        world.at(world.now + timedelta(hours=1), self._hour)

    def _apply(self, person: Person) -> None:
        staffing.look_at_application(self.world, acting.apply(self.world, person))

    def _night(self) -> None:
        world = self.world
        day = world.now.astimezone(TOKYO).date() + timedelta(days=AHEAD)
        open_times(world.place, [day], now=world.now)
        world.at(world.now + timedelta(days=1), self._night)

    def _morning(self) -> None:
        office.see_to_cases(self.world)
        self.world.at(self.world.now + timedelta(days=1), self._morning)

    def _hour(self) -> None:
        world = self.world
        self.dispatcher.clear_up()
        world.stirred = True
        if world.frees or EarlierOffer.objects.filter(state=OfferState.OPEN).exists():
            world.frees = False
            if number := backfill(now=world.now):
                world.say(None, "earlier-times-offered", number)
        world.at(world.now + timedelta(hours=1), self._hour)

    def _next(self) -> datetime | None:
        """The next moment at which anybody acts or the database has something due."""
        moments = [one for one in (self.world.next_act(), self._due) if one is not None]
        return min(moments, default=None)

    def _work(self) -> None:
        """After what people did: send what is due, if that may be anything, and take up calls."""
        world = self.world
        if world.stirred or (self._due is not None and self._due <= world.now):
            first = _FIRST.first(world.now)
            if world.unsettled or (first is not None and first <= world.now):
                self.dispatcher.work()
            staffing.take_calls(world)
            self._due = _NEXT.first(world.now)
            world.stirred = False
            if self.watcher is not None and len(world.log) > self._seen:
                self._seen = len(world.log)
                self.watcher()


_NEXT = Prepared(
    lambda now: (
        Message.objects.filter(state=State.PLANNED, due_at__gt=now)
        .order_by("due_at")
        .values_list("due_at", flat=True)[:1]
    )
)
_FIRST = Prepared(
    lambda now: (
        Message.objects.filter(state=State.PLANNED, expires_at__gt=now)
        .exclude(channel=ChannelName.PHONE)
        .order_by("due_at")
        .values_list("due_at", flat=True)[:1]
    )
)

"""The world of one run: two stores, a few people, one clock for product and machine, and the log."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
import time_machine

from candidates.models import Application, Candidate, Job
from candidates.policy import Applicant, PhoneKind
from company.models import Staff
from messaging import channels, failpoints
from messaging.models import Message
from messaging.policy import ChannelName
from messaging.services import dispatching
from sandbox.simulator.promises import history
from scheduling.models import Interview, Slot
from tests.factories import NOW, a_job, a_location, a_staff
from tests.machine.facts import Facts, read
from tests.machine.provider import Handed, Log, Pool, Provider

DAYS_OF_SLOTS = 9
HOURS_OF_SLOTS = (7, 11, 15, 19)
NIGHT_OWLS = "America/New_York"


@dataclass(frozen=True)
class Persona:
    """Someone who may turn up. ``name`` is a canary: nobody else may ever read it."""

    name: str
    phone: str = ""
    phone_kind: PhoneKind = PhoneKind.NONE
    email: str = ""
    wants: str = "sms"

    def applicant(self) -> Applicant:
        return Applicant(
            family_name=self.name,
            given_name=f"{self.name}子",
            phone=self.phone,
            phone_kind=self.phone_kind,
            email=self.email,
            preferred_channel=self.wants,
        )


PERSONAS = (
    Persona("雲雀", "+819011110001", PhoneKind.MOBILE, "hibari@example.jp"),
    Persona("椋鳥", "+819011110002", PhoneKind.MOBILE),
    Persona("駒鳥", "+81422110003", PhoneKind.LANDLINE, "komadori@example.jp", wants="email"),
    Persona("鶺鴒", "+819011110001", PhoneKind.MOBILE, "sekirei@example.jp"),  # the first one's family
)


@dataclass(frozen=True)
class Base:
    """What stands before anybody applies; built once, each run rolls back to it."""

    owner: Staff
    jobs: tuple[Job, ...]


def build() -> Base:
    owner = a_staff(display_name="小林")
    jobs = tuple(
        a_job(
            title=f"仕事{n}",
            location=a_location(
                name=f"店{n}", zone=zone, phone="0422-00-0000", access="駅から4分", postal_address="1-2-3"
            ),
        )
        for n, zone in enumerate(("Asia/Tokyo", NIGHT_OWLS), start=1)
    )
    day = NOW.replace(hour=0, minute=0)
    Slot.objects.bulk_create(
        Slot(
            location=job.location,
            starts_at=day + timedelta(days=days, hours=hour),
            ends_at=day + timedelta(days=days, hours=hour, minutes=30),
            capacity=1 + days % 2,
        )
        for job in jobs
        for days in range(DAYS_OF_SLOTS)
        for hour in HOURS_OF_SLOTS
    )
    history.begin()
    return Base(owner, jobs)


@dataclass
class World:
    """One run. ``own_acts`` are the moments at which each candidate themselves did something."""

    base: Base
    now: datetime = NOW
    facts: Facts = field(default_factory=Facts)
    own_acts: dict[int, list[datetime]] = field(default_factory=dict)
    silences: list[tuple[datetime, datetime]] = field(default_factory=list)  # when no dispatcher worked
    out_of_reach: set[int] = field(default_factory=set)  # candidates who could once not be told anything
    interrupted: set[str] = field(default_factory=set)  # applications and interviews that ended for a while
    seen_history: int = 0
    seen_log: int = 0
    turn: int = 0
    log: Log = field(init=False)

    def __post_init__(self) -> None:
        self.log = Log(moment=lambda: self.now, facts=lambda: self.facts)
        self._clock = time_machine.travel(self.now, tick=False)
        self._moved = self._clock.start()

    def end(self) -> None:
        self._clock.stop()
        failpoints.disarm()

    def move_to(self, moment: datetime) -> None:
        self.now = moment
        self._moved.move_to(moment)

    def look(self) -> None:
        """Read the facts anew, and remember who was cut off at this moment."""
        self.facts = read()
        self.out_of_reach |= {pk for pk in self.facts.people if not self.facts.can_be_told(pk)}
        over = {pk for pk, one in self.facts.applications.items() if one.is_over}
        lost = {pk for pk, one in self.facts.interviews.items() if one.booked_at and one.state != "booked"}
        self.interrupted |= {f"application:{pk}" for pk in over} | {f"interview:{pk}" for pk in lost}

    def acted(self, candidate: int) -> None:
        self.own_acts.setdefault(candidate, []).append(self.now)

    @property
    def handed(self) -> Sequence[Handed]:
        return self.log.entries

    @property
    def names(self) -> set[str]:
        return {persona.name for persona in PERSONAS}

    @property
    def applications(self) -> Sequence[Application]:
        return list(Application.objects.select_related("candidate", "job__location").order_by("pk"))

    @property
    def people(self) -> Sequence[Candidate]:
        return list(Candidate.objects.order_by("pk"))

    def application(self, number: int) -> Application:
        every = list(self.applications)
        return every[number % len(every)]

    def interview(self, application: Application) -> Interview | None:
        """The one that is open, else the last."""
        theirs = Interview.objects.filter(application=application).order_by("pk")
        return theirs.filter(state__in=["invited", "booked"]).first() or theirs.last()

    def next_due(self, until: datetime) -> datetime | None:
        """The next moment at which something planned is due."""
        plans = Message.objects.filter(state="planned", due_at__gt=self.now, due_at__lte=until)
        return plans.order_by("due_at").values_list("due_at", flat=True).first()


@contextmanager
def providers(world: World) -> Iterator[None]:
    """The scripted providers in the place of the real ones, at the edge where channels are chosen."""
    dispatching.circuits.forget()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(channels, "PROVIDERS", _known(world))
        patch.setattr(dispatching, "ThreadPoolExecutor", Pool)
        patch.setattr(dispatching, "SimpleQueue", world.log.process.lines())
        channels.forget_channels()
        yield
    channels.forget_channels()


def _known(world: World) -> dict[ChannelName, tuple[str, dict[str, object]]]:
    def built(name: ChannelName) -> object:
        return lambda: Provider(name, world.log)

    return {
        name: (setting, {"sandbox": built(name), "line": built(name)})
        for name, (setting, _) in channels.PROVIDERS.items()
    }


def new_key() -> UUID:
    return uuid4()

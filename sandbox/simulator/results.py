"""What became of each application, read from the rows at the end."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db.models import Sum

from candidates.models import Application
from candidates.policy import Stage
from messaging.models import Message
from sandbox.simulator.world import World
from scheduling.models import Interview
from scheduling.policy import InterviewState

CAME = {InterviewState.CAME, InterviewState.CAME_LATE}


@dataclass(frozen=True)
class Fate:
    """One person's; ``due`` counts interviews they were expected at, ``missed`` those without a word."""

    person: int
    is_booked: bool
    due: int
    missed: int
    has_come: bool
    is_excused: bool
    has_left: bool
    has_joined: bool
    messages: int
    calls: int
    yen: float


def fates(world: World) -> list[Fate]:
    """In the order of the persons' numbers."""
    states: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for application, state, booked_at in Interview.objects.values_list("application", "state", "booked_at"):
        states[application].append((state, booked_at is not None))
    stages = dict(Application.objects.values_list("pk", "stage"))
    yen = dict(
        Message.objects.filter(sent_at__isnull=False)
        .values_list("application")
        .annotate(Sum("cost"))
        .order_by()
    )
    found = []
    for number, story in world.stories.items():
        theirs = states[number]
        outcomes = [state for state, _ in theirs]
        missed = outcomes.count(InterviewState.ABSENT)
        came = sum(state in CAME for state in outcomes)
        found.append(
            Fate(
                person=story.person.number,
                is_booked=any(booked for _, booked in theirs),
                due=came + missed,
                missed=missed,
                has_come=came > 0,
                is_excused=InterviewState.EXCUSED in outcomes,
                has_left=stages[number] == Stage.WITHDRAWN,
                has_joined=stages[number] == Stage.JOINED,
                messages=story.messages,
                calls=story.calls,
                yen=float(yen.get(number) or 0) + story.calls * world.habits.call_yen,
            )
        )
    return sorted(found, key=lambda one: one.person)


def as_rows(found: Sequence[Fate]) -> list[dict[str, object]]:
    return [asdict(one) for one in found]


def from_rows(rows: Sequence[Mapping[str, object]]) -> list[Fate]:
    return [Fate(**row) for row in rows]  # type: ignore[arg-type]  # written by as_rows

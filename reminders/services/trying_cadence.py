"""What another cadence would do to the plans of real people, before anybody keeps it. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from candidates.models import Application
from messaging.services.outbox import Changes, compare
from reminders.policy.cadence import Step
from reminders.services.planning import plans_by, the_cadence

LOOKED_AT = 40
"""So many people are planned for a preview; more are estimated from these."""
TO_KEEP = 100
"""So many when it is kept, where somebody waits once and not at every change."""


@dataclass(frozen=True)
class Effect:
    """How many planned messages of how many people would change, go or come.

    ``looked_at`` of ``people`` were planned; where these differ the numbers are scaled up from them.
    """

    people: int
    looked_at: int
    touched: int
    moved: int
    gone: int
    new: int
    samples: tuple[int, ...] = field(default=())

    @property
    def is_estimate(self) -> bool:
        return self.looked_at < self.people

    @property
    def messages(self) -> int:
        return self.moved + self.gone + self.new


def effect_of(cadence: Sequence[Step], *, now: datetime, most: int = LOOKED_AT) -> Effect:
    """Plan people of running applications by ``cadence`` and by the one in use, and count what differs.

    What would change anyway (a fact nobody has followed yet) is left out: both plans have it.
    """
    everybody = _running()
    people = everybody.values("candidate").distinct().count()
    touched: list[int] = []
    moved = gone = new = 0
    chosen = _some(everybody, people, most)
    for candidate in chosen:
        moves, goes, comes = _differences(candidate, cadence, now)
        moved, gone, new = moved + moves, gone + goes, new + comes
        if moves or goes or comes:
            touched.append(candidate)
    scale = people / len(chosen) if chosen else 1
    return Effect(
        people=people,
        looked_at=len(chosen),
        touched=round(len(touched) * scale),
        moved=round(moved * scale),
        gone=round(gone * scale),
        new=round(new * scale),
        samples=tuple(touched),
    )


def _running() -> QuerySet[Application]:
    return Application.objects.active().filter(is_started=True, candidate__erased_at=None)


def _some(everybody: QuerySet[Application], people: int, most: int) -> list[int]:
    """All of them, or people spread evenly over the years they came in."""
    numbers = everybody.order_by("candidate").values_list("candidate", flat=True).distinct()
    if people <= most:
        return list(numbers)
    first, last = numbers.first() or 0, numbers.reverse().first() or 0
    found: list[int] = []
    for place in range(most):
        near = first + (last - first) * place // most
        number = numbers.filter(candidate__gte=near).first()
        if number is not None and number not in found:
            found.append(number)
    return found


def _differences(candidate: int, cadence: Sequence[Step], now: datetime) -> tuple[int, int, int]:
    """How many messages move, go and come for one person. Read in one transaction, which writes nothing."""
    with transaction.atomic():
        old, new = plans_by(candidate, [the_cadence(), cadence], now=now)
        moved = gone = come = 0
        for application, wanted in new.items():
            if wanted == old[application]:
                continue
            before = _planned(compare(application, old[application], now=now))
            after = _planned(compare(application, wanted, now=now))
            gone += len(after.cancelled - before.cancelled)
            come += len(after.inserted - before.inserted)
            moved += sum(
                at != before.moved.get(key) for key, at in after.moved.items() if key not in before.cancelled
            )
    return moved, gone, come


@dataclass(frozen=True)
class _Planned:
    cancelled: frozenset[str]
    inserted: frozenset[str]
    moved: dict[str, object]


def _planned(changes: Changes) -> _Planned:
    """Changes by the keys of their messages. A call that only gets another number moves."""
    return _Planned(
        frozenset(row.key for row in changes.cancel),
        frozenset(changes.insert),
        {row.key: columns.get("due_at") for row, columns in changes.rewrite if "due_at" in columns},
    )

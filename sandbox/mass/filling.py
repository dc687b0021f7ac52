"""Filling an empty sandbox with as many applications as one likes, and rows that agree with each other."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from random import Random

from django.core.management.color import no_style
from django.db import connection, transaction

from candidates.models import Application
from company.models import Location
from sandbox.mass.chain import Store, build_chain
from sandbox.mass.loading import indexes_afterwards, loader
from sandbox.mass.moments import local_day, seconds, text
from sandbox.mass.people import Person, person
from sandbox.mass.rows import MODELS, Rows
from sandbox.mass.seats import Seats
from sandbox.mass.story import Sizes, Story, stories
from sandbox.mass.telling import Telling

AT_ONCE = 20_000
APPLIES_AGAIN = 0.04
DAYS_AHEAD, FREE_A_DAY = 14, 2
HEAVY = [model._meta.db_table for model in MODELS]
Say = Callable[[str], None]


def is_empty() -> bool:
    return not (Location.objects.exists() or Application.objects.exists())


def fill_with(applications: int, *, stores: int, seed: int, now: datetime, say: Say) -> None:
    """All in one transaction: either everything is there afterwards, or nothing."""
    draws, sizes = Random(seed), Sizes(applications, stores)  # noqa: S311  no secret, and the same each time
    with transaction.atomic():
        chain = build_chain(stores, now)
        say(f"{stores} stores stand")
        with indexes_afterwards(HEAVY):
            _load(sizes, chain, seconds(now), draws, say)
            say("making the indexes and checking every row")
        _go_on_numbering()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _load(sizes: Sizes, chain: list[Store], now: int, draws: Random, say: Say) -> None:
    rows, load = Rows(), loader()
    telling = Telling(chain, rows, now)
    drawn = stories(sizes, chain, now, draws)
    people: list[Person] = []
    done = 0
    while part := list(islice(drawn, AT_ONCE)):
        for story in part:
            telling.tell(story, _who(story, people, rows, draws))
        done += len(part)
        if done == sizes.applications:
            _free_times(telling.seats, sizes.stores, now, rows)
        rows.load(load)
        del people[:-AT_ONCE]
        say(f"{done:,} of {sizes.applications:,} applications")


def _who(story: Story, people: list[Person], rows: Rows, draws: Random) -> Person:
    """Somebody new, or now and then one of those who applied some time ago."""
    if len(people) > AT_ONCE // 20 and draws.random() < APPLIES_AGAIN:
        return people[int(draws.random() * (len(people) - AT_ONCE // 20))]
    who = person(rows.number("candidate") + 1, draws)
    rows.add("candidate", *who[1:], text(story.applied_at))
    people.append(who)
    return who


def _free_times(seats: Seats, stores: int, now: int, rows: Rows) -> None:
    for store in range(stores):
        for day in range(1, DAYS_AHEAD + 1):
            for _ in range(FREE_A_DAY):
                seats.free(store, local_day(now) + day, rows)


def _go_on_numbering() -> None:
    statements = connection.ops.sequence_reset_sql(no_style(), list(MODELS))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

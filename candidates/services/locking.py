"""Who waits for whom: people are locked before anything that belongs to them."""

import hashlib
from collections.abc import Iterable

from django.db import connection

from candidates.models import Candidate
from company.prepared import Prepared

_LOCKED = Prepared(lambda pk: Candidate.objects.select_for_update(no_key=True).filter(pk=pk))
_LOCKED_OF = Prepared(
    lambda application: Candidate.objects.select_for_update(no_key=True, of=("self",)).filter(
        applications=application
    )
)


def lock_person(candidate_id: int) -> Candidate:
    """The person, locked until the transaction ends. Take this lock before slots, interviews and messages.

    Whose record was merged into another is locked there: that is who they are now.
    """
    person = _LOCKED.first(candidate_id)
    while person is not None and person.merged_into_id is not None:
        person = _LOCKED.first(person.merged_into_id)
    if person is None:
        raise Candidate.DoesNotExist
    return person


class PersonErased(Exception):
    """Nothing is kept about this person any more, and nothing new is."""


def lock_living(candidate_id: int) -> Candidate:
    """The same for whoever is to say, be told or be noted something. Raises PersonErased."""
    person = lock_person(candidate_id)
    if person.erased_at is not None:
        raise PersonErased
    return person


def lock_person_of(application_id: int) -> Candidate:
    """The same for whoever sent this application."""
    person = _LOCKED_OF.first(application_id)
    if person is None:
        raise Candidate.DoesNotExist
    return person


def lock_people(candidate_ids: Iterable[int], *, wait: bool) -> dict[int, Candidate]:
    """These people by number, locked in one order; without ``wait`` only those nobody else holds."""
    people = Candidate.objects.select_for_update(no_key=True, skip_locked=not wait)
    return {one.pk: one for one in people.filter(pk__in=candidate_ids).order_by("pk")}


def lock_keys(keys: Iterable[str]) -> None:
    """Let only one transaction at a time look for, or make, a person with any of these keys.

    A person who does not exist yet has no row to lock, so PostgreSQL locks the key itself, in one
    order for everybody. SQLite needs nothing: a transaction begins with the one write lock.
    """
    if connection.vendor != "postgresql":
        return
    numbers = sorted({_number(key) for key in keys})
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _number(key: str) -> int:
    digest = hashlib.sha256(f"person:{key}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)

"""Trying again when the database broke a tie."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, transaction

from scheduling.services.locking import retried


class Broken(Exception):
    """What a database driver raises; ``sqlstate`` is PostgreSQL's code."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


def failing(times: int, sqlstate: str) -> tuple[list[int], Callable[[], str]]:
    """An action that fails so often before it succeeds, and the list of its runs."""
    runs: list[int] = []

    def act() -> str:
        runs.append(1)
        if len(runs) <= times:
            raise OperationalError("lost") from Broken(sqlstate)
        return "done"

    return runs, act


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sqlstate", ["40P01", "40001"])
def test_a_deadlock_or_a_serialization_conflict_is_tried_again(sqlstate: str) -> None:
    runs, act = failing(2, sqlstate)

    assert retried(act) == "done"
    assert len(runs) == 3


@pytest.mark.django_db(transaction=True)
def test_after_three_tries_the_error_rises() -> None:
    runs, act = failing(3, "40P01")

    with pytest.raises(OperationalError):
        retried(act)
    assert len(runs) == 3


@pytest.mark.django_db(transaction=True)
def test_another_failure_is_not_tried_again() -> None:
    runs, act = failing(1, "53100")

    with pytest.raises(OperationalError):
        retried(act)
    assert len(runs) == 1


@pytest.mark.django_db(transaction=True)
def test_inside_a_lost_transaction_there_is_nothing_to_try() -> None:
    runs, act = failing(1, "40P01")

    with pytest.raises(OperationalError), transaction.atomic():
        retried(act)
    assert len(runs) == 1

"""How long people would wait for the first free time."""

from datetime import timedelta

from scheduling.policy.waiting import wait_until
from tests.factories import NOW, tokyo


def test_the_wait_is_counted_in_local_days() -> None:
    late_in_the_evening = tokyo(2026, 6, 10, 23, 30)

    wait = wait_until(tokyo(2026, 6, 19, 9), since=NOW, now=late_in_the_evening, limit=7, zone="Asia/Tokyo")

    assert (wait.days, wait.in_all, wait.is_too_long, wait.began_before) == (9, 9, True, False)


def test_a_wait_of_just_the_limit_is_not_too_long() -> None:
    wait = wait_until(tokyo(2026, 6, 17, 9), since=NOW, now=NOW, limit=7, zone="Asia/Tokyo")

    assert (wait.days, wait.is_too_long) == (7, False)


def test_what_was_waited_already_is_told_beside_it() -> None:
    applied = NOW - timedelta(days=5)

    wait = wait_until(tokyo(2026, 6, 12, 9), since=applied, now=NOW, limit=7, zone="Asia/Tokyo")

    assert (wait.days, wait.in_all, wait.began_before, wait.is_too_long) == (2, 7, True, False)

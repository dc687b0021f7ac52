from datetime import time, timedelta

import pytest

from candidates.policy import Coming, Hours
from scheduling.policy.covering import covers
from scheduling.policy.supply import SupplyRule

EVENINGS = SupplyRule(
    zone="Asia/Tokyo",
    weekdays=frozenset({1, 3}),
    opens=time(17),
    closes=time(21),
    length=timedelta(minutes=30),
)


@pytest.mark.parametrize(
    ("coming", "hours"),
    [
        (Coming(hours=(Hours(1, time(18), time(23)),)), Hours(1, time(18), time(21))),
        (Coming(hours=(Hours(0, time(18), time(23)),)), None),
        (Coming(hours=(Hours(1, time(20, 45), time(23)),)), None),
        (Coming(leave_by=time(18)), Hours(1, time(17), time(18))),
        (Coming(leave_by=time(17, 15)), None),
        (Coming(online_only=True), None),
        (Coming(words="いつでも"), None),
    ],
)
def test_a_rule_covers_hours_it_gives_long_enough_in_the_same_way(
    coming: Coming, hours: Hours | None
) -> None:
    assert covers(EVENINGS, coming, way="onsite") == hours

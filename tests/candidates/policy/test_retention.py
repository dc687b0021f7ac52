from datetime import datetime

import pytest

from candidates.policy.retention import kept_since
from tests.factories import TOKYO, tokyo


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (tokyo(2026, 12, 10, 9), tokyo(2026, 6, 10, 9)),
        (tokyo(2026, 3, 15), tokyo(2025, 9, 15)),
        (tokyo(2026, 8, 30), tokyo(2026, 2, 28)),
        (tokyo(2026, 2, 28, 9), tokyo(2025, 8, 31, 9)),
        (tokyo(2026, 2, 27, 9), tokyo(2025, 8, 27, 9)),
    ],
)
def test_months_are_calendar_months_and_their_last_days_meet(now: datetime, since: datetime) -> None:
    assert kept_since(now, months=6) == since


def test_sixty_months_are_five_years() -> None:
    assert kept_since(datetime(2026, 1, 1, tzinfo=TOKYO), months=60) == tokyo(2021, 1, 1)

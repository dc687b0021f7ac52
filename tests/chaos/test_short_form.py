"""The short form of `make chaos`: hundreds of messages, a dozen deaths, and nothing lost, doubled or late."""

import json
from pathlib import Path

import pytest

from tests.chaos.campaign import Orders, run

pytestmark = [pytest.mark.processes, pytest.mark.postgres, pytest.mark.redis]


def test_a_day_of_crashes_loses_doubles_and_delays_nothing(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(folder.stat().st_mode | 0o011)  # the database's own user must be able to pass through

    outcome = run(Orders(messages=300, kills=12, seconds=36), tmp_path)

    print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=1))
    assert outcome.is_clean, "\n\n".join([f"seed {outcome.orders.seed}", *outcome.stories])
    assert outcome.report.counts["messages"] >= 300
    assert sum(outcome.report.counts["taken"].values()) > 200
    assert sum(number for name, number in outcome.faults.items() if "kill" in name) >= 3

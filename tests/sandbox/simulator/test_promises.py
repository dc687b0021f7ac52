"""The promises after every step of small companies' months. ``SIMULATED_SEEDS=200`` looks at more of them."""

import os

import pytest
from django.db import transaction

from sandbox.simulator.assumptions import assume
from sandbox.simulator.life import Life, Plan
from sandbox.simulator.policies import named
from sandbox.simulator.promises import rows
from sandbox.simulator.promises.witness import Broken

SEEDS = int(os.environ.get("SIMULATED_SEEDS", "20"))
TROUBLED = assume(
    {"sms_fails": 0.15, "email_fails": 0.15, "dead_phone": 0.05, "provider_is_busy": 0.05, "loses_heart": 0.3}
)


def live(seed: int, applications: int = 4) -> int:
    """A month of a small company whose people are hard to reach; how many steps were looked at."""
    with transaction.atomic():
        life = Life(Plan(30, applications, seed, TROUBLED), named("default"), is_checked=True)
        life.live()
        transaction.set_rollback(True)
    assert life.watcher is not None
    return life.watcher.steps


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_promise_holds_after_every_step(seed: int) -> None:
    assert live(seed) > 20


@pytest.mark.django_db
def test_a_broken_promise_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks are not asleep: with one rule of the house turned round, a life ends with its name."""
    monkeypatch.setattr("sandbox.simulator.promises.words.CLOSES", rows.OPENS + 1)

    with pytest.raises(Broken, match="I7 night"):
        live(1)

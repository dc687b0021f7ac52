"""Everything at once, in any order: the promises hold after every step.

``HYPOTHESIS_PROFILE=long pytest tests/machine`` looks further, at random, for as long as one has patience;
what fails is printed as a program that can be run again.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from pytest_django import Settings

from tests.machine.machine import Messages
from tests.machine.world import build

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PROFILE = settings(
    max_examples=int(os.environ.get("MACHINE_RUNS", "400" if IS_LONG else "15")),
    stateful_step_count=60 if IS_LONG else 25,
    derandomize=not IS_LONG,
    database=None,
    deadline=None,
    print_blob=True,
    phases=(Phase.generate, *([] if os.environ.get("MACHINE_QUICK") else [Phase.shrink])),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_whatever_happens_the_promises_hold(settings: Settings) -> None:
    settings.SENDING_THREADS = 3  # so many are claimed and pass the gate together
    Messages.base = build()

    run_state_machine_as_test(Messages, settings=PROFILE)

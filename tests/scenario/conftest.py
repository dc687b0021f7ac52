"""Running instances for the scenarios: as `make run` starts one, and as a company runs one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.scenario.world import World
from tests.services_fixture import broker, filled
from tests.services_fixture.deployment import Deployment
from tests.services_fixture.trial import Trial

Instance = Trial | Deployment
KINDS = [
    pytest.param("trial", id="sqlite", marks=pytest.mark.processes),
    pytest.param(
        "deployment", id="postgres", marks=[pytest.mark.postgres, pytest.mark.redis, pytest.mark.processes]
    ),
]


@contextmanager
def running(kind: str, folder: Path, **more: str) -> Iterator[Instance]:
    """One running instance of that kind; ``more`` are further environment variables."""
    if kind == "trial":
        filled.copy_to(folder / "data")
        trial = Trial(folder / "data")
        try:
            trial.start(**more)
            yield trial
        finally:
            trial.stop()
        return
    with filled.copied_database() as url:
        redis = broker.Server()
        redis.start()
        deployment = Deployment(folder, url, redis)
        try:
            deployment.start(**more)
            yield deployment
        finally:
            deployment.stop()
            redis.stop()


@pytest.fixture(scope="module", params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A recruiter signed in at an instance whose clock stands at ten in the morning."""
    with running(request.param, tmp_path_factory.mktemp("instance")) as instance:
        yield World(instance.url)

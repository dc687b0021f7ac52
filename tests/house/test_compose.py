"""docker-compose.yml read as YAML, whether or not a Compose client is there (bin/check-compose asks one)."""

from pathlib import Path
from typing import Any  # YAML is whatever the file says

import yaml

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = {"web", "worker", "beat", "standby"}


def services() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return loaded


def test_one_company_runs_every_process_of_the_product_and_its_servers() -> None:
    assert set(services()) == {"migrate", "postgres", "redis", *PROCESSES}


def test_every_process_waits_for_the_migrations() -> None:
    waits = {name: services()[name]["depends_on"]["migrate"]["condition"] for name in PROCESSES}

    assert waits == dict.fromkeys(PROCESSES, "service_completed_successfully")


def test_only_the_web_process_is_reachable_and_only_from_this_machine() -> None:
    ports = {name: service["ports"] for name, service in services().items() if "ports" in service}

    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_web_server_and_the_standby_do_not_wait_for_redis() -> None:
    assert [name for name in ("web", "standby") if "redis" in services()[name]["depends_on"]] == []


def test_the_servers_keep_their_data_in_volumes_and_say_when_they_are_well() -> None:
    for name in ("postgres", "redis"):
        assert services()[name]["volumes"]
        assert services()[name]["healthcheck"]["test"]


def test_the_image_runs_unprivileged() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()

    users = [line for line in lines if line.startswith("USER ")]

    assert users == ["USER yakusoku"]

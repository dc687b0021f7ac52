"""`make run` from outside: what it says, what it keeps, and that nothing outlives it."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.services_fixture.session import free_port, wait_until
from tests.services_fixture.trial import ROOT, Trial, environment


def refused(data: Path, port: int | str, **more: str) -> str:
    """What `bin/run.py` says when it will not start; it must end by itself with exit code 1."""
    done = subprocess.run(
        [sys.executable, "bin/run.py"],
        cwd=ROOT,
        env={**environment(data, 1, **more), "PORT": str(port)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


def test_a_taken_port_is_one_clear_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert (
            refused(tmp_path, port) == f"Port {port} is already in use; choose another: make run PORT=8765\n"
        )


def test_a_port_that_is_no_number_is_one_clear_sentence(tmp_path: Path) -> None:
    assert (
        refused(tmp_path, "８０００")
        == "PORT=８０００ is not a port number; choose one from 1024 to 65535.\n"
    )


def test_an_unwritable_data_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    said = refused(tmp_path / "file" / "data", free_port())

    assert said == (
        f"The data folder {tmp_path}/file/data cannot be written (Not a directory); "
        "choose another: make run YAKUSOKU_DATA=/path/to/folder\n"
    )


def status_of(url: str) -> int:
    with urllib.request.urlopen(url, timeout=10) as response:
        return int(response.status)


def test_a_stop_leaves_no_process_and_a_second_start_keeps_the_data(trial: Trial, filled: Path) -> None:
    shutil.copytree(filled, trial.data)
    trial.start()
    assert f"{trial.url}/" in trial.said
    assert status_of(f"{trial.url}/healthz") == 200
    secret = (trial.data / "secret_key").read_text()
    sample_company = size_of_tables(trial.data)
    assert refused(trial.data, free_port()) == (
        f"Another Yakusoku is already running on {trial.data}; stop it first.\n"
    )

    assert trial.stop(signal.SIGINT) == -signal.SIGINT
    assert trial.processes() == []

    trial.start()
    assert (trial.data / "secret_key").read_text() == secret
    assert size_of_tables(trial.data) == sample_company
    assert trial.stop(signal.SIGTERM) == -signal.SIGTERM
    assert trial.processes() == []


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample company in it; making it takes longer than all that follows."""
    trial = Trial(tmp_path_factory.mktemp("trial") / "data")
    trial.start()
    trial.stop()
    return trial.data


@pytest.mark.parametrize("victim", ["make", "bin/run.py", "granian"])
def test_whichever_process_is_killed_none_is_left(trial: Trial, filled: Path, victim: str) -> None:
    shutil.copytree(filled, trial.data)
    trial.start()
    assert trial.process is not None

    os.kill(trial.named(victim)[0], signal.SIGKILL)

    assert trial.process.wait(timeout=30) != 0
    wait_until(lambda: trial.processes() == [], "every process to end")


def size_of_tables(data: Path) -> dict[str, int]:
    """How many people, jobs and staff there are."""
    with sqlite3.connect(data / "yakusoku.sqlite3") as connection:
        tables = ("candidates_candidate", "candidates_job", "company_staff", "company_location")
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  our own names
            for table in tables
        }

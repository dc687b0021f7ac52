"""One temporary folder per test run, shared by the workers that pytest-xdist starts."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

VARIABLE = "YAKUSOKU_TEST_SESSION"


def shared_folder() -> Path:
    """The run's folder; the first process that asks makes it and thereby owns the run."""
    if VARIABLE not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="yakusoku-tests-"))
        folder.chmod(0o711)  # the database's own user must be able to pass through
        os.environ[VARIABLE] = f"{os.getpid()}:{folder}"
    return Path(os.environ[VARIABLE].partition(":")[2])


def owner() -> int:
    """The process whose end ends the run."""
    shared_folder()
    return int(os.environ[VARIABLE].partition(":")[0])


def end() -> None:
    if VARIABLE in os.environ and owner() == os.getpid():
        shutil.rmtree(shared_folder(), ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(happened: Callable[[], bool], what: str, *, seconds: float = 30) -> None:
    """Poll a server or a process from outside; raises TimeoutError naming ``what`` it waited for."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.03)

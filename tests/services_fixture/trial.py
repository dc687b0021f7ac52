"""The product as `make run` starts it, on a port and a data folder of its own."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from supervise import die_with_parent
from tests.services_fixture.session import free_port, wait_until

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 400.0


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    """The shell's environment without what the tests have set for themselves."""
    ours = {
        "SECRET_KEY",
        "DATABASE_URL",
        "DJANGO_SETTINGS_MODULE",
        "LOG_LEVEL",
        "YAKUSOKU_SANDBOX",
        "PYTHONPATH",
    }
    shell = {name: value for name, value in os.environ.items() if name not in ours}
    return {**shell, "YAKUSOKU_DATA": str(data), "PORT": str(port), **more}


class Trial:
    """One running `make run`; a second start on the same folder keeps its data."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.process: subprocess.Popen[str] | None = None
        self.said = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, **more: str) -> None:
        """Returns once the address has been printed; ``more`` are further environment variables."""
        self.said = ""
        self.process = subprocess.Popen(
            ["make", "--no-print-directory", "run", f"PYTHON={sys.executable}"],
            cwd=ROOT,
            env=environment(self.data, self.port, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=_started_from_a_terminal(),
        )
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(self.process, lines), daemon=True).start()
        wait_until(lambda: self._has_started(lines), "the trial to start", seconds=START_SECONDS)
        assert self.process.poll() is None, self.said

    def _read(self, process: subprocess.Popen[str], lines: "queue.SimpleQueue[str]") -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)

    def _has_started(self, lines: "queue.SimpleQueue[str]") -> bool:
        while not lines.empty():
            self.said += lines.get()
        return "Ctrl-C stops it" in self.said or (
            self.process is not None and self.process.poll() is not None
        )

    def stop(self, signum: int = signal.SIGINT) -> int:
        """Send the signal to make and wait for the end; returns its exit code, negative for a signal."""
        if self.process is None:
            return 0
        self.process.send_signal(signum)
        code = self.process.wait(timeout=30)
        self.process = None
        return code

    def processes(self) -> list[int]:
        """Every process that was started for this data folder and still runs."""
        mark = f"YAKUSOKU_DATA={self.data}\0".encode()
        return [pid for pid in _process_ids() if mark in _read(pid, "environ")]

    def named(self, word: str) -> list[int]:
        """Those whose command line has the word, the oldest first."""
        return [pid for pid in sorted(self.processes()) if word in _read(pid, "cmdline").decode()]


def _started_from_a_terminal() -> Callable[[], None]:
    """Heeding Ctrl-C, which a shell makes what it runs in the background ignore, and gone when we are."""
    arrange = die_with_parent()

    def start() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        arrange()

    return start


def _process_ids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # gone, or not ours
        return b""

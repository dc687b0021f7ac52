"""Processes under measurement: they die with us, and the kernel says what they and their children spent."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from supervise import die_with_parent

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
_TICKS = os.sysconf("SC_CLK_TCK")


class Running:
    """One process in a session of its own; what it prints goes to ``log``."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        """Without reaping it: what an ended process has spent stays readable until ``kill``."""
        ended = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return ended is None

    def cpu(self) -> float:
        return cpu_seconds(self.pid)

    def kill(self) -> None:
        """As kill -9 does it: the whole group at once, nothing finished, nothing written down."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


def environment(**more: str) -> dict[str, str]:
    """Only what a process needs, so that nothing of this shell changes a measurement."""
    path = f"{Path(PYTHON).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    kept = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG", "TMPDIR", "USER"}}
    return {**kept, "PATH": path, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'bin'}", **more}


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and everything below it, ended children included."""
    children: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := _stat(entry)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
            spent[int(entry.name)] = sum(int(ticks) for ticks in fields[11:15]) / _TICKS
    total, family = 0.0, [pid]
    while family:
        one = family.pop()
        total += spent.get(one, 0.0)
        family += children.get(one, [])
    return total


def _stat(entry: Path) -> list[str]:
    """/proc/PID/stat from the state on: the name before it may hold blanks."""
    try:
        return (entry / "stat").read_text().rpartition(")")[2].split()
    except OSError:  # gone meanwhile
        return []

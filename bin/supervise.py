"""Starting processes that never outlive whoever started them. Standard library only."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 15.0
_prctl = ctypes.CDLL(None, use_errno=True).prctl if sys.platform == "linux" else None


def die_with_parent(signum: int = signal.SIGTERM) -> Callable[[], None]:
    """A ``preexec_fn``: the kernel sends ``signum`` to the child when its parent is gone, even by kill -9.

    Linux only; elsewhere it does nothing. The kernel watches the *thread* that forked, so fork from
    one that lives as long as the process.
    """
    parent = os.getpid()

    def arrange() -> None:
        if _prctl is not None:
            _prctl(PR_SET_PDEATHSIG, signum, 0, 0, 0)
            if os.getppid() != parent:  # it died between our fork and our request
                os.kill(os.getpid(), signum)

    return arrange


def follow_parent() -> None:
    """Ask the kernel for a SIGTERM when the process that started *us* is gone, even by kill -9 (Linux)."""
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def is_interrupted(pid: int) -> bool:
    """Whether that process is handling a SIGINT right now.

    make passes a SIGTERM on to what it runs, but on SIGINT it only waits, taking it for granted that a
    terminal told everybody. A SIGINT sent to make alone shows in its mask of blocked signals.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
    blocked = next((line.split()[1] for line in status.splitlines() if line.startswith("SigBlk")), "0")
    return bool(int(blocked, 16) >> (signal.SIGINT - 1) & 1)


class Stopped(Exception):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, a closed terminal)."""


class Family:
    """A few child processes, each in a session of its own, stopped together."""

    def __init__(self, env: Mapping[str, str], cwd: str, *, parent: int | None = None) -> None:
        self.env, self.cwd, self.parent = env, cwd, parent
        self.members: dict[str, subprocess.Popen[str]] = {}
        self.signals_seen = 0

    def listen(self) -> None:
        """Take over the signals that mean "stop", also where a parent shell had them ignored."""
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, lambda *_: self._heard())

    def _heard(self) -> None:
        self.signals_seen += 1

    def pause(self, seconds: float = 0.1) -> None:
        """Wait a moment; raises Stopped once somebody asked us to stop."""
        if not self.signals_seen:
            time.sleep(seconds)
        if self.signals_seen or (self.parent and is_interrupted(self.parent)):
            raise Stopped

    def start(self, name: str, command: Sequence[str], *, piped: bool = False) -> subprocess.Popen[str]:
        """Start a member; with ``piped`` its output is ours to read."""
        member = subprocess.Popen(
            command,
            env=dict(self.env),
            cwd=self.cwd,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if piped else None,
            start_new_session=True,
            preexec_fn=die_with_parent(),
        )
        self.members[name] = member
        return member

    def first_gone(self) -> str | None:
        """The name of a member that has ended, if one has."""
        return next((name for name, member in self.members.items() if member.poll() is not None), None)

    def run(self, name: str, command: Sequence[str], *, piped: bool = False) -> tuple[int, str]:
        """Run one command to its end, ready to be stopped meanwhile. Returns its exit code and its output."""
        member = self.start(name, command, piped=piped)
        while member.poll() is None:
            self.pause()
        output = member.stdout.read() if member.stdout else ""
        del self.members[name]
        return member.returncode, output

    def kill(self, name: str) -> None:
        """End one member and whatever it started, at once."""
        member = self.members.pop(name)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(member.pid, signal.SIGKILL)
        member.wait()

    def stop(self) -> None:
        """End every member: politely first, by force after a while or when asked a second time."""
        impatient_after = self.signals_seen
        for member in self.members.values():
            member.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while any(member.poll() is None for member in self.members.values()):
            if time.monotonic() > deadline or self.signals_seen > impatient_after + 1:
                break
            time.sleep(0.05)
        for name in [*self.members]:
            self.kill(name)

"""The virtual environment: made, filled and kept up to date with plain pip. Standard library only."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from supervise import die_with_parent

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / os.environ.get("YAKUSOKU_VENV", ".venv")
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)
CONTAINS = {"requirements-dev.txt": ("requirements-dev.txt", "requirements.txt")}  # at the same versions


class CannotPrepare(Exception):
    """What is missing on this machine, in one sentence."""


def prepare(requirements: str) -> None:
    """Bring ``.venv`` to exactly the locked versions; a second call with nothing new takes no time."""
    if PYTHON.exists() and _is_installed(requirements):
        return
    _make_venv()
    print(f"Installing {requirements} (the first time takes a minute) …", flush=True)
    _install(ROOT / requirements)
    for name in CONTAINS.get(requirements, (requirements,)):
        _stamp(name).write_text(_digest(name))


def _is_installed(requirements: str) -> bool:
    stamp = _stamp(requirements)
    return stamp.exists() and stamp.read_text() == _digest(requirements)


def _stamp(requirements: str) -> Path:
    """Remembers which state of the file was installed."""
    return VENV / f".{requirements}.sha256"


def _digest(requirements: str) -> str:
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def _make_venv() -> None:
    if sys.version_info < OLDEST:
        raise CannotPrepare(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}."
        )
    if (VENV / "bin" / "pip").exists():
        return
    if not _quiet([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        shutil.rmtree(VENV, ignore_errors=True)
        raise CannotPrepare("Python's venv module is missing: apt-get install python3-venv, then try again.")


def _install(requirements: Path) -> None:
    """uv where it stands on the path, since it is ten times faster; pip wherever it does not, or cannot."""
    uv = shutil.which("uv")
    if uv and _quiet(
        [uv, "pip", "install", "--python", str(PYTHON), "--require-hashes", "-r", str(requirements)]
    ):
        return
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    pip += ["--require-hashes", "-r", str(requirements)]
    if subprocess.run(pip, check=False, preexec_fn=die_with_parent()).returncode:
        raise CannotPrepare(f"Installing {requirements.name} failed; the lines above say why.")


def _quiet(command: list[str]) -> bool:
    done = subprocess.run(command, check=False, capture_output=True, preexec_fn=die_with_parent())
    return done.returncode == 0


if __name__ == "__main__":
    try:
        for name in sys.argv[1:]:
            prepare(name)
    except CannotPrepare as problem:
        sys.exit(str(problem))

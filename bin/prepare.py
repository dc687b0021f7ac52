"""The virtual environment: made, filled and kept up to date with plain pip. Standard library only."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


class CannotPrepare(Exception):
    """What is missing on this machine, in one sentence."""


def prepare(requirements: str) -> None:
    """Bring ``.venv`` to exactly the locked versions; a second call with nothing new takes no time."""
    wanted = ROOT / requirements
    stamp = VENV / f".{requirements}.sha256"
    digest = hashlib.sha256(wanted.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    _make_venv()
    print(f"Installing {requirements} (the first time takes a minute) …", flush=True)
    _install(wanted)
    stamp.write_text(digest)


def _make_venv() -> None:
    if sys.version_info < OLDEST:
        raise CannotPrepare(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}."
        )
    if (VENV / "bin" / "pip").exists():
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], check=False, capture_output=True, text=True
    )
    if made.returncode:
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
    if subprocess.run([*pip, "--require-hashes", "-r", str(requirements)], check=False).returncode:
        raise CannotPrepare(f"Installing {requirements.name} failed; the lines above say why.")


def _quiet(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


if __name__ == "__main__":
    try:
        for name in sys.argv[1:]:
            prepare(name)
    except CannotPrepare as problem:
        sys.exit(str(problem))

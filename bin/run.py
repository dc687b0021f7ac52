"""`make run`: the whole product on this machine, for trying it. SQLite, no broker, nothing leaves.

Standard library only: it runs before the virtual environment exists, and makes it. Reads PORT (default
8000) and YAKUSOKU_DATA (default ./data). With --for-make it also ends when make, its parent, is ended.
"""

import errno
import fcntl
import os
import secrets
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prepare import PYTHON, ROOT, CannotPrepare, prepare
from supervise import Family, Stopped, follow_parent

HOST = "127.0.0.1"
START_SECONDS = 180
MANAGE = (str(PYTHON), "manage.py")


class CannotStart(Exception):
    """Why the product cannot run here, in one sentence."""


def main() -> int:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.default_int_handler)
    parent = os.getppid() if "--for-make" in sys.argv else None
    if parent:
        follow_parent()
    try:
        port, data = usable_port(), usable_folder()
        with only_one(data):
            prepare("requirements.txt")
            run_until_stopped(Family(environment(port, data), str(ROOT), parent=parent), port)
    except (CannotPrepare, CannotStart) as problem:
        print(problem, file=sys.stderr)
        return 1
    except (Stopped, KeyboardInterrupt):
        print("\nStopped.", flush=True)
    return 0


def usable_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        raise CannotStart(f"PORT={text} is not a port number; choose one from 1024 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            reason = "is already in use" if taken else f"cannot be used ({error.strerror})"
            raise CannotStart(f"Port {text} {reason}; choose another: make run PORT=8765") from error
    return int(text)


def usable_folder() -> Path:
    folder = Path(os.environ.get("YAKUSOKU_DATA") or ROOT / "data").expanduser().resolve()
    probe = folder / f".writable-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise CannotStart(
            f"The data folder {folder} cannot be written ({error.strerror}); "
            "choose another: make run YAKUSOKU_DATA=/path/to/folder"
        ) from error
    return folder


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the folder: two instances over one database would each send what the other has sent."""
    with (data / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(f"Another Yakusoku is already running on {data}; stop it first.") from error
        yield


def environment(port: int, data: Path) -> dict[str, str]:
    """This shell's environment, made a trial: a database and a secret of its own, no broker."""
    trial = {
        "YAKUSOKU_SANDBOX": "1",
        "YAKUSOKU_DATA": str(data),
        "SECRET_KEY": secret_of(data),
        "PUBLIC_BASE_URL": f"http://{HOST}:{port}",
        "DATABASE_URL": f"sqlite:///{data / 'yakusoku.sqlite3'}",
        "CELERY_BROKER_URL": "",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore:No directory at:UserWarning",  # static files are served from the sources
    }
    return {"LOG_LEVEL": "WARNING", **os.environ, **trial}


def secret_of(data: Path) -> str:
    """A random key, made once and kept with the data, so that sign-ins survive a second start."""
    path = data / "secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


def run_until_stopped(family: Family, port: int) -> None:
    family.listen()
    try:
        if not (Path(family.env["YAKUSOKU_DATA"]) / "yakusoku.sqlite3").exists():
            print("Filling the database with a sample company (only once) …", flush=True)
        greeting = command(family, "sample", "--migrate")
        family.start("web server", web_server(port))
        family.start("background worker", [*MANAGE, "background"])
        wait_until_answering(family, port)
        where = f"http://{HOST}:{port}/"
        print(f"\nYakusoku is running at {where}", flush=True)
        print(f"  the desk {where}desk/  the trial phone {where}sandbox/  the jobs page {where}jobs/")
        print(f"{greeting}\nCtrl-C stops it.", flush=True)
        while not (gone := family.first_gone()):
            family.pause(0.2)
        raise CannotStart(f"The {gone} ended by itself; the lines above may say why.")
    finally:
        family.stop()


def command(family: Family, *arguments: str) -> str:
    """Run one management command to its end and return what it printed."""
    code, output = family.run(f"manage.py {arguments[0]}", [*MANAGE, *arguments], piped=True)
    if code:
        raise CannotStart(
            f"Setting up the database failed (manage.py {arguments[0]}); the lines above say why."
        )
    return output.rstrip()


def web_server(port: int) -> list[str]:
    """One process, a few threads: SQLite has one writer at a time anyway."""
    granian = [str(PYTHON.with_name("granian")), "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    return [
        *granian,
        "--no-ws",
        "--workers",
        "1",
        "--blocking-threads",
        "4",
        "--log-level",
        "warning",
        "config.wsgi:application",
    ]


def wait_until_answering(family: Family, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if gone := family.first_gone():
            raise CannotStart(f"The {gone} did not start; the lines above say why.")
        if answers(f"http://{HOST}:{port}/healthz"):
            return
        family.pause()
    raise CannotStart(f"The web server did not answer within {START_SECONDS} seconds.")


def answers(url: str) -> bool:
    """Ask this machine directly, whatever proxy the shell is set to."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except OSError:  # refused, reset, or an error page: urllib's errors are all OSError
        return False


if __name__ == "__main__":
    sys.exit(main())

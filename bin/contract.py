"""Starts the product on a free port with a throwaway database, and lets schemathesis ask what machines ask.

Every operation of the API and every entrance for providers (docs/hooks.json) is asked with data that fits the
description and with data that does not. No answer may be a server's error, none may be undocumented, what a
key may not do must stay shut, and what is forged must be refused.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
EXAMPLES, HOOK_EXAMPLES = "40", "25"
START_SECONDS = 90
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
    "ignored_auth",
    "unsupported_method",
)
HOOK_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "unsupported_method",
    "forged_is_refused",
)
TWILIO, LINE, MAIL = "contract-twilio-token", "contract-line-secret", "contract:a-secret-of-mails"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="yakusoku-contract-") as folder:
        port = free_port()
        env = environment(Path(folder), port)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)
        key, said = made_by(env), Path(folder) / "server.log"
        with said.open("wb") as log:
            command = [*granian(), "--host", HOST, "--port", str(port), "config.wsgi:application"]
            server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        failed = True
        try:
            wait_for(f"http://{HOST}:{port}/readyz", server)
            failed = bool(ask_api(port, key, folder)) | bool(ask_hooks(port, folder))
            if failed := failed or broke(said):
                print("Something failed behind an answer; see below.")
        finally:
            server.terminate()
            server.wait(timeout=30)
            if failed:
                print(what_went_wrong(said))
        return int(failed)


def what_went_wrong(said: Path) -> str:
    """The server's words but for its warnings, one for every request it rightly refused."""
    lines = said.read_text(errors="replace").splitlines()
    return "\n".join([line for line in lines if '"level": "warning"' not in line][-200:])


def broke(said: Path) -> bool:
    """Whether something failed after an answer had left, where no request can see it."""
    words = said.read_text(errors="replace")
    return '"traceback"' in words or "Traceback (most recent call last)" in words


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "YAKUSOKU_SANDBOX": "1",
        "YAKUSOKU_DATA": str(folder),
        "PUBLIC_BASE_URL": f"http://{HOST}:{port}",
        "API_LIMIT_PER_MINUTE": "1000000",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
        "TWILIO_ACCOUNT_SID": "AC" + 32 * "a",
        "TWILIO_AUTH_TOKEN": TWILIO,
        "LINE_PROVIDER": "line",
        "LINE_BASE_URL": f"http://{HOST}:9",
        "LINE_CHANNEL_ACCESS_TOKEN": "contract",
        "LINE_CHANNEL_SECRET": LINE,
        "LINE_BASIC_ID": "@contract",
        "ANYMAIL_WEBHOOK_SECRET": MAIL,
    }


def granian() -> list[str]:
    return [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--log-level", "error"]


def made_by(env: dict[str, str]) -> str:
    """A key of all scopes, and something for it to read; as another process, for this one has no Django."""
    return subprocess.run(
        [sys.executable, "-c", ROWS], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    ).stdout.strip()


ROWS = """
import django
django.setup()
from candidates.models import Job
from candidates.policy import Applicant, PhoneKind
from candidates.services.intake import receive
from company import clock
from company.models import Location, Staff
from company.policy import ApiScope, Role
from company.services.api_tokens import make_token
now = clock.now()
owner = Staff.objects.create(username="owner", role=Role.OWNER)
place = Location.objects.create(name="Kichijoji", slug="kichijoji")
job = Job.objects.create(title="Hall", slug="hall", location=place)
for number in range(3):
    phone = {"phone": f"+81901234567{number}", "phone_kind": PhoneKind.MOBILE}
    person = Applicant("Tanaka", f"Hanako {number}", **phone)
    receive(person, job=job, now=now, external_ref=f"A-{number}")
values = {"name": "contract", "scopes": tuple(ApiScope), "locations": (), "expires_at": None}
print(make_token(**values, by=owner, now=now)[1])
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  our own server
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("The server did not start; the lines above may say why.")


def ask_api(port: int, key: str, folder: str) -> int:
    what = [f"http://{HOST}:{port}/api/v1/openapi.json", "--header", f"Authorization: Bearer {key}"]
    return ask(what, CHECKS, EXAMPLES, folder, {})


def ask_hooks(port: int, folder: str) -> int:
    base = f"http://{HOST}:{port}"
    secrets = {"CONTRACT_TWILIO": TWILIO, "CONTRACT_LINE": LINE, "CONTRACT_MAIL": MAIL, "CONTRACT_BASE": base}
    signing = {"SCHEMATHESIS_HOOKS": "contract_signing", "PYTHONPATH": str(ROOT / "bin")}
    what = [str(ROOT / "docs" / "hooks.json"), "--url", base]
    return ask(what, HOOK_CHECKS, HOOK_EXAMPLES, folder, secrets | signing)


def ask(what: list[str], checks: tuple[str, ...], examples: str, folder: str, env: dict[str, str]) -> int:
    command = [
        str(ROOT / ".venv-contract" / "bin" / "st"),
        "run",
        *what,
        "--checks",
        ",".join(checks),
        "--phases",
        "examples,coverage,fuzzing",
        "--max-examples",
        os.environ.get("CONTRACT_EXAMPLES", examples),
        "--generation-database",
        "none",
        "--seed",
        os.environ.get("CONTRACT_SEED", "1"),
        "--no-color",
    ]
    return subprocess.run(command, cwd=folder, env=os.environ | env, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())

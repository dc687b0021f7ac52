"""A sender that cannot send, or an entrance without a lock, is found at the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WORKING = {
    "SECRET_KEY": "x",
    "PUBLIC_BASE_URL": "https://saiyo.example.jp",
    "DATABASE_URL": "sqlite:///none.sqlite3",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "x",
    "TWILIO_FROM": "+15005550006",
}


def start(**changes: str) -> str:
    """What the settings say, empty when they are content."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env=kept | WORKING | changes,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"TWILIO_FROM": "Hinata 1"},
        {"TWILIO_FROM": "", "TWILIO_MESSAGING_SERVICE_SID": "MG" + "0a" * 16},
        {"INBOUND_EMAIL_DOMAIN": "reply.example.jp", "ANYMAIL_WEBHOOK_SECRET": "user:long-enough-password"},
        {"SMS_PROVIDER": "off", "TWILIO_FROM": ""},
    ],
)
def test_what_can_work_starts(changes: dict[str, str]) -> None:
    assert start(**changes) == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"TWILIO_FROM": ""}, "Set TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID"),
        ({"TWILIO_FROM": "ひなた食堂"}, "TWILIO_FROM must be"),
        ({"TWILIO_FROM": "HINATASHOKUDO"}, "TWILIO_FROM must be"),
        ({"TWILIO_FROM": "090-1234-5678"}, "TWILIO_FROM must be"),
        ({"TWILIO_MESSAGING_SERVICE_SID": "SM1"}, "must be MG and 32"),
        ({"INBOUND_EMAIL_DOMAIN": "reply.example.jp"}, "needs ANYMAIL_WEBHOOK_SECRET"),
        ({"ANYMAIL_WEBHOOK_SECRET": "short:one"}, "20 characters"),
        ({"ANYMAIL_WEBHOOK_SECRET": "no-user-but-long-enough"}, "user:password"),
        (
            {"INBOUND_EMAIL_DOMAIN": "me@x.jp", "ANYMAIL_WEBHOOK_SECRET": "user:long-enough-password"},
            "must be a domain",
        ),
    ],
)
def test_what_cannot_work_is_refused_in_clear_words(changes: dict[str, str], told: str) -> None:
    assert told in start(**changes)

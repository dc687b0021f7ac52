"""A database of a life's own: a file made by the migrations once, copied for each life, thrown away after."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
NOTHING_LEAVES = {"SMS_PROVIDER": "sandbox", "EMAIL_PROVIDER": "sandbox", "LINE_PROVIDER": "sandbox"}
OURS = (
    *("SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "DEADMAN_URL", "FAILPOINTS"),
    *("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET"),
)
"""What a life must not inherit from the instance: neither its rows nor its keys."""


def manage(database: Path, *arguments: str) -> list[str]:
    """``manage.py`` as a process which lives in this file and nowhere else."""
    known = NOTHING_LEAVES | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "YAKUSOKU_SANDBOX": "1",
        "YAKUSOKU_DATA": str(database.parent),
        "DATABASE_URL": f"sqlite:///{database}",
        "LOG_LEVEL": "ERROR",
        "PYTHONHASHSEED": "0",  # the same order of everything, every time
    }
    without = [part for name in OURS if name not in known for part in ("-u", name)]
    told = [f"{name}={value}" for name, value in known.items()]
    return ["env", *without, *told, sys.executable, str(MANAGE), *arguments]


def new_database(folder: Path) -> Path:
    """A fresh copy of the template in ``folder``."""
    path = folder / "life.sqlite3"
    shutil.copy(_template(), path)
    return path


def _template() -> Path:
    folder = Path(settings.DATA_DIR) / "simulator"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"template-{_state_of_the_code()}.sqlite3"
    if not path.exists():
        for old in folder.glob("template-*"):
            old.unlink(missing_ok=True)
        made = folder / f"new-{os.getpid()}.sqlite3"
        subprocess.run(manage(made, "migrate", "--no-input", "-v0"), check=True)
        made.rename(path)
    return path


def _state_of_the_code() -> str:
    names = sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)
    return hashlib.sha256(" ".join(names).encode()).hexdigest()[:16]


def hurry() -> None:
    """This database may be lost with its process, so nothing waits for a disk."""
    with connection.cursor() as cursor:
        for pragma in (
            "journal_mode=MEMORY",
            "synchronous=OFF",
            "locking_mode=EXCLUSIVE",
            "cache_size=-200000",
        ):
            cursor.execute(f"PRAGMA {pragma}")

"""How the desk's pages find their rows among twenty thousand applications, on PostgreSQL: by index."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any  # what the measuring process wrote

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPLICATIONS = 20_000
READ_FOR_ONE_SHOWN = 5
COUNTED = 1_001
"""A list counts so far, to know its numbered pages."""
SKIPPED = 49 * 25
"""Before the rows of page 50, the last that has a number; further pages begin where the one before ended."""
TO_COME = 2_000
"""Interviews to come and the times still free, of all stores: today and a person's page look through them."""
READ_WHOLE_AT_THIS_SIZE = {"today, all stores": {"candidates_application"}}
"""For the hundreds who come today to forty stores PostgreSQL rightly reads this little table; of a million
applications it does not (``docs/benchmarks.md``)."""


@pytest.fixture
def told(postgres_url: str, tmp_path: Path) -> dict[str, dict[str, Any]]:
    """Every page with the rows its statements read, from a process on a database of its own."""
    env = os.environ | {
        "DATABASE_URL": postgres_url,
        "DJANGO_SETTINGS_MODULE": "bench.visits.settings",
        "SECRET_KEY": "only-for-tests",
        "YAKUSOKU_DATA": str(tmp_path),
        "YAKUSOKU_SANDBOX": "1",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'bin'}",
    }
    out = tmp_path / "told.json"
    for command in (
        ["manage.py", "fill", f"--applications={APPLICATIONS}", "--stores=40", "--migrate"],
        ["-m", "bench.visits.desk", "0", "0", str(out)],
    ):
        subprocess.run([sys.executable, *command], env=env, cwd=ROOT, check=True, capture_output=True)
    pages: dict[str, dict[str, Any]] = json.loads(out.read_text())
    return {name: page for name, page in pages.items() if not name.startswith("plain")}


def test_no_page_of_the_desk_reads_a_large_table_from_end_to_end_or_much_more_than_it_shows(
    told: dict[str, dict[str, Any]],
) -> None:
    scans = {
        name: set(page["scans"]) - READ_WHOLE_AT_THIS_SIZE.get(name, set()) for name, page in told.items()
    }
    judged = {name: page for name, page in told.items() if name not in READ_WHOLE_AT_THIS_SIZE}
    much = {name: page["worst"] for name, page in judged.items() if page["read_of_large"] > allowed(page)}

    assert {"list", "list, deep", "search by phone", "candidate page", "conversation"} <= told.keys()
    assert {name: tables for name, tables in scans.items() if tables} == {}
    assert much == {}


def allowed(page: dict[str, Any]) -> int:
    return READ_FOR_ONE_SHOWN * int(page["shown"]) + COUNTED + SKIPPED + TO_COME

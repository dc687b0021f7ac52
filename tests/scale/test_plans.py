"""How the desk's pages find their rows among sixty thousand applications, on PostgreSQL: by index."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any  # what the measuring process wrote

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPLICATIONS = 60_000
READ_FOR_ONE_SHOWN = 5
BESIDES = 3000
"""What a list counts for its numbered pages and skips before page 50, and what is under way in all stores."""


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
    scans = {name: page["scans"] for name, page in told.items() if page["scans"]}
    much = {
        name: page["worst"]
        for name, page in told.items()
        if page["read_of_large"] > READ_FOR_ONE_SHOWN * page["shown"] + BESIDES
    }

    assert {"list", "list, deep", "search by phone", "candidate page", "conversation"} <= told.keys()
    assert scans == {}
    assert much == {}

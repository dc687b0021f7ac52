"""The suite's own rules: a test whose server is missing is named, and REQUIRE_ALL=1 makes it a failure."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDS_GETTEXT = "tests/house/test_translations.py::test_the_catalogue_holds_exactly_the_texts_of_the_sources"


def run_on_a_machine_with_nothing_installed(**more: str) -> subprocess.CompletedProcess[str]:
    settings = {"PATH": "/nowhere", "REQUIRE_ALL": "", **more}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", NEEDS_GETTEXT],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
    )


def test_what_is_skipped_is_named_at_the_end() -> None:
    done = run_on_a_machine_with_nothing_installed()

    assert done.returncode == 0
    assert f"{NEEDS_GETTEXT}: Skipped: needs gettext (apt-get install gettext)" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 skipped")


def test_where_all_is_required_a_skip_is_a_failure() -> None:
    done = run_on_a_machine_with_nothing_installed(REQUIRE_ALL="1")

    assert done.returncode == 1
    assert "REQUIRE_ALL=1 forbids that" in done.stdout

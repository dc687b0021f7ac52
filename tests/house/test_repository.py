"""What must hold for the repository as a whole."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize(
    "name",
    ["requirements.txt", "requirements-learning.txt", "requirements-dev.txt", "requirements-bench.txt"],
)
def test_the_lock_file_has_a_hash_for_every_package_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE | re.IGNORECASE)[1:]

    assert packages
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in text
    assert "index-url" not in text


def test_development_runs_on_the_versions_the_product_runs_on() -> None:
    def pinned(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE))

    assert pinned("requirements.txt") <= pinned("requirements-dev.txt")


def test_no_tracked_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    home_of_the_checkout = f"{ROOT}/"

    guilty = [path for path in tracked_files() if home_of_the_checkout.encode() in path.read_bytes()]

    assert guilty == []


def test_text_files_end_with_a_newline_and_use_unix_line_ends() -> None:
    suffixes = {".css", ".html", ".js", ".md", ".po", ".py", ".sh", ".svg", ".toml", ".txt", ".yml"}
    texts = [path for path in tracked_files() if path.suffix in suffixes]

    guilty = [
        path
        for path in texts
        if (data := path.read_bytes()) and (not data.endswith(b"\n") or b"\r\n" in data)
    ]

    assert guilty == []


def test_links_between_the_documents_lead_somewhere() -> None:
    documents = [path for path in tracked_files() if path.suffix == ".md"]

    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in documents
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text())
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]

    assert broken == []

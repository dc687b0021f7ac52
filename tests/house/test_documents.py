"""The documents do not rot: what they link to, show and tell people to type is there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 1_500_000
READMES = [ROOT / "README.md", ROOT / "README.ja.md"]


def documents() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split()]


def targets(document: Path) -> list[str]:
    """What a document links to or shows, outside of web addresses."""
    text = document.read_text()
    found = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'<img [^>]*src="([^"]+)"', text)
    return [one for one in found if "://" not in one and not one.startswith("mailto:")]


def anchors(document: Path) -> set[str]:
    """The names GitHub gives to headings."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_and_picture_leads_to_a_file_and_every_fragment_to_a_heading() -> None:
    broken = []
    for document in documents():
        for target in targets(document):
            name, _, fragment = target.partition("#")
            file = document.parent / name if name else document
            if not file.is_file() or (fragment and fragment not in anchors(file)):
                broken.append(f"{document.relative_to(ROOT)}: {target}")

    assert broken == []


def test_every_picture_is_shown_in_both_readmes_and_together_they_are_light() -> None:
    pictures = {path.relative_to(ROOT).as_posix() for path in IMAGES.iterdir()}

    for readme in READMES:
        assert {target for target in targets(readme) if target.startswith("docs/images/")} == pictures
    assert sum((ROOT / name).stat().st_size for name in pictures) <= MOST_BYTES


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_a_readme_begins_with_what_a_bare_system_needs(readme: Path) -> None:
    first = readme.read_text().splitlines()[0]

    assert "make" in first
    assert "python3-venv" in first


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_test_command_of_a_readme_is_the_one_ci_runs(readme: Path) -> None:
    assert re.search(r"^    make test\b", readme.read_text(), re.MULTILINE)
    assert "exec make test" in (ROOT / ".ci" / "run").read_text()


def test_every_make_target_and_script_a_document_names_exists() -> None:
    known = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    missing = []
    for document in documents():
        text = document.read_text()
        missing += [
            name for name in re.findall(r"(?:^    |`)make (\w+)", text, re.MULTILINE) if name not in known
        ]
        missing += [
            name for name in re.findall(r"(?<![\w/])(bin/[\w.-]*\w)", text) if not (ROOT / name).exists()
        ]

    assert missing == []


def test_the_buttons_the_readme_names_are_on_the_screens() -> None:
    """A newcomer follows the story by the words on the buttons."""
    catalogue = (ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po").read_text()
    named = set(re.findall(r"「([^」]+)」", (ROOT / "README.md").read_text()))

    assert named
    assert {words for words in named if f'"{words}"' not in catalogue} == set()

"""Every text of the product exists in Japanese, and the compiled catalogue is the written one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path("locale/ja/LC_MESSAGES")
EASY = Path("locale/ja_Easy/LC_MESSAGES")
READ_BY_CANDIDATES = (
    "templates/portal",
    "portal",
    "candidates/services/wording.py",
    "candidates/wording.py",
    "noshow/services/condition_words.py",
    "scheduling/models/reasons.py",
)
EASY_ALREADY = "already easy"
Key = tuple[str | None, str]


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ja")


def texts(catalogue: Iterable[Message]) -> dict[Key, tuple[str, ...]]:
    """What is said, by context and English text; the plural's English does not matter to Japanese."""
    return {(_context(message), english): tuple(japanese) for message, english, japanese in _pairs(catalogue)}


def _context(message: Message) -> str | None:
    """Babel leaves the context of a compiled catalogue as bytes."""
    context: str | bytes | None = message.context
    return context.decode() if isinstance(context, bytes) else context


def _pairs(catalogue: Iterable[Message]) -> Iterator[tuple[Message, str, list[str]]]:
    for message in catalogue:
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[0]
            japanese = [message.string] if isinstance(message.string, str) else list(message.string or ())
            yield message, english, [text or "" for text in japanese]


def test_every_text_has_its_japanese() -> None:
    written = read(ROOT / FOLDER / "django.po")

    missing = [
        english for message, english, japanese in _pairs(written) if message.fuzzy or not all(japanese)
    ]

    assert missing == []


@pytest.mark.parametrize("folder", [FOLDER, EASY])
def test_the_placeholders_survive_translation(folder: Path) -> None:
    written = read(ROOT / folder / "django.po")

    complaints = [f"{message.id}: {error}" for message in written for error in message.check(written)]

    assert complaints == []


@pytest.mark.gettext
def test_the_catalogue_holds_exactly_the_texts_of_the_sources(tmp_path: Path) -> None:
    """Extracts anew from a copy, as `manage.py makemessages` does."""
    _copy_sources(tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "-l", "ja", "--no-location", "--no-obsolete"]

    settings = {"PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, env={**os.environ, **settings}
    )

    assert done.returncode == 0, done.stderr
    in_the_sources = set(texts(read(tmp_path / FOLDER / "django.po")))
    assert set(texts(read(ROOT / FOLDER / "django.po"))) == in_the_sources


@pytest.mark.gettext
def test_whatever_candidates_read_has_easy_words_or_is_easy_already(tmp_path: Path) -> None:
    """A new text of these pages is written in locale/ja_Easy, too, or marked there as easy enough."""
    _copy_sources(tmp_path, READ_BY_CANDIDATES)
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "ja", "--no-location"]
    elsewhere = {name: text for name, text in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=elsewhere)

    assert done.returncode == 0, done.stderr
    catalogue = read(ROOT / EASY / "django.po")
    marked = [one for one in catalogue if one.id and (one.string or EASY_ALREADY in one.user_comments)]
    assert set(texts(marked)) == set(texts(read(tmp_path / FOLDER / "django.po")))


@pytest.mark.parametrize("folder", [FOLDER, EASY])
def test_the_compiled_catalogue_is_up_to_date(folder: Path) -> None:
    with (ROOT / folder / "django.mo").open("rb") as file:
        compiled = texts(read_mo(file))

    written = texts(read(ROOT / folder / "django.po"))
    assert compiled == {key: japanese for key, japanese in written.items() if all(japanese)}


def _copy_sources(target: Path, only: tuple[str, ...] = ("",)) -> None:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    for name in names:
        source = ROOT / name
        wanted = name.startswith(only) and name.partition("/")[0] not in {"bin", "docs", "tests", "static"}
        if name and source.is_file() and wanted:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)

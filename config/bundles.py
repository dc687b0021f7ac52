"""One style sheet and one script a page instead of nine files, made from the sources as they stand.

The sources stay what is edited. ``collectstatic`` copies the bundles like any other file; where there has
been none (``make run``, development), the web process finds them here. A compressed copy lies beside each, so
that WhiteNoise sends that.
"""

import gzip
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any  # Django's finders are untyped

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder, FileSystemFinder
from django.core.files.storage import FileSystemStorage

BUNDLES: dict[str, tuple[str, ...]] = {
    "css/desk.bundle.css": (
        *("css/tokens.css", "css/base.css", "css/components.css", "css/desk.css"),
        "css/print.css",
    ),
    "css/candidate.bundle.css": (
        *("css/tokens.css", "css/base.css", "css/components.css"),
        "css/candidate.css",
    ),
    "js/desk.bundle.js": (
        *("django_htmx/htmx-2.min.js", "js/desk.js", "js/frame.js"),
        "js/notices.js",
    ),
}
ON_PAPER = {"css/print.css"}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\n\s+")


class BundleFinder(BaseFinder):
    """Finds bundles by their name, each made anew when a source has changed."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.DATA_DIR / "bundles")
        self.storage.prefix = ""  # type: ignore[attr-defined]  # what collectstatic asks each storage for
        self.sources = (FileSystemFinder(), AppDirectoriesFinder())

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in BUNDLES:
            return []
        made = self._make(path)
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in BUNDLES:
            self._make(path)
            yield path, self.storage
            yield f"{path}.gz", self.storage  # WhiteNoise serves it only if it knows of it

    def _make(self, path: str) -> str:
        file = Path(self.storage.path(path))
        content = "".join(self._read(source) for source in BUNDLES[path]).encode()
        if not file.exists() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            _put(file.with_name(f"{file.name}.gz"), gzip.compress(content, 9, mtime=0))
            _put(file, content)
        return str(file)

    def _read(self, source: str) -> str:
        found = next((str(path) for finder in self.sources if (path := finder.find(source))), None)
        if found is None:
            raise FileNotFoundError(f"{source} of a bundle is not among the static files")
        text = Path(found).read_text(encoding="utf-8")
        if source.endswith(".js"):
            return f"{text}\n;\n"
        text = INDENT.sub("\n", COMMENT.sub("", text))
        return f"@media print {{{text}}}\n" if source in ON_PAPER else text


def _put(file: Path, content: bytes) -> None:
    """At once, so that another process never reads half of it."""
    half = file.with_name(f"{file.name}.{os.getpid()}")
    half.write_bytes(content)
    half.replace(file)

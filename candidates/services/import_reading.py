"""From the bytes of an uploaded list to its header and lines."""

import csv
import io
import re
from dataclasses import dataclass

LARGEST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 100
# Single bytes that CP932 leaves undefined; Python turns them into these instead of refusing.
_NO_LETTERS = re.compile("[\x80-\xa0\uf8f0-\uf8f3]")
_DELIMITERS = (",", "\t", ";")


class UnreadableFile(Exception):
    """``code``: empty, too_large, spreadsheet, encoding, quotes, no_rows, too_many_rows, too_many_columns.

    ``limit`` is the bound that was broken; ``import_words.file_words`` puts it all into words.
    """

    def __init__(self, code: str, limit: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.limit = limit


@dataclass(frozen=True)
class Table:
    """``lines`` are numbered as a spreadsheet shows them: the header is 1, empty lines count."""

    encoding: str
    headers: list[str]
    lines: list[tuple[int, list[str]]]


def read_table(data: bytes) -> Table:
    """Decode strictly, find the delimiter, and read every line. Raises UnreadableFile."""
    if len(data) > LARGEST_BYTES:
        raise UnreadableFile("too_large", LARGEST_BYTES // 1024 // 1024)
    encoding, text = _decode(data)
    records = _records(text, _delimiter(text))
    numbered = [(n, cells) for n, cells in enumerate(records, 1) if any(cell.strip() for cell in cells)]
    if not numbered:
        raise UnreadableFile("empty")
    headers, lines = [cell.strip() for cell in numbered[0][1]], numbered[1:]
    if not lines:
        raise UnreadableFile("no_rows")
    if len(lines) > MOST_ROWS:
        raise UnreadableFile("too_many_rows", MOST_ROWS)
    if len(headers) > MOST_COLUMNS:
        raise UnreadableFile("too_many_columns", MOST_COLUMNS)
    return Table(encoding, headers, lines)


def _decode(data: bytes) -> tuple[str, str]:
    """UTF-8 with or without BOM, else CP932 (what Excel in Japan writes). Nothing is guessed or replaced."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise UnreadableFile("spreadsheet")
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or (encoding == "cp932" and _NO_LETTERS.search(text)):
            break
        return ("UTF-8" if encoding == "utf-8-sig" else "Shift_JIS"), text
    raise UnreadableFile("encoding")


def _delimiter(text: str) -> str:
    """The one that cuts the first lines into the most columns, all alike."""

    def even_columns(delimiter: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            widths = [len(cells) for _line, cells in zip(range(20), reader, strict=False) if cells]
        except csv.Error:
            return (0, 0)
        header = widths[0] if widths else 0
        return (sum(width == header for width in widths) if header > 1 else 0, header)

    return max(_DELIMITERS, key=even_columns)


def _records(text: str, delimiter: str) -> list[list[str]]:
    records = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            records.append(cells)
            if len(records) > 2 * MOST_ROWS:
                raise UnreadableFile("too_many_rows", MOST_ROWS)
    except csv.Error as wrong:
        raise UnreadableFile("quotes", len(records) + 1) from wrong
    return records

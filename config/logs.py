"""Log lines as JSON objects without personal data: link tokens are masked, errors lose their words.

What an error says may quote what somebody typed, and PostgreSQL quotes whole rows; where it happened
is enough to find it.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator

ROW_IN_AN_ERROR = re.compile(r"\s*DETAIL: .*", re.DOTALL)
LINE_BREAK = re.compile("[\x7f-\x9f\u2028\u2029]")  # JSON leaves them, and readers end a line there
TOKEN_IN_PATH = re.compile(r"(/(?:i|calendar|came)/)[A-Za-z0-9_:-]{8,}")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and where an error came from."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": TOKEN_IN_PATH.sub(r"\1…", ROW_IN_AN_ERROR.sub("", record.getMessage())),
        }
        if record.exc_info and record.exc_info[1]:
            line["traceback"] = "".join(_places(record.exc_info[1]))
        return LINE_BREAK.sub(_escaped, json.dumps(line, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _places(error: BaseException) -> Iterator[str]:
    """Each error in the chain, the first cause first: its kind and where it came from."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _places(before)
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"

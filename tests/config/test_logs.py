"""What a log line holds: where something happened, never what somebody typed."""

import json
import logging
import sys

from config.logs import JsonFormatter

TOKEN = "kq3vZ0W2l8Yt5nBd1RxUaQ"


def line(message: str, error: Exception | None = None) -> dict[str, str]:
    try:
        raise error or ZeroDivisionError
    except Exception:
        kind = sys.exc_info() if error else None
    record = logging.LogRecord("here", logging.ERROR, __file__, 1, message, None, kind)
    written: dict[str, str] = json.loads(JsonFormatter().format(record))
    return written


def test_an_error_is_logged_by_kind_and_place_without_its_words() -> None:
    cause = ValueError("佐々木 蓮 +819012345678 ren@example.jp")
    error = RuntimeError("could not store ren@example.jp")
    error.__cause__ = cause

    written = line("message 7 broke", error)

    assert "builtins.ValueError" in written["traceback"]
    assert "builtins.RuntimeError" in written["traceback"]
    assert "test_logs.py" in written["traceback"]
    for word in ("佐々木", "819012345678", "ren@example.jp"):
        assert word not in json.dumps(written, ensure_ascii=False)


def test_a_row_quoted_by_the_database_is_left_out() -> None:
    written = line("Task raised: null value\nDETAIL:  Failing row contains (1, 佐々木, +819012345678).")

    assert written["message"] == "Task raised: null value"


def test_a_secret_link_is_masked() -> None:
    assert line(f"Not Found: /i/{TOKEN}/times/")["message"] == "Not Found: /i/…/times/"

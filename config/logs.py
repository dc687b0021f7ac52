"""Log lines as JSON objects; secret link tokens are masked wherever a path is logged."""

import json
import logging
import re

TOKEN_IN_PATH = re.compile(r"(/i/)[A-Za-z0-9_-]{8,}")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and the traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": TOKEN_IN_PATH.sub(r"\1…", record.getMessage()),
        }
        if record.exc_info:
            line["traceback"] = TOKEN_IN_PATH.sub(r"\1…", self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

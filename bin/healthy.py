"""The container's health check: asks this process's own web server, under the name it answers to."""

import os
import sys
import urllib.request
from urllib.parse import urlsplit

ADDRESS = "http://127.0.0.1:8000/healthz"


def is_healthy() -> bool:
    host = urlsplit(os.environ.get("PUBLIC_BASE_URL", "")).hostname or "127.0.0.1"
    try:
        with urllib.request.urlopen(
            urllib.request.Request(ADDRESS, headers={"Host": host}), timeout=4
        ) as response:
            return bool(response.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if is_healthy() else 1)

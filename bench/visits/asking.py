"""Asking the product's WSGI application without a socket between: what is measured is the answer alone."""

import io
import re
import time
from collections.abc import Callable, Iterable
from typing import Any  # WSGI's environment
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from bench import texts

HOST = texts.BASE_URL.removeprefix("https://")
COOKIE = "__Host-csrf"


class Browser:
    """One browser: it keeps the cookie of the first page and sends it with every form."""

    def __init__(self, application: WSGIHandler) -> None:
        self.application = application
        self.cookie = self.secret = ""

    def get(self, path: str) -> tuple[int, bytes]:
        return self._ask("GET", path, b"")

    def post(self, path: str, **said: object) -> tuple[int, bytes]:
        body = urlencode({"csrfmiddlewaretoken": self.secret, **said}).encode()
        return self._ask("POST", path, body)

    def meet(self, path: str) -> bytes:
        """Open a page with a form: from it come the cookie and the form's secret. Returns the page."""
        status, page = self.get(path)
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)
        if status != 200 or found is None:
            raise RuntimeError(f"{path}: {status}\n{page.decode()}")
        self.secret = found[1].decode()
        return page

    def _ask(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        told: list[Any] = []
        begin: Any = lambda *said: told.extend(said)  # noqa: E731
        answer = self.application(self._environ(method, path, body), begin)
        try:
            content = b"".join(answer)
        finally:
            answer.close()
        for name, value in told[1]:
            if name == "Set-Cookie" and value.strip().startswith(COOKIE):
                self.cookie = value.strip().partition(";")[0]
        return int(told[0].split()[0]), content

    def _environ(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": HOST,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": HOST,
            "HTTP_COOKIE": self.cookie,
            "HTTP_ACCEPT": "text/html",
            "HTTP_ACCEPT_LANGUAGE": "ja",
            "HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile",
            "CONTENT_TYPE": "application/x-www-form-urlencoded" if body else "",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }


def cpu_of(asks: Iterable[Callable[[], object]]) -> float:
    """CPU milliseconds each of them took this process."""
    count, before = 0, time.process_time()
    for ask in asks:
        ask()
        count += 1
    return 1000 * (time.process_time() - before) / count


def statements_of(ask: Callable[[], object]) -> list[str]:
    """The SQL sent while ``ask`` runs, without the transaction's own words."""
    seen: list[str] = []

    def keep(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(keep):
        ask()
    return [sql for sql in seen if not sql.startswith(("SAVEPOINT", "RELEASE"))]

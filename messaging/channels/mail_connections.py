"""Connections to the mail server or provider, kept open between mails: opening one costs more than a mail.

As many stay open as threads sent at the same moment; what nobody used for IDLE_SECONDS is closed.
"""

import smtplib
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from select import select
from typing import Any  # Django's backends and smtplib's buffers are untyped here

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

IDLE_SECONDS = 30.0
MOST_MAILS = 100
"""A new connection after so many: servers that count end the conversation at a moment of their own."""


class _WatchedSmtp(smtplib.SMTP):
    has_begun = False

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_begun = True
        return super().data(msg)


class _WatchedSmtpSsl(_WatchedSmtp, smtplib.SMTP_SSL):
    pass


class _WatchedBackend(SmtpBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _WatchedSmtpSsl if self.use_ssl else _WatchedSmtp


class Line:
    """One open connection; one thread has it at a time."""

    def __init__(self) -> None:
        self.backend: BaseEmailBackend = get_connection()
        if type(self.backend) is SmtpBackend:
            self.backend = _WatchedBackend()
        self.mails = 0
        self.idle_since = 0.0
        self.backend.open()
        if self._smtp is not None:
            self._smtp.ehlo_or_helo_if_needed()

    @property
    def _smtp(self) -> smtplib.SMTP | None:
        smtp = getattr(self.backend, "connection", None)
        return smtp if isinstance(smtp, smtplib.SMTP) else None

    @property
    def is_fresh(self) -> bool:
        return self.mails == 0

    @property
    def has_begun(self) -> bool:
        """Whether a mail's content may have been on its way; always, where we cannot watch."""
        smtp = self._smtp
        return smtp.has_begun if isinstance(smtp, _WatchedSmtp) else True

    def looks_alive(self) -> bool:
        """Without asking: a server that hung up, or said goodbye, has left something to read."""
        smtp = self._smtp
        if smtp is None:
            return True
        if smtp.sock is None:
            return False
        readable, _, _ = select([smtp.sock], [], [], 0)
        return not readable

    def begin_mail(self) -> None:
        smtp = self._smtp
        if isinstance(smtp, _WatchedSmtp):
            smtp.has_begun = False

    def close(self, *, politely: bool = False) -> None:
        """A line that broke is dropped without a word, which could take a whole time-out."""
        with suppress(Exception):  # what was accepted is accepted; a rude goodbye changes nothing
            if self._smtp is not None and not politely:
                self._smtp.close()
            else:
                self.backend.close()


class Connections:
    """The open lines of this process to one provider."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._idle: list[Line] = []
        self._timer: threading.Timer | None = None

    def take(self, *, fresh: bool = False) -> Line:
        """A line nobody else has: the one used last, or a new one. Raises what opening raises."""
        while not fresh and (line := self._pop()) is not None:
            if line.looks_alive():
                return line
            line.close()
        return Line()

    def give_back(self, line: Line) -> None:
        line.mails += 1
        if line.mails >= MOST_MAILS:
            line.close(politely=True)
            return
        with self._lock:
            line.idle_since = self._clock()
            self._idle.append(line)
            self._look_again_later()

    def sweep(self) -> None:
        """Close what has been idle for too long."""
        with self._lock:
            self._timer = None
            now = self._clock()
            old = [line for line in self._idle if now - line.idle_since >= IDLE_SECONDS]
            self._idle = [line for line in self._idle if line not in old]
            if self._idle:
                self._look_again_later()
        for line in old:
            line.close(politely=True)

    @property
    def idle(self) -> int:
        return len(self._idle)

    def _pop(self) -> Line | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _look_again_later(self) -> None:
        if self._timer is None:
            self._timer = threading.Timer(IDLE_SECONDS, self.sweep)
            self._timer.daemon = True
            self._timer.start()

"""The secret links in messages: minted one per message, opened by whoever holds them."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime

from candidates.models import Application, Link, PageOpening
from company.prepared import Prepared

TOKEN_BYTES = 16
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_BEHIND = Prepared(
    lambda token_hash: Link.objects.select_related(
        "application__candidate",
        "application__job__location",
        "application__job__owner",
        "application__owner",
    ).filter(token_hash=token_hash, application__candidate__erased_at=None)
)


class UnknownLink(Exception):
    """No living link has this token; wrong, revoked, outlived and erased all look alike."""


def new_token() -> str:
    """A secret for ``/i/<token>/``, 128 random bits. It opens nothing until it is kept."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def keep(tokens: Iterable[tuple[Application, str]], *, now: datetime) -> None:
    """From now on each token opens its application. Only the SHA-256 is stored."""
    Link.objects.bulk_create(
        Link(application=application, token_hash=_hash(token), created_at=now)
        for application, token in tokens
    )


def mint(application: Application, *, now: datetime) -> str:
    """A new token that opens this application; it can be read this once."""
    token = new_token()
    keep([(application, token)], now=now)
    return token


def open_link(token: str, *, now: datetime) -> Link:
    """The link behind a token, its application, person, job and place with it. Raises UnknownLink."""
    if not _TOKEN.fullmatch(token):
        raise UnknownLink
    link = _BEHIND.first(_hash(token))
    if link is None or not link.is_alive(now):
        raise UnknownLink
    return link


def note_opening(link: Link, *, now: datetime) -> None:
    """The person touched or scrolled the page. A signal for staff; it changes no state."""
    PageOpening.objects.create(link=link, opened_at=now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

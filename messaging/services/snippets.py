"""Saved texts: keeping one, changing it, taking it away; and the way back from each."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from company.models import Staff
from company.services import trail
from messaging.drafts import Draft
from messaging.linting import Remark, remarks, stops
from messaging.models import Snippet
from messaging.policy import ChannelName, Kind
from messaging.rendering import VARIABLES, check
from messaging.services.rewording import own_host
from messaging.services.writing import UnknownVariables

MOST = 100
BRING_BACK_FOR = timedelta(minutes=15)
FILLED = frozenset(VARIABLES) - {"ask", "notice", "first_day"}
"""What a saved text may name: the person, the job, the place, the interview."""
_TEXT = ("name", "language", "subject", "body")


class NameTaken(Exception):
    """There is a saved text of this name in this language."""


class TooMany(Exception):
    """More would be a list nobody reads."""


class NotFit(Exception):
    """It must not be said to anybody; ``remarks`` say why."""

    def __init__(self, found: Sequence[Remark]) -> None:
        super().__init__(", ".join(one.code for one in found))
        self.remarks = found


class ChangedMeanwhile(Exception):
    """It is not what was seen: somebody changed it, or took it away."""


class NoWayBack(Exception):
    """Too late, or there is nothing to go back to."""


def judge(subject: str, body: str, language: str) -> list[Remark]:
    """What is worth saying about it, before it is known who gets it."""
    channel = ChannelName.EMAIL if subject else ChannelName.LINE
    return remarks(Draft(Kind.MANUAL, channel, language, body, subject, own_host(), known=FILLED))


def save(
    snippet: Snippet,
    *,
    name: str,
    language: str,
    subject: str,
    body: str,
    by: Staff,
    now: datetime,
    seen: int | None = None,
) -> Snippet:
    """Keep a new one, or change the ``seen`` version of one.

    Raises UnknownVariables, NotFit, NameTaken, TooMany, ChangedMeanwhile.
    """
    if unknown := check(subject) + check(body):
        raise UnknownVariables(unknown)
    if bad := stops(judge(subject, body, language)):
        raise NotFit(bad)
    is_new = snippet.pk is None
    if is_new and Snippet.objects.filter(deleted_at=None).count() >= MOST:
        raise TooMany
    said = {"name": name, "language": language, "subject": subject, "body": body}
    if not is_new and said == _said(snippet):
        return snippet
    if is_new:
        return _put(snippet, said, "snippet_saved", by=by, now=now)
    with transaction.atomic():
        stands = _locked(snippet, seen)
        snippet.before, snippet.version = _said(stands), stands.version + 1
        return _put(snippet, said, "snippet_changed", by=by, now=now)


@transaction.atomic
def take_back_change(snippet: Snippet, *, seen: int, by: Staff, now: datetime) -> Snippet:
    """What it said before the change that made it version ``seen``; that is a change, too.

    Raises NoWayBack, NameTaken, ChangedMeanwhile.
    """
    stands = _locked(snippet, seen)
    if not stands.before or now > stands.changed_at + BRING_BACK_FOR:
        raise NoWayBack
    said, stands.before, stands.version = stands.before, _said(stands), stands.version + 1
    return _put(stands, said, "snippet_changed", by=by, now=now)


def remove(snippet: Snippet, *, by: Staff, now: datetime) -> None:
    """Nobody is offered it any more; those taken away long ago go for good."""
    with transaction.atomic():
        Snippet.objects.filter(deleted_at__lt=now - BRING_BACK_FOR).delete()
        if Snippet.objects.filter(pk=snippet.pk, deleted_at=None).update(deleted_at=now):
            trail.record("snippet_removed", snippet, now=now, by=by)


def bring_back(snippet: Snippet, *, by: Staff, now: datetime) -> None:
    """Raises NoWayBack, NameTaken."""
    if snippet.deleted_at is None:
        return
    if now > snippet.deleted_at + BRING_BACK_FOR:
        raise NoWayBack
    snippet.deleted_at = None
    _put(snippet, _said(snippet), "snippet_brought_back", by=by, now=now)


def _locked(snippet: Snippet, seen: int | None) -> Snippet:
    row = Snippet.objects.select_for_update().filter(pk=snippet.pk, deleted_at=None).first()
    if row is None or seen not in {None, row.version}:
        raise ChangedMeanwhile
    return row


def _said(snippet: Snippet) -> dict[str, str]:
    return {name: getattr(snippet, name) for name in _TEXT}


def _put(snippet: Snippet, said: dict[str, str], action: str, *, by: Staff, now: datetime) -> Snippet:
    for name, text in said.items():
        setattr(snippet, name, text)
    snippet.changed_at, snippet.changed_by = now, by
    try:
        with transaction.atomic():
            snippet.save()
            trail.record(action, snippet, now=now, by=by)
    except IntegrityError:
        raise NameTaken from None
    return snippet

"""Connecting a person with their LINE account: a one-time code, shown on their page, sent by them in LINE.

Whoever holds the page's secret link and a LINE account may connect the two, and nobody else: the code is
shown there once, works once and for ten minutes, and only its keyed hash is kept.
"""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from candidates.models import Application, Candidate
from candidates.policy import PhoneKind
from candidates.services.locking import lock_person
from candidates.signals import application_changed
from company.policy import Actor
from company.services import trail
from messaging.models import LineCode, Message
from messaging.policy import ChannelName, Direction, Kind
from messaging.services.allowing import allow_by_own_word
from messaging.services.waking import wake

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs that are not mistaken for one another
HALF = 5  # two halves are 50 bits
VALID_FOR = timedelta(minutes=10)
MOST_CODES = 5
"""How many codes an application may ask for within VALID_FOR."""

USEFUL_FOR = timedelta(minutes=30)
_CODE = re.compile(rf"(?<![A-Z0-9])([{ALPHABET}]{{{HALF}}})[- ]?([{ALPHABET}]{{{HALF}}})(?![A-Z0-9])")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー－", "-"))


class TooManyCodes(Exception):
    """They asked for more codes than anybody needs; a little later there are new ones."""


@dataclass(frozen=True)
class NewCode:
    """Shown this once; ``text`` is how it is written for people."""

    text: str
    expires_at: datetime


def make_code(application: Application, *, prefers_line: bool, now: datetime) -> NewCode:
    """A new code in place of earlier ones. ``prefers_line``: write to them there first from then on.

    Raises TooManyCodes.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        theirs = LineCode.objects.filter(application=application)
        if theirs.filter(created_at__gt=now - VALID_FOR).count() >= MOST_CODES:
            raise TooManyCodes
        theirs.filter(created_at__lte=now - VALID_FOR).delete()
        theirs.filter(expires_at__gt=now, used_at=None).update(expires_at=now)
        code = "".join(secrets.choice(ALPHABET) for _ in range(2 * HALF))
        expires_at = now + VALID_FOR
        LineCode.objects.create(
            application=application,
            code_hash=_hash(code),
            created_at=now,
            expires_at=expires_at,
            prefers_line=prefers_line,
        )
        trail.record(
            "line_code_made",
            application,
            now=now,
            actor=Actor.CANDIDATE,
            application_id=application.pk,
        )
    return NewCode(f"{code[:HALF]}-{code[HALF:]}", expires_at)


def code_in(text: str) -> str:
    """The first thing in the text that is written like a code, or an empty text."""
    found = _CODE.search(unicodedata.normalize("NFKC", text).translate(_DASHES).upper())
    return "".join(found.groups()) if found else ""


def use_code(code: str, line_id: str, *, now: datetime) -> Application | None:
    """Connect this LINE account with the person who was shown the code; None if it is not good (any more).

    An account belongs to one person: it moves here from whoever had it before. New consent lifts what
    had stopped LINE for this account.
    """
    known = LineCode.objects.filter(code_hash=_hash(code)).select_related("application").first()
    if known is None or not line_id:
        return None
    with transaction.atomic():
        before = Candidate.objects.filter(line_id=line_id).values_list("pk", flat=True)
        people = {pk: lock_person(pk) for pk in sorted({known.application.candidate_id, *before})}
        good = LineCode.objects.filter(pk=known.pk, used_at=None, expires_at__gt=now)
        person = people.pop(known.application.candidate_id)
        if person.erased_at is not None or not good.update(used_at=now):
            return None
        for other in people.values():
            _connect(other, "", "line_unlinked", now)
        allow_by_own_word(ChannelName.LINE, line_id, now=now)
        if not Application.objects.get(pk=known.application_id).is_over:
            _say_so(known.application, now)  # first: plans ask since when there is LINE
        _connect(person, line_id, "line_linked", now, prefers_line=known.prefers_line)
    return known.application


def unlink(candidate: Candidate, *, now: datetime) -> None:
    """Write to them in LINE no more; they may connect it again whenever they like."""
    with transaction.atomic():
        person = lock_person(candidate.pk)
        if person.line_id:
            _connect(person, "", "line_unlinked", now)
    candidate.refresh_from_db(fields=["line_id", "preferred_channel", "contact_version"])


def forget_old_codes(*, now: datetime) -> int:
    return LineCode.objects.filter(expires_at__lte=now - VALID_FOR).delete()[0]


def forget_codes_of(candidate_id: int) -> None:
    """The caller holds the person's lock."""
    LineCode.objects.filter(application__candidate=candidate_id).delete()


def _connect(
    person: Candidate, line_id: str, action: str, now: datetime, *, prefers_line: bool = False
) -> None:
    changes: dict[str, object] = {"line_id": line_id}
    if prefers_line:
        changes["preferred_channel"] = "line"
    elif not line_id and person.preferred_channel == "line":
        changes["preferred_channel"] = _next_best(person)
    Candidate.objects.filter(pk=person.pk).update(**changes, contact_version=F("contact_version") + 1)
    trail.record(action, person, now=now, actor=Actor.CANDIDATE)
    for pk in Application.objects.active().filter(candidate=person).values_list("pk", flat=True):
        application_changed.send(sender=Application, application_id=pk, now=now)


def _next_best(person: Candidate) -> str:
    if person.phone_kind == PhoneKind.MOBILE:
        return "sms"
    return "email" if person.email else "phone"


def _say_so(application: Application, now: datetime) -> None:
    """A friendly word in LINE that it worked: the receipt of their own act, so it goes at any hour."""
    Message.objects.create(
        application=application,
        direction=Direction.OUT,
        kind=Kind.LINKED,
        channel=ChannelName.LINE,
        why="linked",
        due_at=now,
        wanted_due_at=now,
        expires_at=now + USEFUL_FOR,
        own_act_at=now,
        created_at=now,
    )
    wake()


def _hash(code: str) -> str:
    return salted_hmac("messaging.line_code", code, algorithm="sha256").hexdigest()

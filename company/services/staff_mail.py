"""E-mails to the people who work here: rows first, sent at least once by ``send_due``.

A mail may arrive twice (a process that died between the send and its record), never not at all without
saying so. What is in it must bear that: an invitation carries UID and SEQUENCE, so the second is no news.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from company.models import Staff, StaffMail, StaffMailState
from company.services.staff_mail_sending import Failed, Lines, send

LEASE = timedelta(minutes=2)
"""Longer than one mail can take with its time-outs."""
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
TRIES = len(BACKOFF) + 1
A_RUN = 50
KEPT = timedelta(days=90)
OVER = {StaffMailState.SENT, StaffMailState.CANCELLED}


@dataclass(frozen=True)
class Enclosed:
    """A file in a mail. ``kind`` is its content type, with ``method=`` for calendar files."""

    name: str
    content: str
    kind: str


def may_be_written_to(person: Staff) -> bool:
    """They work here, have an address, and this instance sends e-mail at all."""
    return person.is_active and bool(person.email) and settings.EMAIL_PROVIDER != "off"


def write(
    to: Staff | str,
    *,
    key: str,
    subject: str,
    body: str,
    enclosed: Sequence[Enclosed] = (),
    now: datetime,
    not_before: datetime,
    secret: str = "",
) -> None:
    """Keep a mail to be sent; the same ``key`` again changes nothing. ``not_before`` is machine time.

    ``secret`` is an address that stands for ``{link}`` in ``body``; it is forgotten once the mail has left.
    To somebody who has no account yet, ``to`` is their address.
    """
    mail = StaffMail(
        to=None if isinstance(to, str) else to,
        address=to if isinstance(to, str) else "",
        secret=secret,
        key=key,
        subject=_one_line(subject),
        body=body,
        attachments=[asdict(one) for one in enclosed],
        created_at=now,
        next_attempt_at=not_before,
    )
    StaffMail.objects.bulk_create([mail], ignore_conflicts=True)


def reword(mail: StaffMail, *, subject: str, body: str, enclosed: Sequence[Enclosed]) -> None:
    """Other words for a mail that has not left."""
    files = [asdict(one) for one in enclosed]
    StaffMail.objects.filter(pk=mail.pk).update(subject=_one_line(subject), body=body, attachments=files)


def _one_line(subject: str) -> str:
    return " ".join(subject.split())[:200]


def send_due(*, now: datetime, limit: int = A_RUN) -> int:
    """Send what is due, one after the other; returns how many were taken in hand.

    A server that takes nothing ends the run: the next tick asks it again. Leases and waits run by the
    machine's own time, read anew for each mail: a run is longer than a lease.
    """
    tried = 0
    with Lines() as lines:
        while tried < limit and (mail := _claim(timezone.now())) is not None:
            tried += 1
            if not _send(mail, lines, now=now):
                break
    return tried


def _due(machine_now: datetime) -> QuerySet[StaffMail]:
    return StaffMail.objects.filter(
        Q(lease_until=None) | Q(lease_until__lte=machine_now),
        state=StaffMailState.PLANNED,
        next_attempt_at__lte=machine_now,
    )


def _claim(machine_now: datetime) -> StaffMail | None:
    """The next due mail, leased and committed; workers never get the same one while its lease runs."""
    if not _due(machine_now).exists():
        return None  # the usual tick: nothing to do, and no write lock taken
    with transaction.atomic():
        rows = _due(machine_now).select_for_update(skip_locked=True, of=("self",))
        mail = rows.select_related("to").order_by("next_attempt_at", "pk").first()
        if mail is None:
            return None
        mail.attempts += 1
        mail.lease_until = machine_now + LEASE
        mail.save(update_fields=["attempts", "lease_until"])
    return mail


def _send(mail: StaffMail, lines: Lines, *, now: datetime) -> bool:
    """False when the mail server itself does not answer. What was called off since the claim stays here."""
    if not StaffMail.objects.filter(pk=mail.pk, state=StaffMailState.PLANNED).exists():
        _note(mail)
        return True
    if not (may_be_written_to(mail.to) if mail.to else settings.EMAIL_PROVIDER != "off"):
        _note(mail, state=StaffMailState.CANCELLED, error="no_address")
        return True
    try:
        send(mail, lines)
    except Failed as failed:
        _note_failure(mail, failed, machine_now=timezone.now())
        return not failed.is_everybodys
    _note(mail, state=StaffMailState.SENT, sent_at=now, error="")
    return True


def _note_failure(mail: StaffMail, failed: Failed, *, machine_now: datetime) -> None:
    if failed.permanent or mail.attempts >= TRIES:
        _note(mail, state=StaffMailState.FAILED, error=failed.reason)
    else:
        again_at = machine_now + BACKOFF[mail.attempts - 1]
        _note(mail, next_attempt_at=again_at, error=failed.reason)


def _note(mail: StaffMail, **facts: object) -> None:
    """Only while the lease is ours. What left is called sent, also when it was called off meanwhile."""
    mine = StaffMail.objects.filter(pk=mail.pk, lease_until=mail.lease_until)
    if facts and facts.get("state") != StaffMailState.SENT:
        mine = mine.filter(state=StaffMailState.PLANNED)
    if facts.get("state") in OVER:
        facts["secret"] = ""
    mine.update(lease_until=None, **facts)


def call_off(mails: QuerySet[StaffMail]) -> None:
    """They are no longer needed; one that is leaving at this moment may still arrive."""
    mails.filter(state=StaffMailState.PLANNED).update(state=StaffMailState.CANCELLED, secret="")


def send_again(mails: QuerySet[StaffMail], *, machine_now: datetime) -> int:
    """Give up no longer: those that failed are tried anew, from the first try."""
    failed = mails.filter(state=StaffMailState.FAILED)
    return failed.update(
        state=StaffMailState.PLANNED, attempts=0, next_attempt_at=machine_now, lease_until=None, error=""
    )


def let_go(mails: QuerySet[StaffMail]) -> int:
    """Somebody has seen that these failed, and that is all right."""
    failed = mails.filter(state=StaffMailState.FAILED)
    return failed.update(state=StaffMailState.CANCELLED, secret="")


def forget_old(*, now: datetime) -> int:
    """Mails older than ninety days tell nobody anything."""
    old = StaffMail.objects.exclude(state=StaffMailState.PLANNED).filter(created_at__lt=now - KEPT)
    return old.delete()[0]

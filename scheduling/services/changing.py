"""Saving a change of an interview: its version grows, the trail is written, the signal goes out."""

from collections.abc import Sequence
from datetime import datetime

from django.dispatch import Signal

from company.models import Staff
from company.policy import Actor
from company.services.trail import record
from scheduling.models import Interview


def save_change(
    interview: Interview,
    action: str,
    signal: Signal,
    *,
    now: datetime,
    by: Staff | None = None,
    actor: Actor | None = None,
    only: Sequence[str] = (),
    **details: str | int | bool | None,
) -> None:
    """Save everything, one version up. ``actor`` is the candidate unless staff (``by``) or the system acted.

    Who knows which fields have changed names them (``only``). Callers hold the interview's lock and are
    in a transaction.
    """
    interview.version += 1
    interview.updated_at = now
    interview.save(update_fields=[*only, "version", "updated_at"] if only else None)
    who = actor or (Actor.STAFF if by else Actor.CANDIDATE)
    record(action, interview, now=now, by=by, actor=who, application_id=interview.application_id, **details)
    signal.send(sender=Interview, interview_id=interview.pk, now=now)

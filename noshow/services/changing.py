"""Saving a change of a case: the trail is written and the signal goes out."""

from datetime import datetime

from company.models import Staff
from company.policy import Actor
from company.services.trail import record
from noshow.models import Case
from noshow.signals import case_changed


def save_change(
    case: Case,
    action: str,
    *,
    now: datetime,
    by: Staff | None = None,
    actor: Actor | None = None,
    reason: str = "",
    rule_version: int | None = None,
) -> None:
    """``reason`` is a code, never what somebody wrote. Callers hold the lock and are in a transaction."""
    note_change(case, action, now=now, by=by, actor=actor, reason=reason, rule_version=rule_version)
    case_changed.send(sender=Case, case_id=case.pk, now=now)


def note_change(
    case: Case,
    action: str,
    *,
    now: datetime,
    by: Staff | None = None,
    actor: Actor | None = None,
    reason: str = "",
    rule_version: int | None = None,
) -> None:
    """Save and write the trail, without the signal: for changes that are one step of a larger one."""
    case.save()
    by_rule = {} if rule_version is None else {"rule_version": rule_version}
    application_id = case.interview.application_id
    record(
        action,
        case,
        now=now,
        by=by,
        actor=actor,
        application_id=application_id,
        state=case.state,
        reason=reason,
        **by_rule,
    )

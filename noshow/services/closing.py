"""Ending a case by the written rule, by a person who confirms it, or by a person alone."""

import logging
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.staging import move_stage
from company.models import Staff
from messaging.models import Message
from noshow.models import Case
from noshow.policy import UNDO_FOR, CaseState, Decision, Rule, Verdict, closing
from noshow.services.cases import CaseOver, the_rule
from noshow.services.changing import note_change, save_change
from noshow.services.facts import UNDER_WAY, closing_facts, deadline_of
from noshow.services.locking import lock_case
from noshow.services.ruling import newest_number
from noshow.signals import case_changed, case_closed

__all__ = [
    "RULE_REASON",
    "CaseOver",
    "NotMet",
    "close_by_hand",
    "close_due_cases",
    "confirm_closing",
    "deadline_of",
    "look_at",
    "note_our_absence",
    "take_back_closing",
]

RULE_REASON = "no_show_rule"
logger = logging.getLogger(__name__)


class NotMet(Exception):
    """The rule is not, or no longer, met; ``decision`` says which conditions fail."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.verdict)
        self.decision = decision


def look_at(case: Case, *, now: datetime, approved: bool = False) -> Decision:
    """What the rule says of this case now, ``approved`` by a person or not; changes nothing."""
    return closing(closing_facts(case, now, approved=approved), the_rule(), now)


def close_due_cases(*, now: datetime) -> int:
    """Look at every case whose time may have come; returns how many changed. Safe to run twice at once.

    One that cannot be looked at is logged and holds up nobody else's.
    """
    rule, changed = the_rule(), 0
    for pk in _worth_a_look(rule, now):
        try:
            changed += _look_and_act(pk, rule, now=now)
        except Exception:
            logger.exception("case %s could not be looked at", pk)
    return changed


def _worth_a_look(rule: Rule, now: datetime) -> Iterable[int]:
    """Those whose hours are over, those proposed, and those for whom nothing more is under way."""
    tried = Message.objects.filter(
        application=OuterRef("interview__application"),
        about=Concat(Value("case:"), Cast("pk", CharField())),
        state__in=UNDER_WAY,
    )
    open_cases = Case.objects.filter(state=CaseState.OPEN, opened_at__lt=now - UNDO_FOR)
    is_due = Q(opened_at__lte=now - timedelta(hours=rule.hours)) | ~Exists(tried)
    proposed = Case.objects.filter(state=CaseState.PROPOSED).values_list("pk", flat=True)
    return sorted([*open_cases.filter(is_due).values_list("pk", flat=True), *proposed])


@transaction.atomic
def _look_and_act(case_id: int, rule: Rule, *, now: datetime) -> bool:
    """The state is read again under the lock: another sweep, an answer or a hold may have come first."""
    case = Case.objects.select_related("interview").get(pk=case_id)
    lock_case(case)
    if case.state not in {CaseState.OPEN, CaseState.PROPOSED}:
        return False
    decision = closing(closing_facts(case, now), rule, now)
    match decision.verdict:
        case Verdict.REJECT:
            _close(case, decision, RULE_REASON, "case_closed_by_rule", now=now)
            return True
        case Verdict.PROPOSE:
            return _put(case, CaseState.PROPOSED, "closing_proposed", decision, now=now)
        case Verdict.HAND_OVER:
            return _put(case, CaseState.HANDED, "case_handed_over", decision, now=now)
    return _put(case, CaseState.OPEN, "proposal_withdrawn", decision, now=now)


def _put(case: Case, state: CaseState, action: str, decision: Decision, *, now: datetime) -> bool:
    if case.state == state:
        return False
    case.state = state
    _keep(case, decision)
    save_change(case, action, now=now, rule_version=case.rule_version)
    return True


def _keep(case: Case, decision: Decision) -> None:
    """With every decision: what was found, and by which version of the rule."""
    case.findings, case.rule_version = as_rows(decision), newest_number()


@transaction.atomic
def confirm_closing(case: Case, *, by: Staff, now: datetime) -> None:
    """A person confirms a proposed closing; the rule is looked at once more. Raises CaseOver, NotMet."""
    lock_case(case)
    if not CaseState(case.state).is_open:
        raise CaseOver
    decision = look_at(case, now=now, approved=True)
    if decision.verdict is not Verdict.REJECT or case.state != CaseState.PROPOSED:
        raise NotMet(decision)
    _close(case, decision, RULE_REASON, "closing_confirmed", now=now, by=by)


@transaction.atomic
def close_by_hand(case: Case, *, by: Staff, now: datetime, reason: str, seen: str | None = None) -> None:
    """A person decides without the rule; ``reason`` is a code kept with the application.

    What the rule would have found stands on record beside it. ``seen`` is what the page showed (``as_seen``):
    nobody is closed over a word that came since. Raises CaseOver, also where the application has ended
    another way already (such a case is settled), and NotMet.
    """
    lock_case(case)
    if not CaseState(case.state).is_open or case.interview.application.is_over:
        raise CaseOver
    if seen is not None and seen != as_seen(case):
        raise NotMet(look_at(case, now=now))
    _close(case, look_at(case, now=now), reason, "case_closed_by_hand", now=now, by=by)


@transaction.atomic
def note_our_absence(case: Case, *, by: Staff, now: datetime) -> None:
    """It was us who were not there, whoever told: nothing more is sent, and a person decides.

    Noting it twice is fine. Raises CaseOver.
    """
    lock_case(case)
    if not CaseState(case.state).is_open:
        raise CaseOver
    if case.our_absence_at is not None:
        return
    case.our_absence_at, case.our_absence_by = now, by
    if case.state in {CaseState.OPEN, CaseState.PROPOSED}:
        case.state = CaseState.HANDED
    _keep(case, look_at(case, now=now))
    save_change(case, "our_absence_noted", now=now, by=by, rule_version=case.rule_version)


@transaction.atomic
def take_back_closing(case: Case, *, by: Staff, now: datetime) -> None:
    """Reopen a closed case and its application, on hold until somebody releases it. Raises CaseOver."""
    lock_case(case)
    application = case.interview.application
    if case.state != CaseState.CLOSED or application.stage != Stage.REJECTED:
        raise CaseOver
    case.state, case.closed_at, case.closed_by = CaseState.HELD, None, None
    note_change(case, "closing_taken_back", now=now, by=by)
    move_stage(application, Stage.INTERVIEWING, now=now, by=by)
    case_changed.send(sender=Case, case_id=case.pk, now=now)


def as_seen(case: Case) -> str:
    """Where a case stands and when its person last said something, for the form of a page."""
    word = Application.objects.values_list("last_word_at", flat=True).get(pk=case.interview.application_id)
    return ",".join([case.state, *(f"{at.timestamp():.6f}" if at else "" for at in (case.answered_at, word))])


def _close(
    case: Case, decision: Decision, reason: str, action: str, *, now: datetime, by: Staff | None = None
) -> None:
    case.state, case.closed_at, case.closed_by = CaseState.CLOSED, now, by
    _keep(case, decision)
    note_change(case, action, now=now, by=by, reason=reason, rule_version=case.rule_version)
    move_stage(case.interview.application, Stage.REJECTED, now=now, by=by, reason=reason)
    case_closed.send(sender=Case, case_id=case.pk, now=now)


def as_rows(decision: Decision) -> list[dict[str, str | bool]]:
    return [asdict(finding) for finding in decision.findings]

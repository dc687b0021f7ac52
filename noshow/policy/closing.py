"""The written rule that may end an application after nobody came, and what it decides. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Verdict(StrEnum):
    WAIT = "wait"
    PROPOSE = "propose"  # met; a person confirms
    REJECT = "reject"  # met; the company lets the rule act
    HAND_OVER = "hand_over"  # cannot be met any more; a person decides


@dataclass(frozen=True)
class Rule:
    """The written rule, the same for everyone. ``hours`` are counted from the opening of the case.

    The defaults are the mildest that still end: three tries on two channels, over two days and nights.
    """

    attempts: int = 3
    channels: int = 2
    hours: int = 48
    person_confirms: bool = True


@dataclass(frozen=True)
class Reached:
    """One attempt that was delivered, or a logged call. One text on two channels is one attempt."""

    attempt: str
    channel: str


@dataclass(frozen=True)
class CaseFacts:
    """What is known of one case; moments are aware. ``deadline`` is the final notice's."""

    opened_at: datetime
    interview_ended: bool
    cancelled_by_us: bool
    word_since: bool
    held: bool
    unread_inbound: bool
    reminded_before: bool
    reached: tuple[Reached, ...]
    open_attempts: int
    final_notice_delivered: bool
    deadline: datetime | None


@dataclass(frozen=True)
class Finding:
    """One fact the rule looked at: its code, what was asked, what was found, and whether it holds."""

    code: str
    wanted: str
    found: str
    holds: bool


@dataclass(frozen=True)
class Decision:
    verdict: Verdict
    findings: tuple[Finding, ...]


PENDING = frozenset(
    {"interview_ended", "not_held", "nothing_unread", "hours", "no_open_attempt", "deadline_passed"}
)
"""Conditions that time or a person may still fulfil; while one of them fails, the rule waits."""


def closing(facts: CaseFacts, rule: Rule, now: datetime) -> Decision:
    """What the written rule says about one case now, with every condition it looked at.

    It acts (or proposes) only if all hold. If only such fail as nothing can change any more (a word was
    said, an attempt never arrived, no notice gave a deadline), a person decides.
    """
    findings = tuple(_findings(facts, rule, now))
    failing = {finding.code for finding in findings if not finding.holds}
    if failing & PENDING:
        return Decision(Verdict.WAIT, findings)
    if failing:
        return Decision(Verdict.HAND_OVER, findings)
    return Decision(Verdict.PROPOSE if rule.person_confirms else Verdict.REJECT, findings)


def _findings(facts: CaseFacts, rule: Rule, now: datetime) -> Iterator[Finding]:
    yield _yes("interview_ended", facts.interview_ended)
    yield _yes("not_cancelled_by_us", not facts.cancelled_by_us)
    yield _yes("no_word_since", not facts.word_since)
    yield _yes("not_held", not facts.held)
    yield _yes("nothing_unread", not facts.unread_inbound)
    yield _yes("reminded_before", facts.reminded_before)
    yield _at_least("attempts", rule.attempts, len({one.attempt for one in facts.reached}))
    yield _at_least("channels", rule.channels, len({one.channel for one in facts.reached}))
    yield _at_least("hours", rule.hours, (now - facts.opened_at) // timedelta(hours=1))
    yield Finding("no_open_attempt", "0", str(facts.open_attempts), facts.open_attempts == 0)
    yield _yes("final_notice_delivered", facts.final_notice_delivered)
    if facts.deadline is None:
        yield Finding("deadline_given", "yes", "no", holds=False)
    else:
        passed = now >= facts.deadline
        yield Finding("deadline_passed", facts.deadline.isoformat(), now.isoformat(), passed)


def _yes(code: str, holds: bool) -> Finding:
    return Finding(code, "yes", "yes" if holds else "no", holds)


def _at_least(code: str, wanted: int, found: int) -> Finding:
    return Finding(code, str(wanted), str(found), found >= wanted)

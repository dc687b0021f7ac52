"""The written rule that may end an application after nobody came, and what it decides. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from noshow.policy.cases import UNDO_FOR


class Verdict(StrEnum):
    WAIT = "wait"
    PROPOSE = "propose"  # met; a person confirms
    REJECT = "reject"  # met, and confirmed or left to the rule
    HAND_OVER = "hand_over"  # cannot be met any more; a person decides


@dataclass(frozen=True)
class Rule:
    """The written rule, the same for everyone. ``hours`` are counted from the opening of the case,
    ``grace`` are minutes after the interview's end, ``notice_hours`` how long the last notice leaves them.

    The defaults are the mildest that still end: three tries on two channels, over two days and nights.
    """

    attempts: int = 3
    channels: int = 2
    hours: int = 48
    person_confirms: bool = True
    grace: int = 60
    notice_hours: int = 24


@dataclass(frozen=True)
class Reached:
    """One attempt that was delivered, or a logged call. One text on two channels is one attempt."""

    attempt: str
    channel: str


@dataclass(frozen=True)
class CaseFacts:
    """What is known of one case; moments are aware. ``deadline`` is the final notice's.

    ``unarrived`` counts the written attempts that arrived on no channel. ``approved``: a person confirms.
    """

    opened_at: datetime
    ended_at: datetime | None
    recorded_absent: bool
    cancelled_by_us: bool
    nobody_there: bool
    said_late: bool
    moved: bool
    withdrawn: bool
    undone: bool
    word_since: bool
    held: bool
    unread_inbound: bool
    reminded_before: bool
    reachable: bool
    incident: bool
    reached: tuple[Reached, ...]
    unarrived: int
    open_attempts: int
    final_notice_delivered: bool
    deadline: datetime | None
    approved: bool = False


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
    {
        "interview_ended",
        "minute_over",
        "not_held",
        "nothing_unread",
        "hours",
        "no_open_attempt",
        "deadline_passed",
    }
)
"""Conditions that time or a person may still fulfil; while one of them fails, the rule waits."""

DECISIVE = frozenset({"we_were_there", "reachable"})
"""Where one of these fails, hours and a deadline change nothing: a person is asked without waiting."""

WAITED_FOR = frozenset({"hours", "deadline_passed"})


def closing(facts: CaseFacts, rule: Rule, now: datetime) -> Decision:
    """What the written rule says about one case now, with every condition it looked at.

    It acts only if all hold, and proposes if nothing but a person's word is missing. If only such fail as
    nothing can change any more (a word was said, an attempt never arrived, no notice gave a deadline), a
    person decides.
    """
    findings = tuple(_findings(facts, rule, now))
    return Decision(_verdict({finding.code for finding in findings if not finding.holds}), findings)


def _verdict(failing: set[str]) -> Verdict:
    if not failing:
        return Verdict.REJECT
    if failing == {"approved"}:
        return Verdict.PROPOSE
    pending = failing & PENDING
    if failing & DECISIVE:
        pending -= WAITED_FOR
    return Verdict.WAIT if pending else Verdict.HAND_OVER


def _findings(facts: CaseFacts, rule: Rule, now: datetime) -> Iterator[Finding]:
    yield from _of_the_interview(facts, rule, now)
    yield from _of_their_words(facts)
    yield from _of_our_attempts(facts, rule, now)
    if rule.person_confirms:
        yield _yes("approved", facts.approved)


def _of_the_interview(facts: CaseFacts, rule: Rule, now: datetime) -> Iterator[Finding]:
    grace = timedelta(minutes=rule.grace)
    ended = facts.ended_at is not None and now >= facts.ended_at + grace
    yield Finding("interview_ended", str(rule.grace), "yes" if ended else "no", ended)
    yield _yes("recorded_absent", facts.recorded_absent)
    yield _yes("not_cancelled_by_us", not facts.cancelled_by_us)
    yield _yes("we_were_there", not facts.nobody_there)
    yield _yes("not_undone", not facts.undone)
    yield _yes("minute_over", now > facts.opened_at + UNDO_FOR)


def _of_their_words(facts: CaseFacts) -> Iterator[Finding]:
    yield _yes("not_said_late", not facts.said_late)
    yield _yes("not_moved", not facts.moved)
    yield _yes("not_withdrawn", not facts.withdrawn)
    yield _yes("no_word_since", not facts.word_since)
    yield _yes("not_held", not facts.held)
    yield _yes("nothing_unread", not facts.unread_inbound)


def _of_our_attempts(facts: CaseFacts, rule: Rule, now: datetime) -> Iterator[Finding]:
    yield _yes("reachable", facts.reachable)
    yield _yes("no_incident", not facts.incident)
    yield _yes("reminded_before", facts.reminded_before)
    yield _at_least("attempts", rule.attempts, len({one.attempt for one in facts.reached}))
    yield _at_least("channels", rule.channels, len({one.channel for one in facts.reached}))
    yield _at_least("hours", rule.hours, (now - facts.opened_at) // timedelta(hours=1))
    yield _none("all_arrived", facts.unarrived)
    yield _none("no_open_attempt", facts.open_attempts)
    yield _yes("final_notice_delivered", facts.final_notice_delivered)
    if facts.deadline is None:
        yield _yes("deadline_given", holds=False)
    else:
        passed = now >= facts.deadline
        yield Finding("deadline_passed", facts.deadline.isoformat(), now.isoformat(), passed)


def _yes(code: str, holds: bool) -> Finding:
    return Finding(code, "yes", "yes" if holds else "no", holds)


def _none(code: str, found: int) -> Finding:
    return Finding(code, "0", str(found), found == 0)


def _at_least(code: str, wanted: int, found: int) -> Finding:
    return Finding(code, str(wanted), str(found), found >= wanted)

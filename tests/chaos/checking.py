"""The independent checker: the stand-in's journal beside the database, by plain SQL. Knows no code of ours.

What it must find was planted by hand, see ``test_checking.py``: a message sent twice (the same attempt
twice, two attempts, two rows of one key, a mail under a second Message-ID, a mail repeated though nobody
doubted), a row lost, left undone, deleted or called sent that nobody took, one taken that no row knows of,
one sent early, late, after a cancel, after a move, after leaving, to a blocked address, to another
person's address, with another person's words, and one that was tried too often.
"""

import hashlib
import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any  # rows as the database gives them

import psycopg
from psycopg.rows import dict_row

from tests.chaos.evidence import TOKEN, Evidence, Row, Taken, Violation, clock_time, read_journal

ENDED = {
    "accepted",
    "delivered",
    "undelivered",
    "failed",
    "expired",
    "cancelled",
    "suppressed",
    "needs_person",
}
TAKEN_BY_PROVIDER = {"accepted", "delivered", "undelivered"}
SURELY_NOT = {"planned", "claimed", "cancelled", "suppressed", "expired"}
ABOUT_A_TIME = {"reminder_days", "reminder_eve", "reminder_again", "directions", "booked", "moved"}
MOST_TRIES = 6
CANARY = re.compile(r"試験\d{5}")
ATTEMPT = re.compile(r"/hooks/twilio/status/(\d+)/")
LINE_KEYS = uuid.UUID("6f1c5f0e-27c0-4d3b-9d5b-0a4f2f1f6a57")


@dataclass(frozen=True)
class Limits:
    """In seconds. ``leeway``: how long a message may be on its way after the gate (T in the rules)."""

    leeway: float
    patience: float = 300.0  # a row useful for longer than this must not run out


@dataclass
class Report:
    violations: list[Violation] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)


def check(url: str, journals: Sequence[Path], limits: Limits) -> tuple[Report, list[str]]:
    """What was found, and the stories of the messages it was found in."""
    taken = [one for journal in journals for one in read_journal(journal)]
    with psycopg.connect(url, row_factory=dict_row) as connection:
        evidence = Evidence(connection)
        report = Checker(evidence, taken, limits).check()
        return report, evidence.stories(report.violations)


def _is_to_be_repeated(row: Row) -> bool:
    """In doubt and planned again: a mail under its Message-ID, LINE under its key, which does no harm."""
    return bool(row["repeats"]) or (row["channel"] == "line" and row["doubted_since"] is not None)


def _minute(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(UTC):%Y-%m-%dT%H:%M}"


class Checker:
    def __init__(self, evidence: Evidence, journal: Sequence[Taken], limits: Limits) -> None:
        self.evidence, self.journal = evidence, journal
        self.leeway = timedelta(seconds=limits.leeway)
        self.patience = timedelta(seconds=limits.patience)
        self.by_mail_id = {
            hashlib.sha256(f"{row['id']}|{row['key']}".encode()).hexdigest()[:32]: row["id"]
            for row in evidence.messages.values()
        }
        self.by_fingerprint = {
            one["fingerprint"]: one["message_id"] for one in evidence.attempts.values() if one["fingerprint"]
        }
        self.by_retry_key = {
            str(uuid.uuid5(LINE_KEYS, f"{row['id']}|{row['key']}")): row["id"]
            for row in evidence.messages.values()
        }
        self.tries = Counter(one["message_id"] for one in evidence.attempts.values())
        self.blocks = [
            versions
            for (table, _), versions in evidence.histories.items()
            if table == "messaging_suppression" and versions[0]["content"]
        ]
        self.owner = [self._row_of(taken) for taken in journal]
        self.report = Report()

    def check(self) -> Report:
        found = [
            *self._orphans(),
            *self._twice(),
            *self._same_words(),
            *self._lost(),
            *self._said_but_not_taken(),
            *(violation for row, taken in self._pairs() for violation in self._one(row, taken)),
        ]
        self.report.violations = found
        self.report.counts = self._counts()
        return self.report

    def _row_of(self, taken: Taken) -> int | None:
        """Which message this was, by what the provider was given: attempt, retry key, Message-ID or link."""
        if callback := ATTEMPT.search(taken.callback_url):
            attempt = self.evidence.attempts.get(int(callback[1]))
            return attempt["message_id"] if attempt else None
        if key := taken.headers.get("x-line-retry-key"):
            return self.by_retry_key.get(key)
        if taken.mail_id:
            local = taken.mail_id.strip("<>").partition("@")[0]
            return self.by_mail_id.get(local.rpartition(".")[2])
        return self.by_fingerprint.get(taken.token_hash)

    def _pairs(self) -> Iterator[tuple[Row, Taken]]:
        for owner, taken in zip(self.owner, self.journal, strict=True):
            if owner in self.evidence.messages:
                yield self.evidence.messages[owner], taken

    def _orphans(self) -> Iterator[Violation]:
        for owner, taken in zip(self.owner, self.journal, strict=True):
            row = self.evidence.messages.get(owner) if owner else None
            if row is None:
                yield Violation("nobody's", None, f"{taken.channel} {taken.provider_id} to {taken.to}")
            elif row["state"] == "planned" and _is_to_be_repeated(row):
                continue
            elif row["state"] in SURELY_NOT or (row["state"] == "failed" and not self._was_taken(row)):
                yield Violation(
                    "taken, but the row says no",
                    row["id"],
                    f"{row['state']} {row['reason']}: {taken.provider_id}",
                )

    def _was_taken(self, row: Row) -> bool:
        """A failed row that knows it may have been taken: it was in doubt, or a report came."""
        return row["doubted_since"] is not None or bool(self.evidence.receipts[row["id"]])

    def _twice(self) -> Iterator[Violation]:
        groups: dict[str, list[tuple[Row, Taken]]] = defaultdict(list)
        for row, taken in self._pairs():
            groups[row["key"] or str(row["id"])].append((row, taken))
        for group in groups.values():
            row = group[0][0]
            if len(group) > 1 and (wrong := self._why_not_twice(group)):
                yield Violation("twice", row["id"], f"{row['channel']} taken {len(group)} times: {wrong}")

    def _why_not_twice(self, group: Sequence[tuple[Row, Taken]]) -> str:
        """Empty for a mail in doubt that was repeated once under its own Message-ID."""
        row = group[0][0]
        if row["channel"] != "email":
            return "never allowed here"
        if len(group) > 2:
            return "a mail may be repeated once"
        if len({one["id"] for one, _ in group}) > 1 or len({taken.mail_id for _, taken in group}) > 1:
            return "under two Message-IDs"
        return "" if row["repeats"] == 1 else f"repeats = {row['repeats']}: nobody doubted it"

    def _same_words(self) -> Iterator[Violation]:
        """Whatever the rows say: nobody gets the same text twice, but for a mail that was repeated."""
        seen: dict[tuple[str, str, str], list[tuple[int | None, Taken]]] = defaultdict(list)
        for owner, taken in zip(self.owner, self.journal, strict=True):
            words = TOKEN.sub("/i/…/", taken.body)
            seen[taken.to, taken.subject, words].append((owner, taken))
        for copies in seen.values():
            rows = {owner for owner, _ in copies}
            if len(copies) > 1 and (len(rows) > 1 or copies[0][1].channel != "email"):
                yield Violation("the same words twice", copies[0][0], f"messages {sorted(map(str, rows))}")

    def _lost(self) -> Iterator[Violation]:
        now = self.evidence.connection.execute("SELECT now() AS now").fetchone()
        assert now
        for (table, row_id), versions in self.evidence.histories.items():
            if table == "messaging_message" and versions[-1]["content"] is None:
                yield Violation("lost", row_id, "the row was deleted")
        for row in self.evidence.messages.values():
            if row["channel"] == "phone":
                continue
            if (tries := self.tries[row["id"]]) > MOST_TRIES:
                yield Violation("tried too often", row["id"], f"{tries} times")
            if row["state"] not in ENDED and not (row["state"] == "planned" and row["due_at"] > now["now"]):
                yield Violation(
                    "not settled", row["id"], f"{row['state']} {row['reason']}, due {row['due_at']}"
                )
            if row["state"] == "expired" and row["expires_at"] - row["due_at"] > self.patience:
                yield Violation("ran out", row["id"], f"useful from {row['due_at']} to {row['expires_at']}")

    def _said_but_not_taken(self) -> Iterator[Violation]:
        taken = set(self.owner)
        for row in self.evidence.messages.values():
            if row["channel"] != "phone" and row["state"] in TAKEN_BY_PROVIDER and row["id"] not in taken:
                yield Violation("said to be sent, but nobody took it", row["id"], row["state"])

    def _one(self, row: Row, taken: Taken) -> Iterator[Violation]:
        """What must hold of each single message that was taken."""
        left = taken.arrived_at
        if left < (due := self._due_at_the_gate(row, left)):
            yield Violation("early", row["id"], f"left {clock_time(left)}, due {clock_time(due)}")
        if left > row["expires_at"]:
            yield Violation(
                "late", row["id"], f"left {clock_time(left)}, useful until {clock_time(row['expires_at'])}"
            )
        if stale := self._stale(row, left):
            yield Violation("stale", row["id"], f"left {clock_time(left)}, {stale}")
        if blocked := self._blocked(row, taken):
            yield Violation("to a blocked address", row["id"], f"left {clock_time(left)}, blocked {blocked}")
        yield from self._wrong_person(row, taken)

    def _due_at_the_gate(self, row: Row, left: datetime) -> datetime:
        """``due_at`` as it stood then; a later version may have put the next try off."""
        versions = self.evidence.between("messaging_message", row["id"], left, left)
        due: datetime = datetime.fromisoformat(versions[-1]["due_at"]) if versions else row["due_at"]
        return due

    def _stale(self, row: Row, left: datetime) -> str:
        """What makes these words wrong although it was committed long enough before, if anything.

        They are right when the facts were as they say at any moment from ``leeway`` before they left.
        """
        since = left - self.leeway
        stages = self.evidence.between("candidates_application", row["application_id"], since, left)
        if stages and all(one["stage"] == "withdrawn" for one in stages):
            return "they had withdrawn"
        if row["kind"] not in ABOUT_A_TIME or not row["about"].startswith("interview:"):
            return ""
        number, _, when = row["about"].removeprefix("interview:").partition("@")
        known = self.evidence.between("scheduling_interview", int(number), since, left)
        if not known or any(one["state"] == "booked" and _minute(one["starts_at"]) == when for one in known):
            return ""
        return f"the interview was {known[-1]['state']} for {known[-1]['starts_at']}"

    def _blocked(self, row: Row, taken: Taken) -> str:
        for versions in self.blocks:
            first, since = versions[0]["content"], versions[0]["committed_at"]
            if (first["channel"], first["address"]) != (row["channel"], row["address"]):
                continue
            if since < taken.arrived_at - self.leeway:
                return f"since {clock_time(since)} ({first['reason']})"
        return ""

    def _wrong_person(self, row: Row, taken: Taken) -> Iterator[Violation]:
        person = self.evidence.people[row["candidate_id"]]
        address = {"sms": "phone", "email": "email", "line": "line_id"}[row["channel"]]
        if person[address] not in taken.to:
            yield Violation("wrong person", row["id"], f"sent to another's {address}")
        canaries = set(CANARY.findall(f"{taken.subject} {taken.body}"))
        if person["family_name"].startswith("試験") and canaries != {person["family_name"]}:
            yield Violation(
                "wrong person", row["id"], f"{sorted(canaries)} instead of {person['family_name']}"
            )
        if taken.token_hash and self.evidence.links.get(taken.token_hash) != row["application_id"]:
            yield Violation("wrong person", row["id"], "the link opens another application")

    def _counts(self) -> dict[str, Any]:
        messages = [row for row in self.evidence.messages.values() if row["channel"] != "phone"]
        doubted = {
            row_id
            for (table, row_id), versions in self.evidence.histories.items()
            if table == "messaging_message"
            and any(version["content"] and version["content"]["state"] == "unknown" for version in versions)
        }
        repeated = Counter(row["key"] for row, taken in self._pairs() if row["channel"] == "email")
        return {
            "messages": len(messages),
            "by channel": dict(Counter(row["channel"] for row in messages)),
            "by state": dict(Counter(row["state"] for row in messages)),
            "taken": dict(Counter(taken.channel for taken in self.journal)),
            "attempts": len(self.evidence.attempts),
            "mails repeated": sum(count > 1 for count in repeated.values()),
            "unknown once": len(doubted),
            "unknown settled as": dict(Counter(row["state"] for row in messages if row["id"] in doubted)),
            "needs a person because": dict(
                Counter(row["reason"] for row in messages if row["state"] == "needs_person")
            ),
            "violations": dict(Counter(one.rule for one in self.report.violations)),
        }

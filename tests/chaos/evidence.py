"""What the checker reads: the providers' journals, and everything the database knows, with its history."""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any  # rows as the database gives them

import psycopg

Row = Mapping[str, Any]
TOKEN = re.compile(r"/i/([A-Za-z0-9_-]{22})/")


@dataclass(frozen=True)
class Violation:
    rule: str
    message_id: int | None
    words: str

    def __str__(self) -> str:
        return f"{self.rule}: message {self.message_id}: {self.words}"


@dataclass(frozen=True)
class Taken:
    """A line of the journal."""

    channel: str
    provider_id: str
    to: str
    body: str
    subject: str
    arrived_at: datetime
    at: datetime
    callback_url: str
    headers: Mapping[str, str]
    attached: str

    @property
    def mail_id(self) -> str:
        return next((value for name, value in self.headers.items() if name.lower() == "message-id"), "")

    @property
    def token_hash(self) -> str:
        found = TOKEN.search(self.body)
        return hashlib.sha256(found[1].encode()).hexdigest() if found else ""


def read_journal(journal: Path) -> list[Taken]:
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    return [_taken(json.loads(line)) for line in lines]


def _taken(said: dict[str, Any]) -> Taken:
    return Taken(
        channel=said["channel"],
        provider_id=said["provider_id"],
        to=said["to"],
        body=said["body"],
        subject=said.get("subject", ""),
        arrived_at=datetime.fromisoformat(said.get("arrived_at") or said["at"]),
        at=datetime.fromisoformat(said["at"]),
        callback_url=said.get("callback_url", ""),
        headers=said.get("headers") or {},
        attached="\n".join(one.get("message", "") for one in said.get("attachments") or []),
    )


class Evidence:
    """What stands in the database, read once."""

    def __init__(self, connection: psycopg.Connection[dict[str, Any]]) -> None:
        self.connection = connection
        self.messages: dict[int, Row] = {
            row["id"]: row
            for row in connection.execute(
                "SELECT m.*, a.candidate_id FROM messaging_message m "
                "JOIN candidates_application a ON a.id = m.application_id WHERE m.direction = 'out'"
            )
        }
        self.attempts: dict[int, Row] = {
            row["id"]: row for row in connection.execute("SELECT * FROM messaging_attempt ORDER BY id")
        }
        self.people: dict[int, Row] = {
            row["id"]: row for row in connection.execute("SELECT * FROM candidates_candidate")
        }
        self.links: dict[str, int] = {
            row["token_hash"]: row["application_id"]
            for row in connection.execute("SELECT token_hash, application_id FROM candidates_link")
        }
        self.receipts = Counter(
            row["message_id"]
            for row in connection.execute("SELECT message_id FROM messaging_deliveryreceipt")
        )
        self.histories = self._histories()

    def _histories(self) -> dict[tuple[str, int], list[Row]]:
        """By table and row, each version with the moment of its commit; what was rolled back is not there."""
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        rows = self.connection.execute(
            "SELECT *, coalesce(pg_xact_commit_timestamp(transaction), written_at) AS committed_at "
            "FROM chaos.history ORDER BY id"
        )
        for row in rows:
            found[row["source"], row["row_id"]].append(row)
        return found

    def between(self, table: str, row_id: int, since: datetime, until: datetime) -> list[Row]:
        """The contents of the row that were true at some moment of that time, oldest first."""
        versions = self.histories.get((table, row_id), [])
        first = max((n for n, one in enumerate(versions) if one["committed_at"] <= since), default=0)
        return [one["content"] for one in versions[first:] if one["committed_at"] <= until and one["content"]]

    def stories(self, violations: Sequence["Violation"], most: int = 6) -> list[str]:
        """The first few of each kind with all that is known of their messages."""
        told: Counter[str] = Counter()
        found = []
        for one in violations:
            told[one.rule] += 1
            if told[one.rule] <= most:
                found.append(f"{one}\n{self.story(one.message_id)}")
        return found

    def story(self, message_id: int | None) -> str:
        """All that is known of one message, to find out what went wrong."""
        if message_id is None:
            return ""
        lines = [
            f"    {row['committed_at']:%H:%M:%S.%f} {_shown(row['content'])}"
            for row in self.histories.get(("messaging_message", message_id), [])
        ]
        lines += [
            f"    attempt {one['id']} no. {one['number']} {clock_time(one['started_at'])} to "
            f"{clock_time(one['ended_at'])}: {one['outcome'] or 'open'} {one['error']}"
            for one in self.attempts.values()
            if one["message_id"] == message_id
        ]
        receipts = self.connection.execute(
            "SELECT * FROM messaging_deliveryreceipt WHERE message_id = %s ORDER BY id", [message_id]
        )
        lines += [
            f"    receipt {clock_time(one['received_at'])} {one['status']} {one['code']}" for one in receipts
        ]
        return "\n".join(lines)


def _shown(content: Row | None) -> str:
    if content is None:
        return "deleted"
    names = (
        "state",
        "reason",
        "due_at",
        "expires_at",
        "attempts",
        "repeats",
        "claim",
        "lease_until",
        "doubted_since",
    )
    return " ".join(f"{name}={content[name]}" for name in names if content.get(name) not in {None, ""})


def clock_time(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%H:%M:%S.%f}" if moment else "…"

"""The checker finds every kind of bug it is there for: each is planted into a day on which all was well."""

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self  # rows as the database gives them

import pytest

from tests.chaos.checking import LINE_KEYS, Checker, Limits
from tests.chaos.evidence import Evidence, Taken

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
STARTS = NOON + timedelta(hours=2)
TOKEN = "a" * 22
SMS, MAIL, LINE = 1, 2, 3


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


class Day(Evidence):
    """Three messages to one person, one by each channel, due at noon and taken a second later."""

    def __init__(self) -> None:
        self.messages, self.attempts, self.people, self.links = {}, {}, {}, {}
        self.receipts = Counter()
        self.histories = defaultdict(list)
        self.connection = self  # type: ignore[assignment]  # asked for the time alone
        self.journal: list[Taken] = []
        for number in (1, 2):
            self.people[number] = {
                "family_name": f"試験0000{number}",
                "phone": f"+81904000000{number}",
                "email": f"person{number}@mail.example",
                "line_id": f"U{number:032x}",
            }
        self.writes("scheduling_interview", 7, -600, state="booked", starts_at=STARTS.isoformat())
        self.writes("candidates_application", 1, -600, stage="interviewing")
        for message_id, channel in ((SMS, "sms"), (MAIL, "email"), (LINE, "line")):
            self.says(message_id, channel)

    def execute(self, query: str) -> Self:
        return self

    def fetchone(self) -> Mapping[str, Any]:
        return {"now": after(3600)}

    def writes(self, table: str, row_id: int, seconds: float, **content: object) -> None:
        version = {"source": table, "row_id": row_id, "committed_at": after(seconds), "content": content}
        self.histories[table, row_id].append(version)

    def says(self, message_id: int, channel: str) -> None:
        """Planned, tried once and taken."""
        token = f"{message_id}".rjust(22, "t")
        hashed = hashlib.sha256(token.encode()).hexdigest()
        self.messages[message_id] = {
            "id": message_id,
            "key": f"1|reminder_eve|{message_id}",
            "kind": "reminder_eve",
            "about": f"interview:7@{STARTS:%Y-%m-%dT%H:%M}",
            "channel": channel,
            "state": "delivered",
            "reason": "",
            "repeats": 0,
            "doubted_since": None,
            "application_id": 1,
            "candidate_id": 1,
            "due_at": NOON,
            "expires_at": after(1200),
            "address": self.people[1][{"sms": "phone", "email": "email", "line": "line_id"}[channel]],
        }
        self.attempts[message_id] = {"id": message_id, "message_id": message_id, "fingerprint": hashed}
        self.links[hashed] = 1
        self.writes("messaging_message", message_id, -60, state="planned", due_at=NOON.isoformat())
        self.takes(message_id, 1.0)

    def takes(self, message_id: int, seconds: float) -> None:
        """A provider takes the message, as it would a copy of it."""
        row = self.messages[message_id]
        identity = f"{row['id']}|{row['key']}"
        digest = hashlib.sha256(identity.encode()).hexdigest()[:32]
        headers = {
            "sms": {},
            "email": {"Message-ID": f"<m{message_id}.{digest}@saiyo.example>"},
            "line": {"x-line-retry-key": str(uuid.uuid5(LINE_KEYS, identity))},
        }
        token = f"{message_id}".rjust(22, "t")
        called = f"http://127.0.0.1/hooks/twilio/status/{message_id}/" if row["channel"] == "sms" else ""
        self.journal.append(
            Taken(
                channel=row["channel"],
                provider_id=f"P{len(self.journal)}",
                to=row["address"],
                body=f"試験00001さん、お待ちしています。{message_id} http://127.0.0.1/i/{token}/",
                subject="",
                arrived_at=after(seconds),
                at=after(seconds),
                callback_url=called,
                headers=headers[row["channel"]],
                attached="",
            )
        )

    def changes(self, message_id: int, **content: object) -> None:
        self.messages[message_id] = {**self.messages[message_id], **content}

    def alters(self, number: int, **content: Any) -> None:
        """Of what a provider took."""
        self.journal[number] = replace(self.journal[number], **content)

    def rules_broken(self) -> set[str]:
        return {one.rule for one in Checker(self, self.journal, Limits(leeway=15)).check().violations}


def test_a_good_day_breaks_no_rule() -> None:
    assert Day().rules_broken() == set()


def test_a_mail_in_doubt_may_be_repeated_once_and_is_counted() -> None:
    day = Day()
    day.changes(MAIL, repeats=1)
    day.takes(MAIL, 60)

    report = Checker(day, day.journal, Limits(leeway=15)).check()

    assert report.violations == []
    assert report.counts["mails repeated"] == 1


def test_a_move_right_before_or_after_the_gate_breaks_no_rule() -> None:
    day = Day()
    later = STARTS + timedelta(days=1)
    day.writes("scheduling_interview", 7, -5, state="booked", starts_at=later.isoformat())

    assert day.rules_broken() == set()


def taken_twice(day: Day) -> None:
    day.takes(SMS, 2)


def tried_and_taken_twice(day: Day) -> None:
    day.takes(SMS, 2)
    day.attempts[99] = {"id": 99, "message_id": SMS, "fingerprint": ""}
    day.alters(-1, callback_url="http://127.0.0.1/hooks/twilio/status/99/")


def said_by_two_rows_of_one_key(day: Day) -> None:
    day.says(4, "sms")
    day.changes(4, key=day.messages[SMS]["key"])


def said_by_two_rows_in_the_same_words(day: Day) -> None:
    day.says(4, "sms")
    day.alters(-1, body=day.journal[0].body.replace("1 http", "1 http").replace("t1", "t4"))


def pushed_twice(day: Day) -> None:
    day.takes(LINE, 2)


def a_mail_repeated_without_doubt(day: Day) -> None:
    day.takes(MAIL, 60)


def a_mail_repeated_twice(day: Day) -> None:
    day.changes(MAIL, repeats=1)
    day.takes(MAIL, 60)
    day.takes(MAIL, 120)


def a_mail_under_two_message_ids(day: Day) -> None:
    day.changes(MAIL, repeats=1)
    day.takes(MAIL, 60)
    day.alters(-1, headers={"Message-ID": day.journal[-1].mail_id.replace("<m", "<again-m")})


def never_sent(day: Day) -> None:
    day.changes(SMS, state="planned")
    del day.journal[0]


def left_in_doubt(day: Day) -> None:
    day.changes(SMS, state="unknown")


def left_at_the_gate(day: Day) -> None:
    day.changes(SMS, state="sending")


def deleted(day: Day) -> None:
    day.histories["messaging_message", SMS].append(
        {"source": "messaging_message", "row_id": SMS, "committed_at": after(2), "content": None}
    )


def given_up_though_there_was_time(day: Day) -> None:
    day.changes(SMS, state="expired")
    del day.journal[0]


def said_to_be_sent(day: Day) -> None:
    del day.journal[0]


def sent_by_nobody(day: Day) -> None:
    day.alters(0, callback_url="http://127.0.0.1/hooks/twilio/status/12345/")


def sent_and_called_cancelled(day: Day) -> None:
    day.changes(SMS, state="cancelled")


def sent_early(day: Day) -> None:
    day.alters(0, arrived_at=after(-1))


def sent_late(day: Day) -> None:
    day.alters(0, arrived_at=after(1201))


def sent_after_a_cancel(day: Day) -> None:
    day.writes("scheduling_interview", 7, -20, state="cancelled_by_us", starts_at=STARTS.isoformat())


def sent_after_a_move(day: Day) -> None:
    later = STARTS + timedelta(days=1)
    day.writes("scheduling_interview", 7, -20, state="booked", starts_at=later.isoformat())


def sent_after_leaving(day: Day) -> None:
    day.writes("candidates_application", 1, -20, stage="withdrawn")


def sent_to_a_blocked_address(day: Day) -> None:
    block = {"channel": "sms", "address": day.messages[SMS]["address"], "reason": "opted_out"}
    day.writes("messaging_suppression", 1, -20, **block)


def sent_to_another(day: Day) -> None:
    day.alters(0, to=day.people[2]["phone"])


def with_anothers_name(day: Day) -> None:
    day.alters(0, body=day.journal[0].body.replace("試験00001", "試験00002"))


def with_anothers_link(day: Day) -> None:
    day.links = dict.fromkeys(day.links, 2)


def tried_for_ever(day: Day) -> None:
    day.attempts |= {n: {"id": n, "message_id": SMS, "fingerprint": ""} for n in range(20, 27)}


PLANTED: list[tuple[Callable[[Day], None], str]] = [
    (taken_twice, "twice"),
    (tried_and_taken_twice, "twice"),
    (said_by_two_rows_of_one_key, "twice"),
    (said_by_two_rows_in_the_same_words, "the same words twice"),
    (pushed_twice, "twice"),
    (a_mail_repeated_without_doubt, "twice"),
    (a_mail_repeated_twice, "twice"),
    (a_mail_under_two_message_ids, "twice"),
    (never_sent, "not settled"),
    (left_in_doubt, "not settled"),
    (left_at_the_gate, "not settled"),
    (deleted, "lost"),
    (given_up_though_there_was_time, "ran out"),
    (said_to_be_sent, "said to be sent, but nobody took it"),
    (sent_by_nobody, "nobody's"),
    (sent_and_called_cancelled, "taken, but the row says no"),
    (sent_early, "early"),
    (sent_late, "late"),
    (sent_after_a_cancel, "stale"),
    (sent_after_a_move, "stale"),
    (sent_after_leaving, "stale"),
    (sent_to_a_blocked_address, "to a blocked address"),
    (sent_to_another, "wrong person"),
    (with_anothers_name, "wrong person"),
    (with_anothers_link, "wrong person"),
    (tried_for_ever, "tried too often"),
]


@pytest.mark.parametrize(("plant", "rule"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_a_planted_bug_is_found(plant: Callable[[Day], None], rule: str) -> None:
    day = Day()

    plant(day)

    assert rule in day.rules_broken()

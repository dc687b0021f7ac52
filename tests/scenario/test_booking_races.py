"""Fifty people after every slot, over HTTP; and everything at once, while the server's processes are killed.

``RACED_SLOTS=100`` makes the first as large as it is meant to be, ``RACE_SEED`` repeats what was thrown.
"""

import os
import secrets
from collections import Counter
from pathlib import Path
from typing import Any  # what the crowd says is JSON

import pytest

from tests.scenario.crowd import ANSWERS_A_LINK
from tests.scenario.crowd_place import place

pytestmark = pytest.mark.processes
PROCESSES, STAFF = 50, 2
SLOTS = int(os.environ.get("RACED_SLOTS") or 6)
SEED = os.environ.get("RACE_SEED") or secrets.token_hex(4)
SET_BY_STAFF = """SELECT count(*) FROM company_auditevent
WHERE actor_kind = 'staff' AND action IN ('interview_booked', 'interview_moved')"""


@pytest.mark.postgres
def test_of_fifty_processes_after_each_slot_exactly_one_wins(tmp_path: Path) -> None:
    with place("postgres", tmp_path) as here:
        filled = here.fill(people=PROCESSES + SLOTS, links=SLOTS // ANSWERS_A_LINK + 1, plain=SLOTS + 3)
        raced = filled["plain"][:SLOTS]

        heard = here.send_in(kind="contest", processes=PROCESSES, people=filled["people"], slots=raced)

        of_each = {slot: Counter(one["status"] for one in heard if one["slot"] == slot) for slot in raced}
        assert of_each == {slot: Counter({303: 1, 409: PROCESSES - 1}) for slot in raced}
        assert all(one["offers_others"] for one in heard if one["status"] == 409)
        assert here.broken() == {}
        assert here.count("SELECT count(*) FROM scheduling_booking WHERE active") == SLOTS


@pytest.mark.parametrize(
    ("kind", "people", "processes", "acts"),
    [
        pytest.param("postgres", 20, 10, 25, id="postgres", marks=pytest.mark.postgres),
        pytest.param("sqlite", 10, 4, 15, id="sqlite"),
    ],
)
def test_whatever_happens_at_once_everybody_keeps_what_they_see(
    kind: str, people: int, processes: int, acts: int, tmp_path: Path
) -> None:
    print(f"RACE_SEED={SEED}")
    with place(kind, tmp_path) as here:
        filled = here.fill(people=people, links=processes * acts // ANSWERS_A_LINK + 1, plain=2, crowded=14)

        heard = here.send_in(
            kind="mingle",
            seed=SEED,
            processes=processes,
            staff=STAFF,
            acts=acts,
            people=filled["people"],
            slots=filled["plain"] + filled["crowded"],
            sign_in=filled["sign_in"],
            kill_after=[share * (processes + STAFF) * acts // 4 for share in (1, 2, 3)],
        )

        assert [one for one in heard if one["status"] >= 500] == [], f"seed {SEED}"
        assert len(heard) == (processes + STAFF) * acts
        assert here.broken() == {}, f"seed {SEED}"
        assert here.kills == 3
        assert here.count(SET_BY_STAFF) != 0
        assert _happened(heard) >= {"times 303", "times 409", "staff book 302", "withdraw 303", "undo 303"}


def _happened(heard: list[dict[str, Any]]) -> set[str]:
    return {f"{one['act']} {one['status']}" for one in heard}

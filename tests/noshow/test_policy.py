"""The closing rule, over every combination of its facts (I16: nobody is wrongly rejected)."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any  # a fact's value has its own type

import pytest

from noshow.policy import PENDING, CaseFacts, Decision, Reached, Rule, Verdict, closing
from tests.factories import NOW

RULE = Rule(attempts=3, channels=2, hours=48, person_confirms=True)
MET = CaseFacts(
    opened_at=NOW - timedelta(hours=48),
    interview_ended=True,
    cancelled_by_us=False,
    word_since=False,
    held=False,
    unread_inbound=False,
    reminded_before=True,
    reached=(Reached("first", "sms"), Reached("second", "email"), Reached("final", "sms")),
    open_attempts=0,
    final_notice_delivered=True,
    deadline=NOW,
)
TOO_FEW = (Reached("first", "sms"), Reached("second", "email"))
ONE_CHANNEL = (Reached("first", "sms"), Reached("third", "sms"), Reached("final", "sms"))
FEW_ON_ONE = (Reached("first", "sms"),)
# Every condition as (its code, what is true when it fails). Attempts and channels share one fact.
SINGLE: dict[str, dict[str, Any]] = {
    "interview_ended": {"interview_ended": False},
    "not_cancelled_by_us": {"cancelled_by_us": True},
    "no_word_since": {"word_since": True},
    "not_held": {"held": True},
    "nothing_unread": {"unread_inbound": True},
    "reminded_before": {"reminded_before": False},
    "hours": {"opened_at": NOW - timedelta(hours=48) + timedelta(seconds=1)},
    "no_open_attempt": {"open_attempts": 1},
    "final_notice_delivered": {"final_notice_delivered": False},
}
REACHED = {
    (True, True): MET.reached,
    (False, True): TOO_FEW,
    (True, False): ONE_CHANNEL,
    (False, False): FEW_ON_ONE,
}
DEADLINES = {"passed": NOW, "ahead": NOW + timedelta(seconds=1), "none": None}


def failing(decision: Decision) -> set[str]:
    return {finding.code for finding in decision.findings if not finding.holds}


@pytest.mark.parametrize("deadline", DEADLINES)
@pytest.mark.parametrize("person_confirms", [True, False])
def test_the_rule_acts_if_and_only_if_every_condition_holds(deadline: str, person_confirms: bool) -> None:
    """2^9 facts x 4 ways to have been reached x 3 deadlines x 2 rules: 12,288 cases."""
    rule = replace(RULE, person_confirms=person_confirms)
    verdicts: dict[Verdict, int] = dict.fromkeys(Verdict, 0)
    for broken in product([False, True], repeat=len(SINGLE)):
        for (enough, wide), reached in REACHED.items():
            faults = {code for code, is_broken in zip(SINGLE, broken, strict=True) if is_broken}
            facts = replace(MET, reached=reached, deadline=DEADLINES[deadline])
            for code in faults:
                facts = replace(facts, **SINGLE[code])
            faults |= {code for code, holds in (("attempts", enough), ("channels", wide)) if not holds}
            faults |= {"ahead": {"deadline_passed"}, "none": {"deadline_given"}}.get(deadline, set())

            decision = closing(facts, rule, NOW)

            assert failing(decision) == faults
            assert decision.verdict is _expected(faults, rule)
            assert len(decision.findings) == 12
            verdicts[decision.verdict] += 1
    acts = 1 if deadline == "passed" else 0
    assert verdicts[Verdict.PROPOSE] == acts * person_confirms
    assert verdicts[Verdict.REJECT] == acts * (not person_confirms)


def _expected(faults: set[str], rule: Rule) -> Verdict:
    if not faults:
        return Verdict.PROPOSE if rule.person_confirms else Verdict.REJECT
    waits_for = {
        "interview_ended", "not_held", "nothing_unread", "hours", "no_open_attempt", "deadline_passed",
    }  # fmt: skip
    return Verdict.WAIT if faults & waits_for else Verdict.HAND_OVER


def test_one_text_on_two_channels_is_one_attempt() -> None:
    both = (Reached("first", "sms"), Reached("first", "email"), Reached("final", "sms"))

    decision = closing(replace(MET, reached=both), RULE, NOW)

    assert decision.verdict is Verdict.HAND_OVER
    [attempts] = [finding for finding in decision.findings if finding.code == "attempts"]
    assert (attempts.wanted, attempts.found, attempts.holds) == ("3", "2", False)


def test_a_logged_call_is_an_attempt_and_a_channel() -> None:
    called = (Reached("first", "sms"), Reached("call/7", "phone"), Reached("final", "sms"))

    assert closing(replace(MET, reached=called), RULE, NOW).verdict is Verdict.PROPOSE


def test_findings_say_what_was_asked_and_what_was_found() -> None:
    facts = replace(MET, opened_at=NOW - timedelta(hours=19, minutes=59), open_attempts=2)

    found = {one.code: (one.wanted, one.found, one.holds) for one in closing(facts, RULE, NOW).findings}

    assert found["hours"] == ("48", "19", False)
    assert found["no_open_attempt"] == ("0", "2", False)
    assert found["channels"] == ("2", "2", True)
    assert found["no_word_since"] == ("yes", "yes", True)
    assert found["deadline_passed"] == (NOW.isoformat(), NOW.isoformat(), True)


def test_the_companys_own_numbers_are_used() -> None:
    strict = Rule(attempts=4, channels=3, hours=72, person_confirms=True)

    assert failing(closing(MET, strict, NOW)) == {"attempts", "channels", "hours"}
    assert closing(MET, Rule(1, 1, 1, person_confirms=False), NOW).verdict is Verdict.REJECT


def test_every_pending_condition_is_a_condition_of_the_rule() -> None:
    codes = {finding.code for finding in closing(MET, RULE, NOW).findings}

    assert codes >= PENDING

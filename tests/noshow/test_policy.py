"""The closing rule, over every combination of its facts (I16: nobody is wrongly rejected)."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any  # a fact's value has its own type

import pytest

from noshow.policy import DECISIVE, PENDING, UNDO_FOR, CaseFacts, Decision, Reached, Rule, Verdict, closing
from tests.factories import NOW

RULE = Rule(attempts=3, channels=2, hours=48, person_confirms=True)
MET = CaseFacts(
    opened_at=NOW - timedelta(hours=48),
    ended_at=NOW - timedelta(minutes=60),
    recorded_absent=True,
    cancelled_by_us=False,
    nobody_there=False,
    said_late=False,
    moved=False,
    withdrawn=False,
    undone=False,
    word_since=False,
    held=False,
    unread_inbound=False,
    reminded_before=True,
    reachable=True,
    incident=False,
    reached=(Reached("first", "sms"), Reached("second", "email"), Reached("final", "sms")),
    unarrived=0,
    open_attempts=0,
    final_notice_delivered=True,
    deadline=NOW,
)
TOO_FEW = (Reached("first", "sms"), Reached("second", "email"))
ONE_CHANNEL = (Reached("first", "sms"), Reached("third", "sms"), Reached("final", "sms"))
FEW_ON_ONE = (Reached("first", "sms"),)
A_SECOND = timedelta(seconds=1)
# Every fact that is a yes or a no, with the condition it breaks.
YES_OR_NO = {
    "recorded_absent": "recorded_absent",
    "cancelled_by_us": "not_cancelled_by_us",
    "nobody_there": "we_were_there",
    "said_late": "not_said_late",
    "moved": "not_moved",
    "withdrawn": "not_withdrawn",
    "undone": "not_undone",
    "word_since": "no_word_since",
    "held": "not_held",
    "unread_inbound": "nothing_unread",
    "reminded_before": "reminded_before",
    "reachable": "reachable",
    "incident": "no_incident",
    "final_notice_delivered": "final_notice_delivered",
    "approved": "approved",
}
ALL = {**{name: getattr(MET, name) for name in YES_OR_NO}, "approved": True}
"""As they are when the rule is met and a person has confirmed it."""
# What is measured, each with the conditions it breaks.
ENDED = {NOW - timedelta(minutes=60): (), NOW - timedelta(minutes=60) + A_SECOND: ("interview_ended",)}
NEVER_ENDED = {None: ("interview_ended",)}
OPENED = {
    NOW - timedelta(hours=48): (),
    NOW - timedelta(hours=48) + A_SECOND: ("hours",),
    NOW - UNDO_FOR: ("hours", "minute_over"),
}
REACHED = {
    MET.reached: (),
    TOO_FEW: ("attempts",),
    ONE_CHANNEL: ("channels",),
    FEW_ON_ONE: ("attempts", "channels"),
}
UNARRIVED = {0: (), 1: ("all_arrived",)}
UNDER_WAY = {0: (), 2: ("no_open_attempt",)}
DEADLINES = {NOW: (), NOW + A_SECOND: ("deadline_passed",), None: ("deadline_given",)}
MEASURED: dict[str, dict[Any, tuple[str, ...]]] = {
    "ended_at": ENDED | NEVER_ENDED,
    "opened_at": OPENED,
    "reached": REACHED,
    "unarrived": UNARRIVED,
    "open_attempts": UNDER_WAY,
    "deadline": DEADLINES,
}
MEASUREMENTS: list[tuple[dict[str, Any], set[str]]] = [
    (
        {name: value for name, (value, _) in zip(MEASURED, chosen, strict=True)},
        {c for _, cs in chosen for c in cs},
    )
    for chosen in product(*(list(values.items()) for values in MEASURED.values()))
]
"""432 of them, the first one met."""


def failing(decision: Decision) -> set[str]:
    return {finding.code for finding in decision.findings if not finding.holds}


def the_facts(broken: tuple[str, ...], measured: dict[str, Any]) -> CaseFacts:
    flags: dict[str, Any] = {name: value != (name in broken) for name, value in ALL.items()}
    return replace(MET, **flags, **measured)


def expected(faults: set[str]) -> Verdict:
    """Said once more, and differently: who is waited for, who is handed over, who is let go."""
    if faults <= {"approved"}:
        return Verdict.PROPOSE if faults else Verdict.REJECT
    waits = {"interview_ended", "minute_over", "not_held", "nothing_unread", "no_open_attempt"}
    if not faults & {"we_were_there", "reachable"}:
        waits |= {"hours", "deadline_passed"}
    return Verdict.WAIT if faults & waits else Verdict.HAND_OVER


def look(broken: tuple[str, ...], measurement: int, *, person_confirms: bool) -> Verdict:
    """One line of the table, compared with what it must say."""
    measured, faults = MEASUREMENTS[measurement]
    faults = faults | {YES_OR_NO[name] for name in broken}
    if not person_confirms:
        faults -= {"approved"}
    decision = closing(the_facts(broken, measured), replace(RULE, person_confirms=person_confirms), NOW)
    assert failing(decision) == faults
    assert decision.verdict is expected(faults)
    assert len(decision.findings) == 22 + person_confirms
    return decision.verdict


@pytest.mark.parametrize("person_confirms", [True, False])
@pytest.mark.parametrize("first", [True, False])
def test_of_all_yes_and_no_the_rule_acts_in_one_case_only(first: bool, person_confirms: bool) -> None:
    """2^15 combinations by 2 rules, everything measured being met: 65,536 lines."""
    names = list(YES_OR_NO)
    verdicts: dict[Verdict, int] = dict.fromkeys(Verdict, 0)
    for flags in product([False, True], repeat=len(names) - 1):
        broken = tuple(name for name, is_broken in zip(names, (first, *flags), strict=True) if is_broken)
        verdicts[look(broken, 0, person_confirms=person_confirms)] += 1
    acts = 0 if first else 1 if person_confirms else 2  # unasked, whether somebody confirmed is all the same
    assert verdicts[Verdict.REJECT] == acts
    assert verdicts[Verdict.PROPOSE] == (not first and person_confirms)


@pytest.mark.parametrize("person_confirms", [True, False])
def test_of_everything_measured_the_rule_acts_in_one_case_only(person_confirms: bool) -> None:
    """432 ways to measure, with each yes and no broken or none: 2 x 432 x 16 lines."""
    one_broken = [(), *((name,) for name in YES_OR_NO)]
    acts = [
        (number, broken)
        for number in range(len(MEASUREMENTS))
        for broken in one_broken
        if look(broken, number, person_confirms=person_confirms) is Verdict.REJECT
    ]
    assert acts == [(0, ())] if person_confirms else [(0, ()), (0, ("approved",))]


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
    strict = Rule(attempts=4, channels=3, hours=72, person_confirms=True, grace=61)

    wanted = {"attempts", "channels", "hours", "interview_ended", "approved"}
    assert failing(closing(MET, strict, NOW)) == wanted
    assert closing(MET, Rule(1, 1, 1, person_confirms=False), NOW).verdict is Verdict.REJECT


def test_who_cannot_be_reached_or_met_nobody_of_ours_is_put_before_a_person_at_once() -> None:
    early = replace(MET, opened_at=NOW - timedelta(minutes=2), deadline=NOW + timedelta(days=1))

    assert closing(early, RULE, NOW).verdict is Verdict.WAIT
    faults: list[dict[str, Any]] = [{"reachable": False}, {"nobody_there": True}]
    for fault in faults:
        assert closing(replace(early, **fault), RULE, NOW).verdict is Verdict.HAND_OVER
        trying = replace(early, **fault, open_attempts=1)
        assert closing(trying, RULE, NOW).verdict is Verdict.WAIT


def test_every_pending_condition_is_a_condition_of_the_rule() -> None:
    codes = {finding.code for finding in closing(MET, RULE, NOW).findings}

    assert codes >= PENDING | DECISIVE
    assert codes == (set(YES_OR_NO.values()) | {code for _, found in MEASUREMENTS for code in found}) - {
        "deadline_given"
    }

"""A case lived through in any order: words, calls, holds, failed channels, edited rules, and a moving clock.

What may be closed by the rule is judged by a model of its own, which remembers what was done and when, and
reads of the product only what was sent and how it ended.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from messaging.models import Message
from messaging.policy import CallOutcome, ChannelName, Direction, Kind, State
from messaging.services.calling import log_call
from messaging.services.hearing import AUTOMATIC, hear, mark_answered
from messaging.services.incidents import note_failing, note_working
from messaging.services.receipts import apply_receipt
from noshow.models import Case
from noshow.policy import CaseState, Reason
from noshow.services.cases import CaseOver, UndoTooLate, answer_case, hold, release, resolve, undo_case
from noshow.services.chances import NoneLeft, excuse, give_second_chance
from noshow.services.closing import (
    RULE_REASON,
    NotMet,
    close_by_hand,
    confirm_closing,
    note_our_absence,
    take_back_closing,
)
from noshow.services.ruling import keep_rule, the_rule_row
from sandbox.services.settling import next_due, settle
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.inviting import AlreadyBooked, FactsMissing
from scheduling.services.leaving import withdraw
from scheduling.services.outcomes import InterviewOver, OutcomeStands, record_outcome
from scheduling.services.wishing import wish
from tests import factories as make

REFUSED = (
    *(AlreadyBooked, CaseOver, FactsMissing, InterviewOver, NoneLeft, NotMet, OutcomeStands, UndoTooLate),
)
SAID = {State.ACCEPTED, State.DELIVERED, State.SENDING, State.UNKNOWN}
WRITTEN = (ChannelName.SMS, ChannelName.EMAIL)


def no_pause() -> None:
    """Nobody else sends here."""


may_speak = precondition(lambda self: len(self.words) < self.most_words)


class Cases(RuleBasedStateMachine):
    """``case`` and ``opened`` are set by the test that built them; each run begins a moment after the no."""

    case: ClassVar[Case]
    opened: ClassVar[datetime]
    closings: ClassVar[int] = 0  # by the rule, over all runs

    def __init__(self) -> None:
        super().__init__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()
        self.now = self.opened
        self.staff = make.a_staff()
        self.words: list[datetime] = []  # every sign of theirs
        self.outages: list[tuple[datetime, datetime | None]] = []
        self.is_ours = self.is_held = False
        self.most_words = 0
        self.judged: set[tuple[str, datetime | None]] = set()

    def teardown(self) -> None:
        try:
            self._it_ends()
        finally:
            transaction.set_rollback(True)
            self._transaction.__exit__(None, None, None)

    # --- reading -------------------------------------------------------------------------------------

    @property
    def row(self) -> Case:
        return Case.objects.select_related("interview__application__candidate").get(pk=self.case.pk)

    def _messages(self, *kinds: Kind) -> list[Message]:
        rows = Message.objects.outgoing().filter(about=f"case:{self.case.pk}").order_by("pk")
        return list(rows.filter(kind__in=kinds) if kinds else rows)

    # --- they ----------------------------------------------------------------------------------------

    @initialize(most_words=st.sampled_from([0, 0, 1, 99]), alone=st.booleans())
    def some_are_silent(self, most_words: int, alone: bool) -> None:
        """Else hardly any run would ever come to a closing."""
        self.most_words = most_words
        self.we_edit_the_rule(hours=24, alone=alone, attempts=2)

    def _theirs(self, act: Callable[[Case], object]) -> None:
        try:
            with transaction.atomic():
                act(self.row)
        except REFUSED:
            return
        self.words.append(self.now)

    @may_speak
    @rule(text=st.sampled_from(["すみません", "10分おくれます", "いけません", "OK", "停止"]))
    def they_write(self, text: str) -> None:
        application = self.row.interview.application
        self._theirs(lambda case: hear(application, channel=ChannelName.SMS, text=text, now=self.now))

    @may_speak
    @rule(reason=st.sampled_from(sorted(Reason)))
    def they_tell_why(self, reason: str) -> None:
        if self.row.state != CaseState.UNDONE:
            self.is_ours = self.is_ours or reason == Reason.NOBODY_THERE
            self._theirs(lambda case: answer_case(case, Reason(reason), "", self.now))

    @may_speak
    @rule()
    def they_wish(self) -> None:
        self._theirs(lambda case: wish(case.interview.application, ["saturday"], "", self.now))

    @may_speak
    @rule()
    def they_withdraw(self) -> None:
        if not self.row.interview.application.is_over:
            self._theirs(lambda case: withdraw(case.interview.application, now=self.now))

    @rule()
    def a_machine_of_theirs_writes(self) -> None:
        application, said = self.row.interview.application, {AUTOMATIC: True}
        hear(application, channel=ChannelName.EMAIL, text="不在です", now=self.now, values=said)

    # --- we ------------------------------------------------------------------------------------------

    def _ours(self, act: Callable[[Case], object]) -> bool:
        try:
            with transaction.atomic():
                act(self.row)
        except REFUSED:
            return False
        return True

    @rule(outcome=st.sampled_from([CallOutcome.NO_ANSWER, CallOutcome.REACHED, CallOutcome.WRONG_NUMBER]))
    def we_call(self, outcome: CallOutcome) -> None:
        application = self.row.interview.application
        self._ours(lambda case: log_call(application, outcome=outcome, by=self.staff, now=self.now))
        if outcome is CallOutcome.REACHED:
            self.words.append(self.now)

    @rule()
    def we_answer(self) -> None:
        self._ours(lambda case: mark_answered(case.interview.application, by=self.staff, now=self.now))

    @rule()
    def we_hold(self) -> None:
        self.is_held = (
            self._ours(lambda case: hold(case, by=self.staff, now=self.now, reason="x")) or self.is_held
        )

    @rule()
    def we_go_on(self) -> None:
        if self._ours(lambda case: release(case, by=self.staff, now=self.now)):
            self.is_held = False

    @rule()
    def it_was_us(self) -> None:
        done = self._ours(lambda case: note_our_absence(case, by=self.staff, now=self.now))
        self.is_ours = self.is_ours or done

    @rule(outcome=st.sampled_from([InterviewState.CAME, InterviewState.ABSENT, InterviewState.EXCUSED]))
    def we_correct(self, outcome: InterviewState) -> None:
        self._ours(lambda case: record_outcome(case.interview, outcome, by=self.staff, now=self.now))

    @rule()
    def we_undo(self) -> None:
        self._ours(lambda case: undo_case(case, by=self.staff, now=self.now))

    @rule()
    def we_excuse(self) -> None:
        self._ours(lambda case: excuse(case, by=self.staff, now=self.now))

    @rule()
    def we_give_a_chance(self) -> None:
        self._ours(lambda case: give_second_chance(case, by=self.staff, now=self.now))

    @rule()
    def we_confirm(self) -> None:
        self._ours(lambda case: confirm_closing(case, by=self.staff, now=self.now))

    @rule()
    def we_take_it_back(self) -> None:
        if self._ours(lambda case: take_back_closing(case, by=self.staff, now=self.now)):
            self.is_held = True

    @rule(hours=st.sampled_from([24, 48, 96]), alone=st.booleans(), attempts=st.sampled_from([2, 3]))
    def we_edit_the_rule(self, hours: int, alone: bool, attempts: int) -> None:
        wanted = the_rule_row()
        wanted.hours, wanted.person_confirms, wanted.attempts = hours, not alone, attempts
        keep_rule(wanted, by=self.staff, now=self.now)

    # --- the world -----------------------------------------------------------------------------------

    @rule(channel=st.sampled_from(WRITTEN))
    def a_channel_fails(self, channel: ChannelName) -> None:
        if not self.outages or self.outages[-1][1] is not None:
            note_failing(channel, since=self.now, now=self.now)
            self.outages.append((self.now, None))

    @precondition(lambda self: self.outages and self.outages[-1][1] is None)
    @rule()
    def it_works_again(self) -> None:
        note_working(WRITTEN, now=self.now)
        self.outages[-1] = (self.outages[-1][0], self.now)

    @rule(which=st.integers(0, 9))
    def something_comes_back(self, which: int) -> None:
        """A delivery turns out to be none."""
        arrived = [row for row in self._messages() if row.state == State.DELIVERED]
        if arrived and all(row.kind != Kind.REJECTED for row in arrived):
            apply_receipt(arrived[which % len(arrived)], "undelivered", code="30003", now=self.now)

    @rule(hours=st.sampled_from([1, 5, 13, 25, 49]))
    def hours_pass(self, hours: int) -> None:
        self._live_until(self.now + timedelta(hours=hours))

    @rule()
    def silence(self) -> None:
        """What most people meet who say nothing: three days of it."""
        self._live_until(self.now + timedelta(days=3))

    def _live_until(self, end: datetime) -> None:
        moment: datetime | None = self.now
        while moment is not None:
            self.now = moment
            settle(now=moment, pause=no_pause)
            self.a_closing_by_the_rule_was_right()
            moment = next_due(moment, end)
        self.now = end
        settle(now=end, pause=no_pause)

    # --- what must hold ------------------------------------------------------------------------------

    @invariant()
    def a_closing_by_the_rule_was_right(self) -> None:
        case = self.row
        if case.state != CaseState.CLOSED or (RULE_REASON, case.closed_at) in self.judged:
            return
        if case.interview.application.closed_reason != RULE_REASON:
            return
        at = case.closed_at
        assert at is not None
        self.judged.add((RULE_REASON, at))
        Cases.closings += 1
        assert not self.words, "closed by the rule after a word of theirs"
        assert not self.is_held, "closed by the rule while somebody held it"
        assert not self.is_ours, "closed by the rule although it was us"
        assert case.interview.state == InterviewState.ABSENT
        deadlines = [
            datetime.fromisoformat(row.values["deadline_at"])
            for row in self._messages(Kind.FINAL_NOTICE)
            if row.state in {State.DELIVERED, State.ACCEPTED}
        ]
        assert deadlines, "closed by the rule without a last notice that arrived"
        assert max(deadlines) <= at, "closed by the rule before the deadline"
        asked = self.opened - timedelta(days=1)
        met = [one for one in self.outages if one[0] <= max(deadlines) and (one[1] or at) >= asked]
        assert not met, "closed by the rule over an incident"
        assert case.findings, "closed without the facts on record"
        assert all(finding["holds"] for finding in case.findings)

    @invariant()
    def no_refusal_answers_a_word(self) -> None:
        """Of closings by the rule; what a person closes by hand, they answer for."""
        if any(reason != RULE_REASON for reason, _ in self.judged):
            return
        for row in self._messages(Kind.REJECTED):
            if row.state in SAID and row.sent_at is not None:
                assert not [word for word in self.words if word < row.sent_at]

    @invariant()
    def nothing_is_closed_by_the_rule_while_a_message_waits_unread(self) -> None:
        case = self.row
        if case.state == CaseState.PROPOSED:
            heard = Message.objects.filter(application=case.interview.application, direction=Direction.IN)
            assert not heard.filter(needs_answer=True).exists() or self.words

    def _it_ends(self) -> None:
        """With nobody in the way it comes to an end, or before a person; and a person can end it."""
        if self.outages and self.outages[-1][1] is None:
            self.it_works_again()
        self.we_answer()
        self.we_go_on()
        self._live_until(self.now + timedelta(days=9))
        case = self.row
        assert case.state != CaseState.OPEN, "nobody will ever look at this case"
        if CaseState(case.state).is_open and case.interview.application.is_over:
            resolve(case, by=self.staff, now=self.now)
        elif CaseState(case.state).is_open:
            close_by_hand(case, by=self.staff, now=self.now, reason="agreed")
        assert not CaseState(self.row.state).is_open
        assert Interview.objects.filter(application=case.interview.application).exists()

"""The state machine: people act, time passes, workers work and die; everything else is the product's own."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from messaging import failpoints
from messaging.models import Message
from messaging.services import dispatching
from messaging.services.dispatching import dispatch
from messaging.services.doubting import settle_doubts
from messaging.services.holding import hold, release
from messaging.services.reaping import reap
from messaging.services.receipts import apply_receipt
from noshow.services.closing import close_due_cases
from reminders.services.backfilling import backfill
from reminders.services.following import follow, mark_all_stale, replan_stale
from tests.machine import acts, by_candidates, by_staff, invariants
from tests.machine.provider import Crash, Deed
from tests.machine.world import Base, World, providers

MOST_STOPS = 60
LEASE_AND_TIMEOUTS = timedelta(seconds=95)
CRASHES = tuple(sorted(set(failpoints.POINTS) - {"planned", "heard", "settling"}))
REPORTS = (
    ("sent", ""),
    ("delivered", ""),
    ("undelivered", "30003"),
    ("undelivered", "30006"),
    ("failed", "30007"),
    ("failed", "21610"),
    ("bounced", ""),
    ("queued", ""),
    ("opened", ""),
)
NUMBERS = st.integers(0, 119)
CANDIDATE_ACTS = {act.__name__: act for act in acts.CANDIDATES_DO}
STAFF_ACTS = {act.__name__: act for act in acts.STAFF_DO}
MEANWHILE = {act.__name__: act for act in acts.MEANWHILE}
anybody = precondition(lambda self: bool(self.world.facts.applications))


class Messages(RuleBasedStateMachine):
    """One run of a world. ``base`` is set by the test that built it."""

    base: ClassVar[Base]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.base)
        self._providers = providers(self.world)
        self._providers.__enter__()
        self._transaction = transaction.atomic()
        self._transaction.__enter__()

    def teardown(self) -> None:
        try:
            invariants.planning_again_changes_nothing(self.world, everybody=True)
        finally:
            self._take_everything_back()

    def _take_everything_back(self) -> None:
        transaction.set_rollback(True)
        self._transaction.__exit__(None, None, None)
        self._providers.__exit__(None, None, None)
        self.world.end()

    # --- people --------------------------------------------------------------------------------------

    @initialize(person=st.integers(0, 3), store=st.integers(0, 1), day=NUMBERS, is_booked=st.booleans())
    def somebody_is_here(self, person: int, store: int, day: int, is_booked: bool) -> None:
        acts.apply(self.world, person, store)
        if is_booked:
            acts.do(self.world, by_staff.ask_in, self.world.application(0), 0)
            acts.do(self.world, by_candidates.pick_a_time, self.world.application(0), day)
        self.world.look()

    @rule(person=st.integers(0, 3), store=st.integers(0, 1), by_file=st.booleans())
    def somebody_applies(self, person: int, store: int, by_file: bool) -> None:
        (acts.bring_in if by_file else acts.apply)(self.world, person, store)
        self.world.look()

    @anybody
    @rule(who=NUMBERS, act=st.sampled_from(sorted(CANDIDATE_ACTS)), number=NUMBERS)
    def candidate_acts(self, who: int, act: str, number: int) -> None:
        acts.do(self.world, CANDIDATE_ACTS[act], self.world.application(who), number)
        self.world.look()

    @anybody
    @rule(who=NUMBERS, act=st.sampled_from(sorted(STAFF_ACTS)), number=NUMBERS)
    def staff_act(self, who: int, act: str, number: int) -> None:
        acts.do(self.world, STAFF_ACTS[act], self.world.application(who), number)
        self.world.look()

    @rule(is_held=st.booleans())
    def sending_is_held(self, is_held: bool) -> None:
        (hold if is_held else release)(by=self.world.base.owner, now=self.world.now)
        self.world.look()

    # --- time ----------------------------------------------------------------------------------------

    @rule(minutes=st.sampled_from((1, 2, 5, 11, 30, 90)))
    def minutes_pass(self, minutes: int) -> None:
        self._silence_until(self.world.now + timedelta(minutes=minutes))

    @rule(hours=st.sampled_from((3, 9, 26)))
    def nothing_works_for_hours(self, hours: int) -> None:
        self._silence_until(self.world.now + timedelta(hours=hours))

    @rule(hours=st.sampled_from((1, 6, 13, 24, 49)))
    def everything_works_for_hours(self, hours: int) -> None:
        until = self.world.now + timedelta(hours=hours)
        dispatching.circuits.forget()
        if self.world.facts.is_held:
            self.world.silences.append((self.world.now, until))
        for _ in range(MOST_STOPS):
            self._work()
            if (due := self.world.next_due(until)) is None:
                break
            self.world.move_to(due)
        else:
            self.world.silences.append((self.world.now, until))
        self.world.move_to(until)
        self._work()

    @anybody
    @rule(who=NUMBERS, times=st.integers(3, 8), number=NUMBERS)
    def staff_cannot_make_up_their_mind(self, who: int, times: int, number: int) -> None:
        """Every move is a text: more of them in a day than anybody should get."""
        for turn in range(times):
            acts.do(self.world, by_staff.ask_in, self.world.application(who), 0)
            acts.do(self.world, by_staff.book_for_them, self.world.application(who), number + turn)
            self.world.look()
            self._work()
            later = self.world.now + timedelta(minutes=20)
            if self.world.facts.is_held:
                self.world.silences.append((self.world.now, later))
            self.world.move_to(later)

    @anybody
    @rule(who=NUMBERS, number=NUMBERS, answers=st.booleans())
    def an_earlier_time_opens(self, who: int, number: int, answers: bool) -> None:
        """For somebody with a time far off, and for whoever else waits at that place."""
        application = self.world.application(who)
        for act in (by_staff.ask_in, by_candidates.pick_the_last_time):
            acts.do(self.world, act, application, 0)
        self.world.move_to(self.world.now + timedelta(minutes=1))
        acts.do(self.world, by_staff.open_a_time, application, number)
        self.followers_work()
        if answers:
            acts.do(
                self.world, by_candidates.answer_an_earlier_time, self.world.application(who + number), number
            )
            self.world.look()

    @rule(times=st.integers(2, 8))
    def providers_are_busy(self, times: int) -> None:
        for _ in range(times):
            self.followers_work()
            self.world.log.script.extend([Deed.BUSY] * 20)
            self._until_it_crashes(None, lambda: dispatch(now=self.world.now))
            self._silence_until(self.world.now + timedelta(minutes=20))
        self.world.log.script.clear()

    def _silence_until(self, until: datetime) -> None:
        self.world.silences.append((self.world.now, until))
        self.world.move_to(until)

    # --- workers -------------------------------------------------------------------------------------

    @rule(
        deeds=st.lists(st.sampled_from(Deed), max_size=4),
        crash=st.none() | st.tuples(st.sampled_from(CRASHES), st.integers(0, 2)),
        meanwhile=st.none()
        | st.tuples(st.sampled_from(("claimed", "gated")), st.sampled_from(sorted(MEANWHILE)), NUMBERS),
    )
    def dispatcher_works(
        self, deeds: list[Deed], crash: tuple[str, int] | None, meanwhile: tuple[str, str, int] | None
    ) -> None:
        self.world.log.script.extend(deeds)
        failpoints.arm("claimed", self.world.look)
        if meanwhile:
            self._arm_meanwhile(*meanwhile)
        self._until_it_crashes(crash, lambda: dispatch(now=self.world.now))
        self.world.log.script.clear()

    def _arm_meanwhile(self, place: str, act: str, number: int) -> None:
        left = [act]

        def happen() -> None:
            if left and self.world.facts.applications:
                acts.do(self.world, MEANWHILE[left.pop()], self.world.application(number), number)
            if place == "claimed":
                self.world.look()

        failpoints.arm(place, happen)

    def _until_it_crashes(self, crash: tuple[str, int] | None, work: Callable[[], object]) -> None:
        """Run a worker; at the chosen place, the chosen time it comes by there, the process is gone."""
        if crash:
            place, left = crash[0], [None] * crash[1]

            def die() -> None:
                if left:
                    left.pop()
                else:
                    raise self.world.log.process.dies(place)

            failpoints.arm(place, die)
        try:
            work()
        except Crash:
            dispatching.circuits.forget()  # the next process knows nothing of the last one's troubles
            self.world.silences.append((self.world.now, self.world.now + LEASE_AND_TIMEOUTS))
        finally:
            self.world.log.process.is_gone = False
            failpoints.disarm()
            self.world.look()

    @rule(
        can_be_asked=st.booleans(), crash=st.none() | st.tuples(st.sampled_from(CRASHES), st.integers(0, 1))
    )
    def reaper_works(self, can_be_asked: bool, crash: tuple[str, int] | None) -> None:
        self.world.log.can_be_asked = can_be_asked
        self._until_it_crashes(crash, self._reap)
        self.world.log.can_be_asked = True

    @rule()
    def followers_work(self) -> None:
        follow(now=self.world.now)
        replan_stale(now=self.world.now)
        close_due_cases(now=self.world.now)
        backfill(now=self.world.now)
        self.world.look()

    @rule()
    def somebody_edits_a_rule(self) -> None:
        mark_all_stale(now=self.world.now)

    @precondition(lambda self: bool(self.world.log.taken))
    @rule(which=NUMBERS, reports=st.lists(st.sampled_from(REPORTS), min_size=1, max_size=3))
    def reports_arrive(self, which: int, reports: list[tuple[str, str]]) -> None:
        taken = self.world.log.taken
        message = Message.objects.get(pk=taken[which % len(taken)].outgoing.message_id)
        for status, code in reports:
            apply_receipt(message, status, code=code, event_id=f"{which}:{status}", now=self.world.now)
        self.world.look()

    def _reap(self) -> None:
        reap(now=self.world.now)
        settle_doubts(now=self.world.now)
        self.world.look()
        invariants.nothing_is_stuck(self.world)

    def _work(self) -> None:
        """What every sweep does, all of it, in good health."""
        self.followers_work()
        for _ in range(2):  # what turns out never to have left is said in the second round
            failpoints.arm("claimed", self.world.look)
            dispatch(now=self.world.now)
            failpoints.disarm()
            self._reap()
            self.followers_work()
        dispatch(now=self.world.now)
        invariants.nothing_due_is_left(self.world)

    # --- what must hold ------------------------------------------------------------------------------

    @invariant()
    def everything_holds(self) -> None:
        for check in invariants.AFTER_EVERY_STEP:
            check(self.world)

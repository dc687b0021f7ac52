"""The dispatcher: claim what is due, pass the gate, hand over in threads, write down how it went.

The database is used by the calling thread alone; the pool's threads do nothing but talk to providers.
"""

import logging
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue

from django.conf import settings
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
)

from messaging import failpoints
from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown, channel_for
from messaging.services.circuits import Circuits
from messaging.services.claiming import Claimed, claim, give_back
from messaging.services.gathering import House, look_round
from messaging.services.gating import AtTheGate, Passed, pass_gate, turn_away
from messaging.services.incidents import note_failing, note_working
from messaging.services.outages import pass_on
from messaging.services.recording import Done, Result, record

logger = logging.getLogger(__name__)

LONGEST_RUN = 60.0  # seconds; then the next sweep goes on, so that no task of ours runs for ever
AHEAD = 2
"""Threadfuls that may have passed the gate: while one is under way, the next passes, and no thread waits.

How long it waits is bounded by ``send_by``."""

GLANCE = 0.2  # seconds between two looks for newly due rows while providers are slow
TOGETHER = 0.005  # seconds; what ends within them is written down in one transaction
FRESH = 1.0  # seconds; how old the rules of the house may be
PATIENCE = (
    0.2,
    1.0,
    3.0,
    8.0,
)  # seconds; the database may restart while the provider already has the message

circuits = Circuits()


def dispatch(
    *, now: datetime, overdue: timedelta = timedelta(0), keep_going: Callable[[], bool] = lambda: True
) -> int:
    """Send what is due until nothing is; returns how many messages were handed over.

    With ``overdue`` only what has been due that long (a standby). When ``keep_going`` says no, nothing
    new is taken and what is on its way is finished. Any number of dispatchers may run at once.
    """
    return _Run(now, overdue, keep_going).to_the_end()


class _Run:
    def __init__(self, now: datetime, overdue: timedelta, keep_going: Callable[[], bool]) -> None:
        self.now, self.overdue, self.keep_going = now, overdue, keep_going
        self.started = time.monotonic()
        self.done: SimpleQueue[Done] = SimpleQueue()
        self.on_the_way = self.handed_over = 0
        self.next_look = 0.0
        self._house: House | None = None
        self._house_read = 0.0

    def to_the_end(self) -> int:
        with ThreadPoolExecutor(settings.SENDING_THREADS, thread_name_prefix="sending") as pool:
            try:
                while self._send_some(pool) or self.on_the_way:
                    self._record_finished(timeout=GLANCE)
            finally:
                while self.on_the_way:  # also when the database failed us: what has left must be written down
                    self._record_finished(timeout=None)
        return self.handed_over

    def house(self) -> House:
        """The rules of the house, at most FRESH seconds old."""
        if self._house is None or time.monotonic() - self._house_read > FRESH:
            self._house, self._house_read = look_round(self._moment()), time.monotonic()
            for channel in self._house.channels:
                channel_for(channel)  # a library that loads slowly must not spend a message's own time
        return self._house

    def _moment(self) -> datetime:
        """``now`` and the whole seconds that have passed since: a run lasts longer than an instant."""
        return self.now + timedelta(seconds=int(time.monotonic() - self.started))

    def _send_some(self, pool: ThreadPoolExecutor) -> bool:
        """Keep the threads busy, a threadful at a time. True if there may be more to send."""
        clock = time.monotonic()
        if clock - self.started > LONGEST_RUN or not self.keep_going():
            return False
        room = AHEAD * settings.SENDING_THREADS - self.on_the_way
        if self.on_the_way and (room < settings.SENDING_THREADS or clock < self.next_look):
            return True
        now, resting = self._moment(), circuits.resting()
        claimed = claim(room, now=now, overdue=self.overdue, resting=resting, probes=circuits.probes(now))
        if resting:
            pass_on(resting, now=now)
        if len(claimed) < room:  # that was all for the moment
            self.next_look = clock + GLANCE
        self._bring_to_the_gate(claimed, pool)
        return bool(claimed)

    def _bring_to_the_gate(self, claimed: Sequence[Claimed], pool: ThreadPoolExecutor) -> None:
        """All at once; one by one where that fails, so that one message's fault never stops the others."""
        if not claimed:
            return
        try:
            at_the_gate = _gate(claimed, self._moment(), self.house())
            alone = list(at_the_gate.busy)
            self._hand_over(at_the_gate.passed, pool)
        except OperationalError:
            give_back(claimed)  # not to keep them for a whole lease because of one bad moment
            raise
        except Exception as error:
            logger.error("a batch broke at the gate: %s", _where(error))
            alone = list(claimed)
        while alone:
            try:
                self._hand_over(_gate_alone(alone[0], self._moment(), self.house()), pool)
            except DatabaseError:
                give_back(alone)
                raise
            alone.pop(0)

    def _hand_over(self, passed: Sequence[Passed], pool: ThreadPoolExecutor) -> None:
        for one in passed:
            self.on_the_way += 1
            pool.submit(self._send, one)

    def _send(self, passed: Passed) -> None:
        """Runs in a pool thread."""
        self.done.put(Done(passed.outgoing, passed.claim, _handed_to_provider(passed), passed.channel))

    def _record_finished(self, *, timeout: float | None) -> None:
        """Wait for the first, and take what else ends about then."""
        if not self.on_the_way:
            return
        try:
            finished = [self.done.get(timeout=timeout)]
        except Empty:
            return
        until = time.monotonic() + TOGETHER
        while len(finished) < self.on_the_way:
            try:
                finished.append(self.done.get(timeout=max(until - time.monotonic(), 0)))
            except Empty:
                break
        self.on_the_way -= len(finished)
        self.handed_over += len(finished)
        now = self._moment()
        for one in finished:
            circuits.note(one.channel, one.result, now)
        _surely_record(finished, now)
        self._note_incidents(finished, now)

    def _note_incidents(self, finished: Sequence[Done], now: datetime) -> None:
        """What a channel's rest means for those who judge silence: it is kept, with its beginning and end."""
        resting, known = circuits.resting_since(), self._house.failing if self._house else set()
        tried = {one.channel for one in finished}
        for channel in tried & resting.keys():
            note_failing(channel, since=resting[channel], now=now)
            known.add(channel)
        took = {one.channel for one in finished if isinstance(one.result, Accepted)} & known - resting.keys()
        if took:
            note_working(took, now=now)
            known -= took


def _gate(claimed: Sequence[Claimed], now: datetime, house: House) -> AtTheGate:
    """The database ends one of two transactions that wait for each other; ours is safe to repeat."""
    for _ in range(2):
        try:
            return pass_gate(claimed, now=now, house=house)
        except OperationalError as error:
            state = getattr(error.__cause__, "sqlstate", "")
            if state not in {"40P01", "40001"} or connection.in_atomic_block:
                raise
    return pass_gate(claimed, now=now, house=house)


def _gate_alone(claimed: Claimed, now: datetime, house: House) -> list[Passed]:
    """Whatever is wrong with this message, and not with the database, is put before a person."""
    try:
        return _gate([claimed], now, house).passed
    except DatabaseError as error:
        if not isinstance(error, DataError | IntegrityError):
            raise
        logger.error("message %s does not fit the database: %s", claimed.message_id, _where(error))
    except Exception as error:
        logger.error("message %s broke at the gate: %s", claimed.message_id, _where(error))
    turn_away(claimed, now=now)
    return []


def _handed_to_provider(passed: Passed) -> Result:
    """An exception nobody foresaw may have come after the request left."""
    try:
        failpoints.reached("before_request")
        result = channel_for(passed.channel).send(passed.outgoing)
        failpoints.reached("after_request")
    except (DeliveryFailed, OutcomeUnknown) as ended:
        return ended
    except Exception as error:
        logger.error("message %s broke on its way: %s", passed.outgoing.message_id, _where(error))
        return OutcomeUnknown("error")
    return result


def _surely_record(done: Sequence[Done], now: datetime) -> None:
    for pause in (*PATIENCE, None):
        try:
            record(done, now=now)
            return
        except (OperationalError, InterfaceError):
            if pause is None or connection.in_atomic_block:
                raise
            time.sleep(pause)
            close_old_connections()


def _where(error: Exception) -> str:
    """Kind and place of an error without its words, which may hold an address."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, line {frame.lineno}"

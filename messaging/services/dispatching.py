"""The dispatcher: claim what is due, pass the gate, hand over in threads, write down how it went.

The database is used by the calling thread alone; the pool's threads do nothing but talk to providers.
"""

import logging
import time
import traceback
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

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

from messaging.channels import DeliveryFailed, OutcomeUnknown, Outgoing, channel_for
from messaging.policy import ChannelName
from messaging.services.claiming import Claimed, claim, give_back
from messaging.services.gating import pass_gate, turn_away
from messaging.services.recording import Result, record

logger = logging.getLogger(__name__)

Passed = tuple[ChannelName, Outgoing] | None

LONGEST_RUN = 60.0  # seconds; then the next sweep goes on, so that no task of ours runs for ever
GLANCE = 0.2  # seconds between two looks for newly due rows while providers are slow
PATIENCE = (
    0.2,
    1.0,
    3.0,
    8.0,
)  # seconds; the database may restart while the provider already has the message


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
        self.on_the_way: dict[Future[Result], tuple[Outgoing, str]] = {}
        self.handed_over = 0

    def to_the_end(self) -> int:
        with ThreadPoolExecutor(settings.SENDING_THREADS, thread_name_prefix="sending") as pool:
            try:
                while self._send_some(pool) or self.on_the_way:
                    self._record_finished(timeout=GLANCE)
            finally:
                while self.on_the_way:  # also when the database failed us: what has left must be written down
                    self._record_finished(timeout=None)
        return self.handed_over

    def _moment(self) -> datetime:
        """``now`` and the whole seconds that have passed since: a run lasts longer than an instant."""
        return self.now + timedelta(seconds=int(time.monotonic() - self.started))

    def _send_some(self, pool: ThreadPoolExecutor) -> bool:
        """Fill the free threads. True if anything was claimed, so there may be more."""
        if time.monotonic() - self.started > LONGEST_RUN or not self.keep_going():
            return False
        room = settings.SENDING_THREADS - len(self.on_the_way)
        claimed = claim(room, now=self._moment(), overdue=self.overdue)
        waiting = list(claimed)
        try:
            while waiting:
                one = waiting[0]
                if passed := _gate(one, self._moment()):
                    channel, outgoing = passed
                    self.on_the_way[pool.submit(_send, channel, outgoing)] = (outgoing, one.claim)
                waiting.pop(0)
        except DatabaseError:
            give_back(waiting)  # not to keep them for a whole lease because of one bad moment
            raise
        return bool(claimed)

    def _record_finished(self, *, timeout: float | None) -> None:
        if not self.on_the_way:
            return
        finished, _ = wait(self.on_the_way, timeout=timeout, return_when=FIRST_COMPLETED)
        for future in finished:
            outgoing, claimed = self.on_the_way.pop(future)
            self.handed_over += 1
            _surely_record(outgoing, claimed, future.result(), self._moment())


def _gate(claimed: Claimed, now: datetime) -> Passed:
    """One message's fault must not stop the others: whatever is not the database's is put before a person."""
    try:
        return _unless_deadlocked(lambda: pass_gate(claimed, now=now))
    except DatabaseError as error:
        if not isinstance(error, DataError | IntegrityError):
            raise
        logger.error("message %s does not fit the database: %s", claimed.message_id, _where(error))
        turn_away(claimed, now=now)
        return None
    except Exception as error:
        logger.error("message %s broke at the gate: %s", claimed.message_id, _where(error))
        turn_away(claimed, now=now)
        return None


def _unless_deadlocked(step: Callable[[], Passed]) -> Passed:
    """The database ends one of two transactions that wait for each other; ours is safe to repeat."""
    for _ in range(2):
        try:
            return step()
        except OperationalError as error:
            state = getattr(error.__cause__, "sqlstate", "")
            if state not in {"40P01", "40001"} or connection.in_atomic_block:
                raise
    return step()


def _send(channel: ChannelName, outgoing: Outgoing) -> Result:
    """Runs in a pool thread. An exception nobody foresaw may have come after the request left."""
    try:
        return channel_for(channel).send(outgoing)
    except (DeliveryFailed, OutcomeUnknown) as result:
        return result
    except Exception as error:
        logger.error("message %s broke on its way: %s", outgoing.message_id, _where(error))
        return OutcomeUnknown("error")


def _surely_record(outgoing: Outgoing, claimed: str, result: Result, now: datetime) -> None:
    for pause in (*PATIENCE, None):
        try:
            record(outgoing, claimed, result, now=now)
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

"""`manage.py background`: the whole background work of a small instance in one process, without a broker."""

import logging
import signal
import sys
import warnings
from threading import Thread
from typing import Any, cast  # Celery has no types; argparse hands options over untyped

from celery import Celery
from celery.app import app_or_default
from celery.beat import EmbeddedService
from celery.exceptions import SecurityWarning
from celery.signals import worker_ready, worker_shutting_down
from celery.worker import state as worker_state
from django.core.management.base import BaseCommand, CommandParser

logger = logging.getLogger(__name__)

MEMORY = "memory://localhost/"
THREADS = 8  # one a tick, and two to spare; sending has threads of its own


class Command(BaseCommand):
    help = "Send what is due, follow up, close cases and work imports, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--overdue",
            type=float,
            default=0.0,
            metavar="SECONDS",
            help="be a standby: send only what has been due for this long and nobody else has taken",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        warnings.simplefilter("ignore", SecurityWarning)  # about running as root: only JSON is accepted
        app = app_or_default()
        tick_in_this_process(app, overdue=options["overdue"])
        worker = app.Worker(
            pool="threads",
            concurrency=THREADS,
            quiet=True,
            loglevel="WARNING",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
        )
        beat = cast(Thread, EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler"))
        beat.daemon = True
        worker_ready.connect(drain_when_asked)
        beat.start()
        worker.start()  # until it is asked to stop and has drained
        beat.stop()  # type: ignore[attr-defined]  # Celery's thread, which can be asked to end
        sys.exit(worker.exitcode or 0)


def tick_in_this_process(app: Celery, *, overdue: float) -> None:
    """Worker and beat meet in memory, also where a broker is configured: a standby must not need it."""
    app.loader.import_default_modules()
    schedule = {name: entry for name, entry in app.conf.beat_schedule.items() if entry["task"] in app.tasks}
    for name in app.conf.beat_schedule.keys() - schedule.keys():
        logger.info("nothing answers to the tick %s; leaving it out", name)
    if overdue:
        schedule["messaging.dispatch"] = {**schedule["messaging.dispatch"], "kwargs": {"overdue": overdue}}
    app.conf.update(
        broker_url=MEMORY,
        broker_read_url=MEMORY,
        broker_write_url=MEMORY,
        broker_transport_options={"polling_interval": 0.1},
        beat_schedule=schedule,
        worker_redirect_stdouts=False,
    )


def drain_when_asked(**_: Any) -> None:
    """Every way of asking means the same here: finish what is on its way, then exit 0.

    Celery's own handlers would call Ctrl-C a failure and answer a closed terminal by starting anew.
    """
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _drain)


def _drain(signum: int, _frame: object) -> None:
    if worker_state.should_stop is None:
        worker_shutting_down.send(sender=None, sig=signal.Signals(signum).name, how="Warm", exitcode=0)
        worker_state.should_stop = 0  # type: ignore[assignment]  # the exit code; Celery starts it as None

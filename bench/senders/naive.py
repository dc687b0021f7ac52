"""Celery as its tutorial shows it: one task a message, Redis, every setting at its default.

``BENCH_VISIBILITY`` shortens Redis' visibility timeout, and how often it is looked after, where waiting
an hour is no option.
"""

import os

from celery import Celery

from bench.senders.client import send

app = Celery("naive", broker=os.environ["BENCH_REDIS_URL"])
app.conf.broker_connection_retry_on_startup = True
if "BENCH_VISIBILITY" in os.environ:
    app.conf.broker_transport_options = {
        "visibility_timeout": float(os.environ["BENCH_VISIBILITY"]),
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
    }


@app.task
def send_sms(to: str, body: str) -> None:
    send(to, body)

"""The bare provider client: twilio's library on the product's pooled HTTP client, and nothing else.

``python -m bench.senders.client HOW_MANY THREADS`` is the measure; the task queues send with ``send``.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.conf import settings
from twilio.rest import Client

from bench import texts
from messaging.channels.twilio_http import PooledClient


@cache
def client() -> Client:
    if not settings.configured:  # the pool asks how long a request may take; nothing else of Django is used
        settings.configure(CONNECT_SECONDS=3.0, READ_SECONDS=10.0)
    pool = PooledClient(os.environ["TWILIO_BASE_URL"])
    return Client("AC00000000000000000000000000000000", "token", http_client=pool)


def send(to: str, body: str) -> str:
    sent = client().messages.create(
        to=to,
        body=body,
        from_="+15005550006",
        validity_period=36_000,
        status_callback=f"{texts.BASE_URL}/hooks/twilio/status/{to[-8:]}/",
    )
    return str(sent.sid)


def main(how_many: int, threads: int) -> None:
    numbers = range(1, how_many + 1)
    client()
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(send, map(texts.phone, numbers), map(texts.sms, numbers)):
            pass


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

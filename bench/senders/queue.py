"""procrastinate: jobs in PostgreSQL, one a message.

Its worker runs a synchronous task in asyncio's default pool, which has six threads on two cores whatever
--concurrency says; so this task brings a pool of the size it is compared at.
"""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import procrastinate

from bench.senders.client import send

app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=os.environ["BENCH_DATABASE_URL"]))
pool = ThreadPoolExecutor(int(os.environ["BENCH_THREADS"]))


@app.task(name="send_sms")  # type: ignore[untyped-decorator]  # procrastinate is not installed with the checks
async def send_sms(to: str, body: str) -> None:
    await asyncio.get_running_loop().run_in_executor(pool, send, to, body)

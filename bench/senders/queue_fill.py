"""Defers the jobs of procrastinate: ``python -m bench.senders.queue_fill HOW_MANY [AT]``."""

import asyncio
import sys
from datetime import datetime

from bench import texts
from bench.senders.queue import app

AT_ONCE = 500


async def main(how_many: int, at: str) -> None:
    async with app.open_async():
        task = app.configure_task("send_sms", schedule_at=datetime.fromisoformat(at) if at else None)
        for first in range(1, how_many + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, how_many + 1))
            await task.batch_defer_async(*({"to": texts.phone(n), "body": texts.sms(n)} for n in numbers))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))

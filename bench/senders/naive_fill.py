"""Publishes the naive tasks: ``python -m bench.senders.naive_fill HOW_MANY [ETA]``."""

import sys
from datetime import datetime

from bench import texts
from bench.senders.naive import send_sms


def main(how_many: int, eta: str) -> None:
    at = datetime.fromisoformat(eta) if eta else None
    for number in range(1, how_many + 1):
        task = send_sms.s(texts.phone(number), texts.sms(number))
        task.set(eta=at).apply_async() if at else task.apply_async()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])

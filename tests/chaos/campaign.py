"""One day of chaos from beginning to end: start, fill, break, make peace, wait, check, tell."""

import argparse
import json
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any  # the report is JSON

import psycopg

from messaging.failpoints import POINTS
from tests.chaos.acts import Acts
from tests.chaos.checking import Limits, Report, check
from tests.chaos.faults import Faults, Windows
from tests.chaos.product import Product, product_environment
from tests.chaos.servers import Mailbox, Postgres, Provider, Redis
from tests.chaos.watching import watch
from tests.services_fixture.trial import ROOT

ACCOUNT_SID, AUTH_TOKEN = "AC" + "0" * 31 + "1", "stand-in-token"
USUAL_START = 8.0  # seconds for the migrations on an idle machine; a busier one gets longer windows
PER_PERSON = 5  # messages the plan holds for each, see filling
# A third or fourth try is minutes away; such a row is a plan, and is counted as one.
OPEN_ROWS = """
SELECT count(*) FROM messaging_message
WHERE direction = 'out' AND channel <> 'phone'
  AND (state IN ('claimed', 'sending', 'unknown') OR needs_follow_up
       OR (state = 'planned' AND due_at < now() + (attempts > 0)::int * interval '30 seconds'))
"""


@dataclass(frozen=True)
class Orders:
    """How much chaos. ``seconds`` is how long messages fall due and things break; ``mail`` goes out by
    ``http`` (Postmark's) or ``smtp``.
    """

    messages: int = 2000
    kills: int = 30
    seconds: float = 120.0
    seed: int = field(default_factory=lambda: secrets.randbelow(10**9))
    workers: int = 2
    mail: str = "http"
    patience: float = 120.0  # seconds for everything to settle afterwards
    windows: Windows = field(default_factory=Windows)


@dataclass
class Outcome:
    orders: Orders
    report: Report
    slowness: float
    seconds_to_settle: float
    faults: dict[str, int]
    acts: dict[str, int]
    stories: list[str]

    @property
    def is_clean(self) -> bool:
        return not self.report.violations

    def as_json(self) -> dict[str, Any]:
        return {
            "orders": asdict(self.orders),
            "clean": self.is_clean,
            "slowness of this machine": round(self.slowness, 1),
            "seconds_to_settle": round(self.seconds_to_settle, 1),
            "faults": self.faults,
            "acts": self.acts,
            **self.report.counts,
            "points never hit": [
                p for p in POINTS if not any(k.startswith(f"failpoint {p}:") for k in self.faults)
            ],
            "found": [str(one) for one in self.report.violations],
        }


def run(orders: Orders, folder: Path, say: Any = lambda words: None) -> Outcome:
    password, chance = secrets.token_urlsafe(12), random.Random(orders.seed)
    with servers(folder, orders) as (postgres, redis, provider, mailbox, product):
        say(f"seed {orders.seed}; starting")
        began = time.monotonic()
        migrated = product.manage("migrate", "--no-input", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        slowness = min(max(1.0, (time.monotonic() - began) / USUAL_START), 8.0)
        windows = orders.windows.longer(slowness)
        product.env |= windows.settings
        watch(postgres.url)
        faults = Faults(
            product,
            postgres,
            redis,
            provider,
            windows,
            seed=chance.randrange(10**9),
            kills=orders.kills,
            seconds=orders.seconds * slowness,
            often=min(5 * orders.kills / orders.messages, 0.3),
        )
        product.start()
        faults.usual_trouble()
        people = -(-orders.messages // PER_PERSON)
        delay = (8 + people * 0.04) * slowness
        began = time.monotonic()
        filled = fill(product, people, spread=orders.seconds * slowness * 0.8, delay=delay, password=password)
        say(f"the processes run; {filled['applications']} people planned in {time.monotonic() - began:.0f} s")
        time.sleep(max(0.0, delay - (time.monotonic() - began)))
        acts = Acts(
            product.url,
            postgres.url,
            provider,
            password,
            seed=chance.randrange(10**9),
            rate=max(people * 0.3 / orders.seconds / slowness, 0.3),
        )
        acts.start()
        faults.run()
        acts.stop()
        say(f"{faults.deaths} deaths; all is well again, settling")
        faults.make_peace()
        settled_in = wait_until_settled(postgres.url, orders.patience * slowness, faults)
        product.stop()
        limits = Limits(leeway=windows.provider)
        report, stories = check(postgres.url, [provider.journal, mailbox.journal], limits)
        return Outcome(orders, report, slowness, settled_in, dict(faults.counts), dict(acts.done), stories)


@contextmanager
def servers(folder: Path, orders: Orders) -> Iterator[tuple[Postgres, Redis, Provider, Mailbox, Product]]:
    postgres, redis, mailbox = Postgres(folder / "postgres"), Redis(), Mailbox(folder)
    product = Product(folder, {}, orders.workers)
    provider = Provider(folder, {}, deliver_to=product.url)
    settings = {
        "DATABASE_URL": postgres.url,
        "CELERY_BROKER_URL": redis.url,
        "SMS_PROVIDER": "twilio",
        "TWILIO_FROM": "+15005550006",
        "TWILIO_BASE_URL": provider.url,
        "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "EMAIL_PROVIDER": "django",
        **mail_settings(orders, provider, mailbox),
        "LINE_PROVIDER": "line",
        "LINE_CHANNEL_ACCESS_TOKEN": AUTH_TOKEN,
        "LINE_CHANNEL_SECRET": AUTH_TOKEN,
        "LINE_BASIC_ID": "@chaos",
        "LINE_BASE_URL": provider.url,
        **orders.windows.settings,
    }
    product.env = provider.env = product_environment(folder, product.port, settings)
    try:
        postgres.start()
        redis.start()
        provider.start()
        mailbox.start()
        yield postgres, redis, provider, mailbox, product
    finally:
        product.stop()
        mailbox.kill()
        provider.kill()
        redis.stop()
        postgres.stop()


def mail_settings(orders: Orders, provider: Provider, mailbox: Mailbox) -> dict[str, str]:
    if orders.mail == "smtp":
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(mailbox.port)}
    return {
        "EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend",
        "ANYMAIL_POSTMARK_API_URL": provider.url,
        "ANYMAIL_POSTMARK_SERVER_TOKEN": AUTH_TOKEN,
    }


def fill(product: Product, people: int, *, spread: float, delay: float, password: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.chaos.filling", "--people", str(people), "--spread", str(spread)]
    done = subprocess.run(
        [*command, "--delay", str(delay), "--password", password],
        cwd=ROOT,
        env={**product.env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def wait_until_settled(url: str, patience: float, faults: Faults) -> float:
    """Until nothing is due, on its way or in doubt any more; returns how long it took. The checker judges."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        faults.look_after()
        with psycopg.connect(url) as connection:
            row = connection.execute(OPEN_ROWS).fetchone()
        if row == (0,):
            break
        time.sleep(0.5)
    return time.monotonic() - began


def table(outcome: Outcome) -> str:
    """For people to read; the same as the JSON."""
    lines = []
    for name, value in outcome.as_json().items():
        if name in {"orders", "found"}:
            continue
        if isinstance(value, dict):
            lines.append(f"{name}:")
            lines += [f"    {key:<40} {number:>8}" for key, number in sorted(value.items())]
        else:
            lines.append(f"{name + ':':<44} {value!s:>8}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument(
        "orders",
        nargs="*",
        metavar="NAME=VALUE",
        help="messages, kills, seconds, seed, workers, patience, mail",
    )
    parser.add_argument("--keep", type=Path, help="leave logs, journal and report.json in this folder")
    given = parser.parse_args()
    kinds = {
        "messages": int,
        "kills": int,
        "seconds": float,
        "seed": int,
        "workers": int,
        "patience": float,
        "mail": str,
    }
    values: dict[str, Any] = {}
    for one in given.orders:
        name, _, value = one.partition("=")
        values[name] = kinds[name](value)
    values.setdefault("seconds", max(60.0, values.get("messages", 2000) / 15, values.get("kills", 30) * 3.0))
    orders = Orders(**values)
    folder = Path(tempfile.mkdtemp(prefix="yakusoku-chaos-"))
    folder.chmod(0o711)  # the database's own user must be able to pass through
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        outcome = run(orders, folder, say=lambda words: print(f"… {words}", flush=True))
        print(table(outcome))
        for story in outcome.stories:
            print(f"\n{story}")
        (folder / "report.json").write_text(json.dumps(outcome.as_json(), ensure_ascii=False, indent=1))
        print(json.dumps(outcome.as_json(), ensure_ascii=False))
        return 0 if outcome.is_clean else 1
    finally:
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            for kept in [*folder.glob("*.log"), *folder.glob("*.json*")]:
                shutil.copy(kept, given.keep)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    os.nice(5)
    sys.exit(main())

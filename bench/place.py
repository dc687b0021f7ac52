"""Where a run takes place: a folder, a database server, a broker, the far end, and the product's settings."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import texts
from bench.far_end import FarEnd
from bench.processes import PYTHON, Running, environment
from bench.servers import Cluster
from tests.services_fixture.broker import Server as Redis

OURS, QUEUE, MAILS, APPOINTMENTS = "yakusoku", "procrastinate", "post_office", "appointments"


@dataclass
class Place:
    folder: Path
    cluster: Cluster
    redis: Redis
    far_end: FarEnd

    def product_env(self, **more: str) -> dict[str, str]:
        """A real instance, not the sandbox; only the providers' addresses lead to this machine."""
        settings = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SECRET_KEY": "only-for-measuring-0123456789abcdefghijklmnopqrstuvwxyz",
            "PUBLIC_BASE_URL": texts.BASE_URL,
            "YAKUSOKU_DATA": str(self.folder),
            "DATABASE_URL": self.cluster.url(OURS),
            "CELERY_BROKER_URL": self.redis.url,
            "TWILIO_ACCOUNT_SID": "AC00000000000000000000000000000000",
            "TWILIO_AUTH_TOKEN": "token",
            "TWILIO_FROM": "+15005550006",
            "TWILIO_BASE_URL": self.far_end.url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.far_end.smtp_port),
            "DEFAULT_FROM_EMAIL": texts.SENDER,
            "LOG_LEVEL": "WARNING",
        }
        return environment(**settings, **more)

    def others_env(self, database: str = "postgres", **more: str) -> dict[str, str]:
        settings = {
            "BENCH_DATABASE_URL": self.cluster.url(database),
            "BENCH_REDIS_URL": self.redis.url,
            "TWILIO_BASE_URL": self.far_end.url,
            "EMAIL_PORT": str(self.far_end.smtp_port),
        }
        return environment(**settings, **more)

    def start(self, command: list[str], env: dict[str, str]) -> Running:
        return Running(command, env, self.folder / "senders.log")

    def carry_out(self, command: list[str], env: dict[str, str], *, seconds: float = 600) -> None:
        """Run something to its end; raises RuntimeError with its last words."""
        running = self.start(command, env)
        try:
            if running.process.wait(timeout=seconds):
                raise RuntimeError(f"{' '.join(command)} failed:\n{running.last_words()}")
        finally:
            running.kill()


@contextmanager
def opened() -> Iterator[Place]:
    """Everything started, the product's tables made; stopped and deleted at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yakusoku-bench-")))
        folder.chmod(0o711)  # the database's own user must be able to pass through
        place = Place(folder, Cluster(folder), Redis(), FarEnd(folder))
        for server in (place.cluster, place.redis, place.far_end):
            stack.callback(server.stop)
            server.start()
        for name in (OURS, QUEUE, MAILS, APPOINTMENTS):
            place.cluster.create(name)
        place.carry_out(
            [PYTHON, "manage.py", "migrate", "--no-input", "--verbosity", "0"], place.product_env()
        )
        os.environ.update(place.product_env())
        yield place

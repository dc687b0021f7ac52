"""What is compared: how each gets its messages, how it is started, and how it says that it is done."""

from abc import ABC, abstractmethod
from datetime import datetime, timedelta

import redis
from django.utils import timezone

from bench import rows
from bench.place import MAILS, OURS, QUEUE, Place
from bench.processes import PYTHON
from messaging.policy import ChannelName

CELERY = [PYTHON, "-m", "celery"]
QUIET = ["--loglevel", "WARNING"]


class Variant(ABC):
    """``threads`` is how many messages it may have under way at once."""

    name: str
    remark = ""  # what to know about its figures under kills

    def __init__(self, place: Place, threads: int) -> None:
        self.place, self.threads = place, threads

    def set_up(self) -> None:  # noqa: B027  most need nothing
        """Once a run."""

    @abstractmethod
    def fill(self, count: int, due: datetime | None = None) -> None:
        """Messages 1 to ``count`` wait to be sent, now or at ``due``; nothing else does."""

    @abstractmethod
    def sender(self, count: int) -> list[str]:
        """The command that sends what waits."""

    def service(self) -> list[list[str]]:
        """The commands that stay and send what comes, the sending one first."""
        return [self.sender(0)]

    @abstractmethod
    def env(self) -> dict[str, str]: ...

    def is_settled(self) -> bool:
        """Whether it has also written down what it sent."""
        return True


class Product(Variant):
    name = "Yakusoku"
    channel = ChannelName.SMS

    def fill(self, count: int, due: datetime | None = None) -> None:
        self.fill_at([due or timezone.now() - timedelta(seconds=1)] * count)

    def fill_at(self, due: list[datetime]) -> None:
        """The n-th message is due at the n-th moment."""
        rows.planned(self.channel, due)
        self.place.cluster.settle_down(OURS, *rows.TABLES)

    def sender(self, count: int) -> list[str]:
        return [PYTHON, "-m", "bench.senders.product"]

    def service(self) -> list[list[str]]:
        """As docker-compose.yml starts them."""
        worker = ["worker", "--pool", "threads", "--concurrency", "8", "--without-gossip", "--without-mingle"]
        beat = ["beat", "--scheduler", "celery.beat:Scheduler", "--pidfile="]
        return [[*CELERY, "--app", "config", *command, *QUIET] for command in (worker, beat)]

    def env(self) -> dict[str, str]:
        return self.place.product_env(SENDING_THREADS=str(self.threads))

    def is_settled(self) -> bool:
        return rows.all_is_written_down()


class ProductMail(Product):
    name = "Yakusoku, mail"
    channel = ChannelName.EMAIL


class ProductInARush(Product):
    """For kills: the waiting that makes doubt certain is scaled down, and people have really applied."""

    def fill(self, count: int, due: datetime | None = None) -> None:
        rows.applied(count, self.channel)
        self.place.cluster.settle_down(OURS, *rows.TABLES)

    def env(self) -> dict[str, str]:
        waits = {
            "LEASE_SECONDS": "3",
            "DOUBT_SECONDS": "5",
            "REPEAT_MAIL_SECONDS": "3",
            "PROVIDER_SECONDS": "3",
        }
        return super().env() | waits


class ProductMailInARush(ProductInARush):
    name = "Yakusoku, mail"
    channel = ChannelName.EMAIL


class BareClient(Variant):
    name = "bare twilio client"

    def fill(self, count: int, due: datetime | None = None) -> None:
        """It is told how many when it is started."""

    def sender(self, count: int) -> list[str]:
        return [PYTHON, "-m", "bench.senders.client", str(count), str(self.threads)]

    def env(self) -> dict[str, str]:
        return self.place.others_env()


class Procrastinate(Variant):
    name = "procrastinate"
    remark = "what was under way stays so until somebody looks for stalled jobs"
    app = ("--app", "bench.senders.queue.app")

    def set_up(self) -> None:
        command = [PYTHON, "-m", "procrastinate", *self.app, "schema", "--apply"]
        self.place.carry_out(command, self.env())

    def fill(self, count: int, due: datetime | None = None) -> None:
        self.place.cluster.run(QUEUE, "TRUNCATE procrastinate_jobs CASCADE")
        filling = [PYTHON, "-m", "bench.senders.queue_fill", str(count), due.isoformat() if due else ""]
        self.place.carry_out(filling, self.env())
        self.place.cluster.settle_down(QUEUE, "procrastinate_jobs", "procrastinate_events")

    def sender(self, count: int) -> list[str]:
        return [PYTHON, "-m", "procrastinate", *self.app, "worker", "--concurrency", str(self.threads)]

    def env(self) -> dict[str, str]:
        return self.place.others_env(QUEUE, BENCH_THREADS=str(self.threads))

    def is_settled(self) -> bool:
        waiting = "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'"
        return bool(self.place.cluster.run(QUEUE, waiting)[0][0] == 0)


class NaiveCelery(Variant):
    name = "naive Celery"
    remark = "what it had taken but not begun comes back after an hour"

    def fill(self, count: int, due: datetime | None = None) -> None:
        self._broker().flushall()
        filling = [PYTHON, "-m", "bench.senders.naive_fill", str(count), due.isoformat() if due else ""]
        self.place.carry_out(filling, self.env())

    def sender(self, count: int) -> list[str]:
        size = ["--pool", "threads", "--concurrency", str(self.threads)]
        return [*CELERY, "--app", "bench.senders.naive", "worker", *size, *QUIET]

    def env(self) -> dict[str, str]:
        return self.place.others_env()

    def is_settled(self) -> bool:
        broker = self._broker()
        return broker.llen("celery") == 0 and broker.hlen("unacked") == 0

    def _broker(self) -> redis.Redis:
        return redis.Redis(port=self.place.redis.port)


class CeleryWithEta(NaiveCelery):
    """Each message published with the moment it is due.

    By default Redis gives a task that waits for longer than an hour to the next worker. Here that hour
    is ten seconds and the messages are due in half a minute, as three hours would be to the hour.
    """

    name = "naive Celery, ETA"
    remark = "the hour scaled down to 10 s"
    AHEAD, VISIBILITY = timedelta(seconds=30), "10"

    def fill(self, count: int, due: datetime | None = None) -> None:
        super().fill(count, due or timezone.now() + self.AHEAD)

    def env(self) -> dict[str, str]:
        return super().env() | {"BENCH_VISIBILITY": self.VISIBILITY}


class CeleryWithNearEta(NaiveCelery):
    """Due so soon that the visibility timeout does not matter: for lateness."""

    name = "naive Celery, ETA"


class PostOffice(Variant):
    name = "django-post-office"

    def set_up(self) -> None:
        self.place.carry_out([PYTHON, "-m", "django", "migrate", "--verbosity", "0"], self.env())

    def fill(self, count: int, due: datetime | None = None) -> None:
        self.place.cluster.run(MAILS, "TRUNCATE post_office_email CASCADE")
        self.place.carry_out([PYTHON, "-m", "bench.senders.post_office_fill", str(count)], self.env())
        self.place.cluster.settle_down(MAILS, "post_office_email", "post_office_log")

    def sender(self, count: int) -> list[str]:
        lock = str(self.place.folder / "post_office")
        return [PYTHON, "-m", "django", "send_queued_mail", "--lockfile", lock]

    def env(self) -> dict[str, str]:
        settings = {"DJANGO_SETTINGS_MODULE": "bench.senders.post_office_settings"}
        return self.place.others_env(MAILS, **settings, **self._width())

    def is_settled(self) -> bool:
        waiting = "SELECT count(*) FROM post_office_email WHERE status IS DISTINCT FROM 0"
        return bool(self.place.cluster.run(MAILS, waiting)[0][0] == 0)

    def _width(self) -> dict[str, str]:
        return {}


class WidePostOffice(PostOffice):
    """With as many threads as the others, instead of its five."""

    name = "django-post-office, widened"

    def set_up(self) -> None:
        """The same tables."""

    def _width(self) -> dict[str, str]:
        return {"BENCH_THREADS": str(self.threads)}

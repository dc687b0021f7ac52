"""What breaks, when: by chance from a seed, so that a day can be had again as far as machines allow."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, dataclass

from messaging.failpoints import POINTS
from tests.chaos.product import Product
from tests.chaos.servers import Postgres, Provider, Redis

RATES = {"planned": 0.5, "heard": 1.0, "settling": 1.0, "doubted": 0.5, "asked": 0.5, "claimed": 0.2}
"""How likely a process dies where it was told to; the other points are passed once for each message."""
REACHED_BY = {
    "planned": ("web", "worker", "standby"),
    "heard": ("web",),
    "settling": ("web", "worker", "standby"),
}
SENDERS = ("worker", "standby")


@dataclass(frozen=True)
class Windows:
    """The product's settings, scaled down. All in seconds."""

    provider: float = 3.0
    lease: float = 6.0
    doubt: float = 8.0
    repeat_mail: float = 4.0

    def longer(self, factor: float) -> "Windows":
        """On a busy machine everything takes longer, the processes' own starts above all."""
        return Windows(*(seconds * factor for seconds in astuple(self)))

    @property
    def settings(self) -> dict[str, str]:
        return {
            "PROVIDER_SECONDS": str(self.provider),
            "LEASE_SECONDS": str(self.lease),
            "DOUBT_SECONDS": str(self.doubt),
            "REPEAT_MAIL_SECONDS": str(self.repeat_mail),
        }


class Faults:
    """Breaks things for ``seconds``, or until enough processes have died; restarts whoever has died.

    It runs in the main thread: what it starts dies with the thread that started it.
    """

    def __init__(
        self,
        product: Product,
        postgres: Postgres,
        redis: Redis,
        provider: Provider,
        windows: Windows,
        *,
        seed: int,
        kills: int,
        seconds: float,
        often: float,
    ) -> None:
        self.product, self.postgres, self.redis, self.provider = product, postgres, redis, provider
        self.windows, self.chance = windows, random.Random(seed)
        self.kills, self.seconds, self.often = kills, seconds, often
        self.counts: Counter[str] = Counter()
        self.armed: Counter[str] = Counter()
        self.wakes_at: dict[str, float] = {}
        self.next_kill = 0.0
        product.arm = self.arm

    @property
    def deaths(self) -> int:
        return sum(count for name, count in self.counts.items() if name.startswith(("kill -9", "failpoint")))

    def run(self) -> None:
        ends_at = time.monotonic() + self.seconds
        misfortunes = self._misfortunes()
        every = self.seconds / (len(misfortunes) + 1)
        next_misfortune = time.monotonic() + every / 2
        while time.monotonic() < ends_at and self.deaths < self.kills * 1.5:
            self._tick()
            if misfortunes and time.monotonic() >= next_misfortune:
                misfortunes.pop()()
                next_misfortune += every

    def _tick(self) -> None:
        """A tenth of a second in which somebody may die."""
        self.look_after()
        if time.monotonic() >= self.next_kill:
            self.kill_somebody()
            pace = self.seconds / max(self.kills * 0.4, 1)  # the others die at failpoints
            self.next_kill = time.monotonic() + self.chance.expovariate(1 / pace)
        time.sleep(0.1)

    def _meanwhile(self, seconds: float, happened: Callable[[], bool] = lambda: False) -> None:
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at and not happened():
            self._tick()

    def make_peace(self) -> None:
        """Everything is well again: no armed process runs, the providers answer."""
        self.product.arm = lambda name: ""
        self.provider.script(faults=[], latency_ms=20, disorder={"spread_ms": 500, "repeat": 0.1})
        for name, member in list(self.product.members.items()):
            if member.armed or member.is_dead or member.is_stopped:
                self.product.kill(name)
                self.product.start_one(name)
        self.product.note_deaths()

    # --- processes -------------------------------------------------------------------------------

    def arm(self, name: str) -> str:
        """The point this kind of process could reach that was armed least, to die there or to stand still."""
        role = name.rstrip("0123456789")
        if role == "beat":
            return ""
        possible = [point for point in POINTS if role in REACHED_BY.get(point, SENDERS)]
        if not possible:
            return ""
        point = min(
            possible,
            key=lambda one: (self.product.died_at[f"{one}:kill"], self.armed[one], self.chance.random()),
        )
        self.armed[point] += 1
        deed = "stop" if role != "web" and self.chance.random() < 0.15 else "kill"
        return f"{point}={deed}:{max(RATES.get(point, 0), self.often):.4f}"

    def look_after(self) -> None:
        """Count and restart who has died; wake who has stood still past the lease."""
        for hit in self.product.note_deaths():
            self.counts[f"failpoint {hit}"] += 1
        for name, member in list(self.product.members.items()):
            if member.is_dead:
                if member.process.returncode != -signal.SIGKILL and name != "web":
                    self.counts[f"ended by itself: {name}"] += 1
                self.product.kill(name)
                self.product.start_one(name)
            elif member.is_stopped:
                wakes_at = self.wakes_at.setdefault(name, time.monotonic() + self._long_sleep())
                if time.monotonic() > wakes_at:
                    member.signal(signal.SIGCONT)
                    self.wakes_at.pop(name)
            else:
                self.wakes_at.pop(name, None)

    def _long_sleep(self) -> float:
        """From longer than a request may take to longer than anybody waits for a lost worker."""
        return self.chance.uniform(self.windows.provider, self.windows.lease + 2 * self.windows.provider + 2)

    def kill_somebody(self) -> None:
        name = self.chance.choices(
            self.product.names, [3 if n.startswith("worker") else 1 for n in self.product.names]
        )[0]
        if self.chance.random() < 0.1 and name not in {"web", "beat"}:
            self.product.members[name].signal(signal.SIGSTOP)
            self.counts["SIGSTOP for a while"] += 1
            return
        self.product.kill(name)
        self.counts[f"kill -9 {name.rstrip('0123456789')}"] += 1
        self.product.start_one(name)

    # --- everything else -------------------------------------------------------------------------

    def _misfortunes(self) -> list:  # type: ignore[type-arg]  # of bound methods without arguments
        once = [
            self.flush_redis,
            self.stop_redis,
            self.restart_postgres,
            self.provider_trips,
            self.provider_is_slow,
            self.provider_is_gone,
        ]
        rounds = max(1, round(self.seconds / 60))
        line = [misfortune for _ in range(rounds) for misfortune in once]
        self.chance.shuffle(line)
        return line

    def usual_trouble(self) -> None:
        """What goes wrong all the time: a little of everything, and reports in disorder."""
        rates = {
            "accepted_reset": 0.01,
            "accepted_500": 0.01,
            "accepted_late": 0.003,
            "late": 0.003,
            "reset": 0.01,
            "500": 0.01,
            "429": 0.02,
        }
        faults = [{"do": do, "times": None, "rate": rate} for do, rate in rates.items()]
        self.provider.script(
            faults=faults,
            latency_ms=30,
            late_ms=int((self.windows.provider + 1.5) * 1000),
            disorder={"spread_ms": 3000, "repeat": 0.25},
        )

    def flush_redis(self) -> None:
        self.redis.flush()
        self.counts["Redis flushed"] += 1

    def stop_redis(self) -> None:
        self.redis.stop()
        self.counts["Redis killed"] += 1
        self._meanwhile(self.chance.uniform(2, 6))
        self.redis.start()

    def restart_postgres(self) -> None:
        self.postgres.stop()
        self.counts["PostgreSQL restarted at once"] += 1
        self._meanwhile(self.chance.uniform(0.2, 1.5))
        self.postgres.start()

    def provider_trips(self) -> None:
        """A few seconds in which most requests fail, in every way."""
        kinds = ("429", "500", "reset", "accepted_reset", "accepted_500")
        self.provider.script(faults=[{"do": do, "times": None, "rate": 0.15} for do in kinds])
        self.counts["provider trips"] += 1
        self._meanwhile(self.chance.uniform(2, 4))
        self.usual_trouble()

    def provider_is_slow(self) -> None:
        self.provider.script(latency_ms=int(self.windows.provider * 400))
        self.counts["provider slow"] += 1
        self._meanwhile(self.chance.uniform(2, 5))
        self.usual_trouble()

    def provider_is_gone(self) -> None:
        self.provider.kill()
        self.counts["provider killed"] += 1
        self.provider.start_soon()
        self._meanwhile(120, self.provider.answers)
        self.usual_trouble()

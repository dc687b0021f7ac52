"""The outbox's numbers in the text format that Prometheus and its relatives read."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from messaging.services.vitals import Vitals

PREFIX = "yakusoku_"


def as_metrics(seen: Vitals) -> bytes:
    """Everything is read from the database at this moment, so every web process answers alike."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Seen(seen))
    return generate_latest(registry)


class _Seen(Collector):
    def __init__(self, seen: Vitals) -> None:
        self.seen = seen

    def collect(self) -> Iterable[Metric]:
        seen = self.seen
        yield _gauge("due_messages", "Messages due and not yet handed over.", seen.due)
        yield _gauge("oldest_due_seconds", "How long the oldest of them has waited.", _age(seen.oldest_due))
        yield _by("heartbeat_age_seconds", "Since a process last swept.", "process", seen.beats)
        yield _gauge("unknown_messages", "Messages whose outcome is being checked.", seen.unknown)
        yield _gauge(
            "oldest_unknown_seconds", "How long the oldest of them has been.", _age(seen.oldest_unknown)
        )
        yield _gauge("needs_person_messages", "Messages a person has to decide about.", seen.needs_person)
        yield _gauge("sending_held", "1 while sending is on hold.", int(seen.hold is not None))
        yield _gauge("events_waiting", "Providers' events not taken in yet.", seen.events_waiting)
        yield _by("messages_24h", "Messages due or heard in the last 24 hours.", "state", seen.last_day)
        yield _by("blocked_addresses", "Addresses that are not written to.", "channel", seen.blocked)
        yield _by(
            "quota_used", "Of a channel's month.", "channel", {one.channel: one.used for one in seen.quotas}
        )
        limits = {one.channel: one.limit for one in seen.quotas if one.limit is not None}
        yield _by("quota_limit", "A channel's month.", "channel", limits)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(PREFIX + name, words, value=value)


def _by(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(PREFIX + name, words, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _age(span: timedelta | None) -> float:
    return span.total_seconds() if span else 0.0

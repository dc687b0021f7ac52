"""How the outbox is doing, in numbers and moments: for the status page, machines that watch, and the desk."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone

from company.models import Heartbeat
from company.prepared import Prepared
from messaging.models import ChannelQuota, Hold, InboundEvent, Message, Suppression
from messaging.policy import ENDED, ChannelName, State
from messaging.services.attention import waiting_for_a_person
from messaging.services.holding import current_hold

LATE_AFTER = timedelta(minutes=2)
"""From here on a due message that has not left is worth a banner."""

STUCK_AFTER = timedelta(minutes=10)
DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Quota:
    channel: str
    used: int
    limit: int | None


@dataclass(frozen=True)
class Vitals:
    """``beats`` are ages in seconds, by process. No person, address or text is in here."""

    due: int
    oldest_due: timedelta | None
    beats: Mapping[str, float]
    unknown: int
    oldest_unknown: timedelta | None
    needs_person: int
    hold: Hold | None
    events_waiting: int
    quotas: tuple[Quota, ...] = ()
    last_day: Mapping[str, int] = field(default_factory=dict)
    blocked: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_sweeping(self) -> bool:
        return any(age < LATE_AFTER.total_seconds() for age in self.beats.values())

    @property
    def is_late(self) -> bool:
        return self.hold is None and self.oldest_due is not None and self.oldest_due > LATE_AFTER

    @property
    def is_well(self) -> bool:
        """Somebody sweeps and nothing waits that should have left; a hold is a person's own wish."""
        stuck = self.hold is None and self.oldest_due is not None and self.oldest_due > STUCK_AFTER
        return self.is_sweeping and not stuck


def vitals(now: datetime) -> Vitals:
    """``now`` is the product's; leases, doubts and heartbeats are in the machine's own time."""
    machine = timezone.now()
    doubted = Message.objects.filter(state=State.UNKNOWN).aggregate(n=Count("pk"), since=Min("doubted_since"))
    return Vitals(
        due=Message.objects.due(now).count(),
        oldest_due=oldest_due(now),
        beats=heartbeats(machine),
        unknown=doubted["n"],
        oldest_unknown=machine - doubted["since"] if doubted["since"] else None,
        needs_person=waiting_for_a_person(now).count(),
        hold=current_hold(),
        events_waiting=InboundEvent.objects.filter(settled_at=None).count(),
        quotas=tuple(
            Quota(*row)
            for row in ChannelQuota.objects.order_by("channel").values_list("channel", "used", "limit")
        ),
        last_day=_last_day(now),
        blocked=_blocked(),
    )


_DUE_FIRST = Prepared(
    lambda now: Message.objects.due(now).order_by("due_at").values_list("due_at", flat=True)[:1]
)


def oldest_due(now: datetime) -> timedelta | None:
    """How long the oldest message that may leave has waited; None when nothing is due."""
    first = _DUE_FIRST.first(now)
    return now - first if first else None


def heartbeats(machine: datetime) -> dict[str, float]:
    beats = Heartbeat.objects.order_by("name").values_list("name", "beat_at")
    return {name: (machine - beat_at).total_seconds() for name, beat_at in beats}


def _last_day(now: datetime) -> dict[str, int]:
    """Messages by state, of those that were due or heard in the last 24 hours."""
    rows = Message.objects.filter(state__in=sorted(ENDED), due_at__gt=now - DAY, due_at__lte=now)
    rows = rows.exclude(channel=ChannelName.PHONE)  # a call that nobody answered is no failure of ours
    counted = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    return {state.value: counted.get(state.value, 0) for state in sorted(ENDED)}


def _blocked() -> dict[str, int]:
    rows = Suppression.objects.filter(lifted_at=None).order_by("channel")
    return dict(rows.values_list("channel").annotate(n=Count("pk")))


def may_watch(authorization: str, address: str, *, forwarded: bool) -> bool:
    """Machines show STATUS_TOKEN; without one only this machine may look, and nobody through a proxy."""
    if settings.STATUS_TOKEN:
        kind, _, shown = authorization.partition(" ")
        known = secrets.compare_digest(shown.strip().encode(), settings.STATUS_TOKEN.encode())
        return kind.lower() == "bearer" and known
    is_here = address == "::1" or address.startswith("127.")
    return is_here and not forwarded and not settings.BEHIND_PROXY

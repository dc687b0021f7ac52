"""Earlier times on the desk: which are offered to whom since when, and what became of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db.models import OuterRef, Subquery

from dashboard.scope import Scope
from scheduling.models import Booking, EarlierOffer, Slot
from scheduling.policy import OfferState

LOOKED_BACK = timedelta(days=14)
SHOWN = 60
LOOKS = {
    OfferState.OPEN: ("plan", "clock"),
    OfferState.ACCEPTED: ("ok", "check"),
    OfferState.DECLINED: ("info", "heart"),
    OfferState.TAKEN: ("info", "people"),
    OfferState.EXPIRED: ("info", "clock"),
    OfferState.STOPPED: ("warn", "stop"),
}
"""The chip's class and icon of each end."""


@dataclass(frozen=True)
class Asked:
    """One person who was asked."""

    offer: EarlierOffer

    @property
    def chip(self) -> str:
        return LOOKS[OfferState(self.offer.state)][0]

    @property
    def icon(self) -> str:
        return LOOKS[OfferState(self.offer.state)][1]

    @property
    def is_open(self) -> bool:
        return self.offer.state == OfferState.OPEN


@dataclass(frozen=True)
class OfferedTime:
    """A time and all who were asked about it, in the order they were asked."""

    slot: Slot
    asked: tuple[Asked, ...]

    @property
    def is_open(self) -> bool:
        return any(one.is_open for one in self.asked)

    @property
    def until(self) -> datetime:
        return max(one.offer.until for one in self.asked)


@dataclass(frozen=True)
class EarlierTimes:
    """``standing`` wait for an answer now; ``ended`` are over, the latest first."""

    standing: tuple[OfferedTime, ...]
    ended: tuple[OfferedTime, ...]
    gained_days: int
    accepted: int


def earlier_times(scope: Scope, *, now: datetime) -> EarlierTimes:
    """Of the last two weeks, at the locations of this scope."""
    given_up = Booking.objects.filter(
        interview=OuterRef("interview"), active=False, released_at=OuterRef("ended_at")
    )
    rows = list(
        EarlierOffer.objects.filter(slot__in=scope.slots(), offered_at__gt=now - LOOKED_BACK)
        .select_related("slot__location", "slot__interviewer", "interview__application__candidate")
        .annotate(left_at=Subquery(given_up.order_by("-pk").values("starts_at")[:1]))
        .order_by("slot__starts_at", "slot", "offered_at", "pk")
    )
    times = [
        OfferedTime(slot, tuple(Asked(row) for row in some))
        for slot, some in groupby(rows, key=lambda row: row.slot)
    ]
    ended = sorted((one for one in times if not one.is_open), key=lambda one: one.until, reverse=True)
    taken = [row for row in rows if row.state == OfferState.ACCEPTED]
    return EarlierTimes(
        standing=tuple(one for one in times if one.is_open),
        ended=tuple(ended[:SHOWN]),
        gained_days=_gained(taken),
        accepted=len(taken),
    )


def _gained(taken: Sequence[EarlierOffer]) -> int:
    """Days that nobody waits any more: from the time they had to the one they took."""
    left: list[tuple[datetime, datetime]] = [(row.left_at, row.slot.starts_at) for row in taken]  # type: ignore[attr-defined]  # annotated
    return sum((had - took).days for had, took in left if had is not None)

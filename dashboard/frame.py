"""The frame of every desk screen: rail counts, the store menu, the bell, the sign of life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from company.models import Heartbeat, Location
from company.prepared import Prepared
from dashboard.queries.notices import Bell, bell_of
from dashboard.scope import Scope
from messaging.models import Hold
from messaging.services.holding import current_hold
from messaging.services.quotas import QuotaWarning, quota_warnings
from messaging.services.vitals import LATE_AFTER, oldest_due

FEW_STORES = 30
"""More are not drawn on every screen; the menu asks for them when it opens."""
MOST_CASES = 99
"""More are not counted for the rail; it says "99+"."""


@dataclass(frozen=True)
class Frame:
    scope: Scope
    now: datetime
    locations: list[Location]
    open_cases: int
    bell: Bell
    is_sweeping: bool
    hold: Hold | None
    late: timedelta | None
    quotas: list[QuotaWarning]

    @property
    def has_many_stores(self) -> bool:
        return len(self.locations) > FEW_STORES

    @property
    def cases_words(self) -> str:
        return f"{MOST_CASES}+" if self.open_cases > MOST_CASES else str(self.open_cases)

    @property
    def store(self) -> str:
        """What the store button says: the chosen location, or all this person works for."""
        if self.scope.location:
            return self.scope.location.name
        if self.scope.staff.sees_everything or len(self.locations) > 2:
            return _("All locations")
        return "・".join(location.name for location in self.locations) or _("No location")


def frame_for(scope: Scope, now: datetime) -> Frame:
    hold = current_hold()
    return Frame(
        scope=scope,
        now=now,
        locations=list(scope.locations()[: FEW_STORES + 1]),
        open_cases=scope.cases().open().order_by()[: MOST_CASES + 1].count(),
        bell=bell_of(scope.staff),
        is_sweeping=is_sweeping(),
        hold=hold,
        late=_late_by(now) if hold is None else None,
        quotas=quota_warnings(),
    )


def _late_by(now: datetime) -> timedelta | None:
    """How long the oldest due message has waited, when that is longer than it should."""
    waited = oldest_due(now)
    return waited if waited and waited > LATE_AFTER else None


_BEATS = Prepared(Heartbeat.objects.all)


def is_sweeping() -> bool:
    """Whether some background process swept in the last two minutes, by the machine's own clock."""
    machine_now = timezone.now()
    return any(beat.is_fresh(machine_now) for beat in _BEATS.all())

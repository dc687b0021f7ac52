"""The frame of every desk screen: rail counts, the store menu, notices, the sign of life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from company.models import Heartbeat, Location
from dashboard.scope import Scope
from messaging.models import Hold
from messaging.policy import State
from messaging.services.holding import current_hold
from messaging.services.quotas import QuotaWarning, quota_warnings
from messaging.services.vitals import LATE_AFTER, oldest_due
from noshow.policy import CaseState

NOTICES = 8
RECENT = timedelta(days=3)


@dataclass(frozen=True)
class Notice:
    """One line behind the bell; ``name`` stands in bold before ``text``."""

    icon: str
    name: str
    text: str
    at: datetime
    url: str


@dataclass(frozen=True)
class Frame:
    scope: Scope
    now: datetime
    locations: list[Location]
    open_cases: int
    notices: list[Notice]
    is_sweeping: bool
    hold: Hold | None
    late: timedelta | None
    quotas: list[QuotaWarning]

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
        locations=list(scope.locations()),
        open_cases=scope.cases().open().count(),
        notices=notices(scope, now),
        is_sweeping=is_sweeping(),
        hold=hold,
        late=_late_by(now) if hold is None else None,
        quotas=quota_warnings(),
    )


def _late_by(now: datetime) -> timedelta | None:
    """How long the oldest due message has waited, when that is longer than it should."""
    waited = oldest_due(now)
    return waited if waited and waited > LATE_AFTER else None


def is_sweeping() -> bool:
    """Whether some background process swept in the last two minutes, by the machine's own clock."""
    machine_now = timezone.now()
    return any(beat.is_fresh(machine_now) for beat in Heartbeat.objects.all())


def notices(scope: Scope, now: datetime) -> list[Notice]:
    """The latest words from candidates, applications, late notes and misses that still wait for somebody."""
    on_their_way = [*_late(scope, now), *_lost(scope, now)]
    found = [
        *_words(scope),
        *_applications(scope),
        *on_their_way,
        *_stuck(scope, now),
        *_answers(scope),
    ]
    return sorted(found, key=lambda notice: notice.at, reverse=True)[:NOTICES]


def _page(application_id: int) -> str:
    return reverse("dashboard:application", args=[application_id])


def _words(scope: Scope) -> list[Notice]:
    rows = (
        scope.messages().unanswered().select_related("application__candidate").order_by("-due_at")[:NOTICES]
    )
    return [
        Notice(
            "sms", str(row.application.candidate), _("wrote to you"), row.due_at, _page(row.application_id)
        )
        for row in rows
    ]


def _applications(scope: Scope) -> list[Notice]:
    rows = scope.applications().awaiting_first_contact().select_related("candidate", "job")[:NOTICES]
    return [
        Notice(
            "user",
            str(row.candidate),
            _("applied for %(job)s") % {"job": row.job.title},
            row.applied_at,
            _page(row.pk),
        )
        for row in rows
    ]


def _late(scope: Scope, now: datetime) -> list[Notice]:
    rows = (
        scope.interviews()
        .booked()
        .filter(late_noted_at__isnull=False, starts_at__gt=now - timedelta(hours=2))
    )
    return [
        Notice(
            "late",
            str(row.application.candidate),
            _("will be %(minutes)s minutes late") % {"minutes": row.late_minutes},
            row.late_noted_at or now,
            _page(row.application_id),
        )
        for row in rows.select_related("application__candidate")[:NOTICES]
    ]


def _lost(scope: Scope, now: datetime) -> list[Notice]:
    rows = scope.interviews().booked().filter(lost_at__isnull=False, starts_at__gt=now - timedelta(hours=2))
    return [
        Notice(
            "map",
            str(row.application.candidate),
            _("asked for the way"),
            row.lost_at or now,
            _page(row.application_id),
        )
        for row in rows.select_related("application__candidate")[:NOTICES]
    ]


def _stuck(scope: Scope, now: datetime) -> list[Notice]:
    rows = scope.messages().outgoing().filter(state=State.NEEDS_PERSON, settled_at__gt=now - RECENT)
    return [
        Notice(
            "undelivered",
            str(row.application.candidate),
            _("could not be reached by %(channel)s") % {"channel": row.get_channel_display()},
            row.settled_at or row.due_at,
            _page(row.application_id),
        )
        for row in rows.select_related("application__candidate").order_by("-settled_at")[:NOTICES]
    ]


def _answers(scope: Scope) -> list[Notice]:
    rows = scope.cases().filter(state__in=[CaseState.ANSWERED, CaseState.PROPOSED, CaseState.HANDED])
    texts = {
        CaseState.ANSWERED: _("told you why they could not come"),
        CaseState.PROPOSED: _("has not answered; closing is proposed"),
        CaseState.HANDED: _("could not be reached; a person decides"),
    }
    return [
        Notice(
            "chair",
            str(row.interview.application.candidate),
            texts[CaseState(row.state)],
            row.answered_at or row.opened_at,
            _page(row.interview.application_id),
        )
        for row in rows.select_related("interview__application__candidate")[:NOTICES]
    ]

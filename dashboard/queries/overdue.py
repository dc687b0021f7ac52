"""24時間以内: who has waited a day or longer and has not heard from a person of ours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from candidates.models import Application, ApplicationQuerySet
from candidates.policy import Stage
from dashboard.queries.contact_acts import contact_acts
from dashboard.queries.queue import Act, page
from dashboard.scope import Scope
from messaging.models import Message
from messaging.policy import ChannelName, State

LONGEST_WAIT = timedelta(hours=24)
ON_A_PAGE = 50
RUNNING = [stage for stage in Stage if not stage.is_over and stage != Stage.JOINED]


@dataclass(frozen=True)
class Waiter:
    """``tried``: calls in vain so far, the last one at ``tried_at``. They are shown, and are no contact."""

    application: Application
    since: datetime
    waited: timedelta
    thanked_at: datetime | None
    tried: int
    tried_at: datetime | None
    acts: tuple[Act, ...]
    url: str


def overdue(scope: Scope, now: datetime) -> ApplicationQuerySet:
    """Started, still open, and no person has spoken with them or written to them, for a day by the clock."""
    waiting = scope.applications().filter(is_open=True, stage__in=RUNNING, is_started=True, contacted_at=None)
    begun = Coalesce("started_at", "applied_at")
    return waiting.alias(begun=begun).filter(
        begun__lte=now - LONGEST_WAIT, applied_at__lte=now - LONGEST_WAIT
    )


def waiters(rows: list[Application], now: datetime) -> list[Waiter]:
    """What is known of one page of them; two questions however many they are."""
    numbers = [row.pk for row in rows]
    said = (
        Message.objects.outgoing()
        .filter(application__in=numbers)
        .order_by()
        .values("application")
        .annotate(
            thanked=Max("sent_at", filter=~Q(channel=ChannelName.PHONE)),
            tried=Count("pk", filter=_in_vain()),
            tried_at=Max("settled_at", filter=_in_vain()),
        )
    )
    known: dict[int, Mapping[str, object]] = {one["application"]: one for one in said}
    return [_waiter(row, known.get(row.pk, {}), now) for row in rows]


def _in_vain() -> Q:
    return Q(channel=ChannelName.PHONE, state=State.FAILED)


def _waiter(application: Application, said: Mapping[str, object], now: datetime) -> Waiter:
    since = application.started_at or application.applied_at
    thanked, tried_at, tried = said.get("thanked"), said.get("tried_at"), said.get("tried")
    return Waiter(
        application=application,
        since=since,
        waited=now - since,
        thanked_at=thanked if isinstance(thanked, datetime) else None,
        tried=tried if isinstance(tried, int) else 0,
        tried_at=tried_at if isinstance(tried_at, datetime) else None,
        acts=contact_acts(application),
        url=page(application),
    )

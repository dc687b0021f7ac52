"""When a channel did not work: written down by the dispatcher as it notices, or by a person by hand.

Nothing here sends or stops anything. Who judges silence asks ``overlapping``.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from company.models import Staff
from company.services.trail import record
from messaging.models import DeliveryIncident
from messaging.policy import ChannelName


class NotThen(Exception):
    """It would end before it begins, or begin in time to come."""


def failing_channels() -> set[ChannelName]:
    """Those the dispatcher has noted as not working, and not as working again."""
    rows = DeliveryIncident.objects.filter(ended_at=None, is_by_hand=False)
    return {ChannelName(channel) for channel in rows.values_list("channel", flat=True)}


def note_failing(channel: ChannelName, *, since: datetime, now: datetime) -> None:
    """This channel takes nothing since then. Any number of processes may note it."""
    standing = DeliveryIncident.objects.filter(channel=channel, ended_at=None, is_by_hand=False)
    if standing.update(trouble_at=now):
        return
    try:
        with transaction.atomic():
            DeliveryIncident.objects.create(channel=channel, began_at=since, trouble_at=now)
    except IntegrityError:
        standing.update(trouble_at=now)


def note_working(channels: Collection[ChannelName], *, now: datetime) -> None:
    """These took a message: what was noted of them is over."""
    DeliveryIncident.objects.filter(channel__in=channels, ended_at=None, is_by_hand=False).update(
        ended_at=now
    )


def overlapping(channels: Collection[ChannelName], since: datetime, until: datetime) -> bool:
    """Whether one of these channels, or all, did not work at some moment between the two."""
    met = DeliveryIncident.objects.filter(Q(channel__in=channels) | Q(channel=""), dropped_at=None)
    return met.filter(Q(ended_at=None) | Q(ended_at__gte=since), began_at__lte=until).exists()


@transaction.atomic
def tell_incident(
    channel: str, *, began_at: datetime, ended_at: datetime | None, note: str, by: Staff, now: datetime
) -> DeliveryIncident:
    """A person knows of one: a mailbox that swallowed answers, a line that was cut. Raises NotThen."""
    if began_at > now or (ended_at is not None and ended_at < began_at):
        raise NotThen
    incident = DeliveryIncident.objects.create(
        channel=channel,
        began_at=began_at,
        trouble_at=began_at,
        ended_at=ended_at,
        note=note[:200],
        by=by,
        is_by_hand=True,
    )
    record("incident_told", incident, now=now, by=by, channel=channel)
    return incident


@transaction.atomic
def end_incident(incident: DeliveryIncident, *, by: Staff, now: datetime) -> None:
    """It works again; saying so twice is fine."""
    if DeliveryIncident.objects.filter(pk=incident.pk, ended_at=None).update(ended_at=now):
        record("incident_ended", incident, now=now, by=by, channel=incident.channel)


@transaction.atomic
def drop_incident(incident: DeliveryIncident, *, by: Staff, now: datetime) -> None:
    """It was none, or touched nobody: it counts no more. Doing it twice is fine."""
    standing = DeliveryIncident.objects.filter(pk=incident.pk, dropped_at=None)
    if standing.update(dropped_at=now, dropped_by=by):
        record("incident_dropped", incident, now=now, by=by, channel=incident.channel)


@transaction.atomic
def take_up_incident(incident: DeliveryIncident, *, by: Staff, now: datetime) -> None:
    """It counts after all."""
    dropped = DeliveryIncident.objects.filter(pk=incident.pk).exclude(dropped_at=None)
    if dropped.update(dropped_at=None, dropped_by=None):
        record("incident_taken_up", incident, now=now, by=by, channel=incident.channel)

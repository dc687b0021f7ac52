"""Sealing the audit trail into a chain, and walking along it to see that nothing was changed.

Events are sealed a moment after they were written, in the order in which they are found: an event that was
committed late is sealed late, and its number says nothing of that. Two sweeps at once would both make the
next link: the second finds it taken and stops.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from company.models import AuditEvent, Staff, TrailCheck, TrailSeal
from company.policy import NoticeKind, Role
from company.policy.sealing import START, Fault, link
from company.services import notices

AT_ONCE = 2000
LATE_BY = 20_000
"""How far behind the last sealed event the usual sweep looks for events that were committed late."""
KEPT_CHECKS = 60
CHECKED_EVERY = timedelta(hours=23, minutes=30)
Parts = tuple[int, datetime, str, int | None, str, str, int, int | None, dict[str, object]]
PARTS = (
    *("pk", "at", "actor_kind", "actor_id", "action", "entity", "entity_id", "application_id", "details"),
)


def seal_new(*, from_the_start: bool = False) -> int:
    """Seal what is not sealed yet, at most ``AT_ONCE`` events; how many it were.

    ``from_the_start`` looks at all events, for those that came later than any usual one.
    """
    highest = TrailSeal.objects.aggregate(highest=Max("event_id"))["highest"] or 0
    behind = 0 if from_the_start else highest - LATE_BY
    events = unsealed().filter(pk__gt=behind).order_by("pk").values_list(*PARTS)[:AT_ONCE]
    try:
        with transaction.atomic():
            return len(TrailSeal.objects.bulk_create(_links(list(events))))
    except IntegrityError:  # another sweep was quicker
        return 0


def unsealed() -> QuerySet[AuditEvent]:
    return AuditEvent.objects.filter(~Exists(TrailSeal.objects.filter(event_id=OuterRef("pk"))))


def _links(events: Sequence[Parts]) -> Iterator[TrailSeal]:
    last = TrailSeal.objects.order_by("-number").first()
    number, digest = (last.number, last.digest) if last else (0, START)
    for parts in events:
        number, digest = number + 1, _digest(digest, parts)
        yield TrailSeal(number=number, event_id=parts[0], digest=digest)


def _digest(before: str, parts: Parts) -> str:
    pk, at, actor_kind, actor, action, entity, entity_id, application_id, details = parts
    return link(
        before,
        pk=pk,
        at=at,
        actor_kind=actor_kind,
        actor=actor,
        action=action,
        entity=entity,
        entity_id=entity_id,
        application_id=application_id,
        details=details,
    )


@dataclass(frozen=True)
class Walk:
    """What a walk along the chain found: how many ``seals`` hold, the ``head`` as ``number:digest`` (empty
    without any), and the first ``fault`` with the event and the link where it lies."""

    seals: int
    head: str
    fault: Fault | None = None
    event_id: int | None = None
    number: int | None = None


def walk(*, noted: str = "") -> Walk:
    """Along the whole chain. ``noted`` is a head written down earlier, which must still be in it.

    Memory stays the same however long the chain is; the first fault ends the walk.
    """
    before, seals = START, 0
    wanted, _, noted_digest = noted.partition(":")
    for seal, parts in _sealed():
        head = f"{seals}:{before}" if seals else ""
        if seal.number != seals + 1:
            return Walk(seals, head, Fault.SKIPPED, seal.event_id, seals + 1)
        if parts is None:
            return Walk(seals, head, Fault.REMOVED, seal.event_id, seal.number)
        was_noted = wanted == str(seal.number)
        if _digest(before, parts) != seal.digest or (was_noted and seal.digest != noted_digest):
            return Walk(seals, head, Fault.CHANGED, seal.event_id, seal.number)
        before, seals = seal.digest, seal.number
    head = f"{seals}:{before}" if seals else ""
    if wanted and int(wanted) > seals:
        return Walk(seals, head, Fault.SHORTENED, None, int(wanted))
    return Walk(seals, head)


def _sealed() -> Iterator[tuple[TrailSeal, Parts | None]]:
    """Every link in order with its event, some at a time."""
    number = 0
    while seals := list(TrailSeal.objects.filter(number__gt=number).order_by("number")[:AT_ONCE]):
        rows = AuditEvent.objects.filter(pk__in=[seal.event_id for seal in seals]).order_by()
        events: dict[int, Parts] = {parts[0]: parts for parts in rows.values_list(*PARTS)}
        for seal in seals:
            yield seal, events.get(seal.event_id)
        number = seals[-1].number


def was_checked_lately(machine_now: datetime) -> bool:
    return TrailCheck.objects.filter(at__gt=machine_now - CHECKED_EVERY).exists()


def check(*, path: str, now: datetime, machine_now: datetime) -> TrailCheck:
    """Walk, keep what was found, and tell the owners at once if something was changed.

    The head that the last good check saw must still be there, so a chain cut off at its end shows as well.
    """
    good = TrailCheck.objects.filter(fault="").exclude(head="").order_by("-at").first()
    found = walk(noted=good.head if good else "")
    kept = TrailCheck.objects.create(
        at=machine_now,
        seals=found.seals,
        head=found.head,
        fault=found.fault or "",
        event_id=found.event_id,
    )
    if found.fault:
        owners = Staff.objects.filter(role=Role.OWNER, is_active=True)
        key = f"trail:{found.fault}:{found.number}"
        notices.tell(NoticeKind.SYSTEM, to=owners, key=key, path=path, now=now, detail="trail")
    old = TrailCheck.objects.order_by("-at").values("pk")[KEPT_CHECKS:]
    TrailCheck.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
    return kept

"""One decision about many rows, carried out one by one in the background.

A kind of act is a function that does one row; it is registered once:

    @bulk.kind("hand_over", title=_("Handing over"))
    def _hand_over(item: BulkItem, act: BulkAct, now: datetime) -> None: ...

It runs in a transaction of its own with the item locked, so each row is done once, by one worker, and a
worker that dies leaves the rest to the next. It raises ``Skipped`` with a code for a row that should stay
as it is. Whether the person who asked may still act on the row is looked at again right before.
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any  # what was chosen is JSON

from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import F, Q
from django.utils import timezone, translation

from candidates.models import Application
from candidates.services.locking import lock_keys
from company.models import BulkAct, BulkItem, Staff
from company.services import trail
from scheduling.models import Interview

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
AT_A_TIME = 50
"""Rows done as of one moment, shared by all acts under way."""
SAME_PRESS = timedelta(seconds=30)
MOST = 10_000
"""People one act may be about; more are several decisions."""

Do = Callable[[BulkItem, BulkAct, datetime], None]
First = Callable[[BulkAct], Mapping[str, Any]]
Ending = Callable[[BulkAct, datetime], None]


class Outcome(StrEnum):
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


class Skipped(Exception):
    """This row stays as it is; ``code`` says why, ``BulkItem.reason`` keeps it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnknownKind(Exception):
    """Nobody has registered this kind of act."""


class TooMany(Exception):
    """More rows than one act may be about (``MOST``)."""


@dataclass(frozen=True)
class BulkKind:
    """``about`` names the table of ``about_id``: application, interview, or empty if ``do`` looks itself."""

    name: str
    do: Do
    title: Any = ""  # a lazy translation
    about: str = "application"
    undo: str = ""  # the kind that takes it back
    reasons: Mapping[str, Any] = field(default_factory=dict)  # lazy translations by code
    ending: Ending | None = None


_kinds: dict[str, BulkKind] = {}


def kind(
    name: str,
    *,
    title: Any = "",
    about: str = "application",
    undo: str = "",
    reasons: Mapping[str, Any] | None = None,
    ending: Ending | None = None,
) -> Callable[[Do], Do]:
    """Register what one row of such an act means; ``ending`` is called once, after the last row."""

    def register(do: Do) -> Do:
        _kinds[name] = BulkKind(name, do, title, about, undo, reasons or {}, ending)
        return do

    return register


def kind_of(act: BulkAct) -> BulkKind:
    """Raises UnknownKind."""
    try:
        return _kinds[act.kind]
    except KeyError:
        raise UnknownKind(act.kind) from None


def ask(
    kind: str,
    ids: Iterable[int],
    choices: Mapping[str, Any],
    *,
    by: Staff,
    now: datetime,
    first: First | None = None,
) -> BulkAct:
    """Write down what is to be done with which rows; the background does it. Raises UnknownKind, TooMany.

    The same, of the same rows, by the same person, a moment later is the same press of the button. ``first``
    is done at once, and once; what it returns is kept with the choices.
    """
    if kind not in _kinds:
        raise UnknownKind(kind)
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST:
        raise TooMany
    with transaction.atomic():
        lock_keys([f"bulk:{by.pk}"])
        if (same := _same_press(kind, wanted, choices, by=by, now=now)) is not None:
            return same
        act = BulkAct.objects.create(kind=kind, choices=dict(choices), by=by, total=len(wanted), asked_at=now)
        BulkItem.objects.bulk_create([BulkItem(act=act, about_id=pk) for pk in wanted], batch_size=1000)
        trail.record("bulk_asked", act, now=now, by=by, kind=kind, rows=len(wanted))
        if first is not None:
            act.choices = act.choices | dict(first(act))
            act.save(update_fields=["choices"])
    return act


def _same_press(
    kind: str, ids: list[int], choices: Mapping[str, Any], *, by: Staff, now: datetime
) -> BulkAct | None:
    """What they have just asked for, if nobody has taken it back or stopped it since."""
    chosen = json.loads(json.dumps(dict(choices)))
    lately = BulkAct.objects.filter(by=by, kind=kind, total=len(ids), asked_at__gt=now - SAME_PRESS)
    for act in lately.filter(stopped_at=None).order_by("-pk"):
        is_same = "undone_by" not in act.choices and act.choices | chosen == act.choices
        if is_same and set(act.items.values_list("about_id", flat=True)) == set(ids):
            return act
    return None


def stop(act: BulkAct, *, by: Staff, now: datetime) -> bool:
    """Leave undone what has not been done; False when it had ended already."""
    with transaction.atomic():
        stopped = BulkAct.objects.filter(pk=act.pk, ended_at=None, stopped_at=None).update(stopped_at=now)
        if stopped:
            trail.record("bulk_stopped", act, now=now, by=by)
    return bool(stopped)


def work(*, now: datetime) -> int:
    """A turn of every act under way, some rows together; returns how many, 0 when nothing can go on.

    Whoever wants all done asks again with the moment it is then: what a row holds back for a minute is
    counted from ``now``, and many rows take longer than that.
    """
    under_way = list(BulkAct.objects.filter(ended_at=None).order_by("pk").values_list("pk", flat=True))
    share = max(1, AT_A_TIME // max(1, len(under_way)))
    return sum(_turn(pk, share, now=now) for pk in under_way)


def _turn(pk: int, share: int, *, now: datetime) -> int:
    """So many rows of one act, if nobody else has it. What cannot go on is tried again by the next sweep."""
    if not _take(pk):
        return 0
    try:
        act = BulkAct.objects.select_related("by").get(pk=pk)
        with translation.override(act.by.language if act.by else None):
            return _some(act, share, now=now)
    except (OperationalError, InterfaceError, UnknownKind) as error:
        logger.error("bulk act %s could not go on: %s", pk, type(error).__name__)
        return 0
    finally:
        BulkAct.objects.filter(pk=pk).update(lease_until=None)


def _take(pk: int) -> bool:
    machine = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=machine)
    return BulkAct.objects.filter(free, pk=pk, ended_at=None).update(lease_until=machine + LEASE) == 1


def _some(act: BulkAct, share: int, *, now: datetime) -> int:
    chosen = kind_of(act)
    left = list(act.items.filter(outcome="").order_by("pk").values_list("pk", flat=True)[: share + 1])
    done = 0
    for pk in left[:share]:
        if not _one(act, chosen, pk, now=now):
            break
        done += 1
    if done == len(left) or act.stopped_at:
        _end(act, chosen, now=now)
    return done


def _one(act: BulkAct, chosen: BulkKind, pk: int, *, now: datetime) -> bool:
    """Do one row and write down what came of it, together or not at all; False when it was stopped."""
    with transaction.atomic():
        # locked: whoever stops it or takes it back waits for this row, and then sees what became of it
        act.stopped_at = (
            BulkAct.objects.select_for_update().values_list("stopped_at", flat=True).get(pk=act.pk)
        )
        if act.stopped_at:
            return False
        item = BulkItem.objects.select_for_update().filter(pk=pk, outcome="").first()
        if item is None:
            return True  # another worker was quicker
        item.outcome, item.reason = _tried(item, act, chosen, now=now)
        item.done_at = now
        item.save(update_fields=["outcome", "reason", "done_at", "before"])
        BulkAct.objects.filter(pk=act.pk).update(done=F("done") + 1, lease_until=timezone.now() + LEASE)
    return True


def _tried(item: BulkItem, act: BulkAct, chosen: BulkKind, *, now: datetime) -> tuple[Outcome, str]:
    try:
        with transaction.atomic():
            _must_still_be_theirs(item, act, chosen)
            chosen.do(item, act, now)
    except Skipped as refusal:
        return Outcome.SKIPPED, refusal.code
    except (OperationalError, InterfaceError):
        raise  # the database, not the row: the sweep comes back to it
    except Exception as error:  # its words may hold personal data
        logger.error("bulk act %s, row %s: %s", act.pk, item.pk, type(error).__name__)
        return Outcome.FAILED, type(error).__name__[:60]
    return Outcome.DONE, ""


def _must_still_be_theirs(item: BulkItem, act: BulkAct, chosen: BulkKind) -> None:
    by = Staff.objects.filter(pk=act.by_id or 0, is_active=True).first()
    if by is None or not by.may_act:
        raise Skipped("not_allowed")
    rows: models.QuerySet[Any] | None = None
    if chosen.about == "application":
        rows = Application.objects.visible_to(by)
    elif chosen.about == "interview":
        rows = Interview.objects.visible_to(by)
    if rows is not None and not rows.filter(pk=item.about_id).exists():
        raise Skipped("not_theirs")


def _end(act: BulkAct, chosen: BulkKind, *, now: datetime) -> None:
    with transaction.atomic():
        if not BulkAct.objects.filter(pk=act.pk, ended_at=None).update(ended_at=now):
            return
        outcomes = dict(
            act.items.exclude(outcome="").order_by().values_list("outcome").annotate(rows=models.Count("pk"))
        )
        trail.record("bulk_ended", act, now=now, by=act.by, kind=act.kind, **outcomes)
        if chosen.ending:
            chosen.ending(act, now)


def undo(act: BulkAct, *, by: Staff, now: datetime) -> BulkAct | None:
    """Take back what was done, as another act; None when that is not possible or was done already."""
    try:
        back = kind_of(act).undo
    except UnknownKind:  # of an edition before this one
        return None
    with transaction.atomic():
        held = BulkAct.objects.select_for_update().get(pk=act.pk)
        if not back or held.choices.get("undone_by"):
            return None
        BulkAct.objects.filter(pk=act.pk, ended_at=None, stopped_at=None).update(stopped_at=now)
        done = held.items.filter(outcome=Outcome.DONE).order_by("pk").values_list("about_id", flat=True)
        kept = {name: value for name, value in held.choices.items() if name == "owner"}
        again = ask(back, done, kept | {"act": act.pk}, by=by, now=now)
        held.choices = held.choices | {"undone_by": again.pk}
        held.save(update_fields=["choices"])
    return again

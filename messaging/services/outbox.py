"""Making the stored plan equal to the wanted one, by comparing rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.db import transaction

from candidates.models import Application
from company.prepared import Prepared
from messaging import failpoints
from messaging.models import Message
from messaging.policy import (
    ABSENCE_KINDS,
    BESIDE_THE_PLAN,
    BY_HAND,
    OPEN,
    SAID,
    SAID_AGAIN,
    ChannelName,
    Direction,
    Kind,
    State,
    Wanted,
)
from messaging.services.waking import wake

_MADE = Prepared(
    lambda application: (
        Message.objects.select_for_update()
        .filter(application=application, direction=Direction.OUT)
        .exclude(key="")
        .exclude(kind__in=BY_HAND)
        .exclude(state=State.CANCELLED)
    )
)


@dataclass(frozen=True)
class Changes:
    """What makes the stored plan equal to the wanted one. Empty means that they agree."""

    cancel: Sequence[Message] = ()
    rewrite: Sequence[tuple[Message, Mapping[str, object]]] = ()
    insert: Mapping[str, Wanted] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.cancel or self.rewrite or self.insert)


def reconcile(application: Application, wanted: Sequence[Wanted], *, now: datetime) -> None:
    """Insert what is missing, rewrite what changed, cancel what is no longer wanted.

    Only plans are touched: what was said, missed or stopped keeps its row and its key. The caller
    holds the person's lock, so two plans of one application never meet here.
    """
    with transaction.atomic(savepoint=False):
        apply(application, compare(application, wanted, now=now), now=now)


def compare(application: Application, wanted: Sequence[Wanted], *, now: datetime) -> Changes:
    """How the stored plan differs from the wanted one; call inside a transaction, the rows are locked."""
    stored = {row.key: row for row in _planned_rows(application)}
    asked = {step.key(application.pk): step for step in wanted}
    plans = {key: row for key, row in stored.items() if row.is_plan}
    missing = {key: step for key, step in asked.items() if key not in stored}
    return Changes(
        cancel=[row for row in plans.values() if not _is_asked(row, asked)] + _outlived(application),
        rewrite=[
            (row, columns)
            for key, row in plans.items()
            if key in asked and (columns := _new(row, asked[key]))
        ],
        insert=_worth_saying(missing, stored.values(), now),
    )


def apply(application: Application, changes: Changes, *, now: datetime) -> None:
    """Carry out what ``compare`` found, in the same transaction."""
    _cancel(changes.cancel, now)
    for row, columns in changes.rewrite:
        _rewrite(row, columns)
    _insert(application, changes.insert, now)
    failpoints.reached("planned")
    if any(step.due_at <= now for step in changes.insert.values()) or changes.rewrite:
        wake()


def take_back(application_id: int, *, kind: Kind, about: str, now: datetime) -> None:
    """Cancel at once what is still planned about one fact, where its person's lock cannot be had.

    The row's own lock decides whether the gate or this came first. The plan is to be made again after it.
    """
    rows = Message.objects.filter(application=application_id, kind=kind, about=about, state__in=OPEN)
    _cancel(list(rows.select_for_update().order_by("pk")), now)


def take_back_words(application_id: int, *, about: str, now: datetime) -> None:
    """Cancel what staff had us repeat of facts that are no longer so; ``about`` is how its name begins."""
    rows = Message.objects.filter(
        application=application_id, kind=Kind.MANUAL, about__startswith=about, state__in=OPEN
    )
    _cancel(list(rows.select_for_update().order_by("pk")), now)


def take_back_written(application_id: int, *, now: datetime) -> None:
    """They left: what staff had written before, and has not left yet, is not said any more.

    Callers hold the person's lock, so whatever staff write after it was written knowing that they left.
    """
    rows = Message.objects.filter(application=application_id, kind__in=BY_HAND, state__in=OPEN)
    _cancel(list(rows.exclude(channel=ChannelName.PHONE).select_for_update().order_by("pk")), now)


def _planned_rows(application: Application) -> Sequence[Message]:
    """Every row the plan ever made and did not take back, locked."""
    return _MADE.all(application.pk)


def _outlived(application: Application) -> list[Message]:
    """What would be said beside the plan, although all is over."""
    if not application.is_over:
        return []
    beside = application.messages.filter(kind__in=BESIDE_THE_PLAN, state__in=OPEN)
    return list(beside.select_for_update())


def _is_asked(row: Message, asked: Mapping[str, Wanted]) -> bool:
    """What a person sends once more has its own key, and is asked for while its step is, on any channel."""
    if row.key.startswith(SAID_AGAIN):
        return any(
            (step.kind, step.about, step.step) == (row.kind, row.about, row.step) for step in asked.values()
        )
    return row.key in asked


def _cancel(rows: Sequence[Message], now: datetime) -> None:
    """What may have been said already keeps its key, so that it is not said anew; a person sees it."""
    for in_doubt, state, reason in (
        (False, State.CANCELLED, "not_wanted"),
        (True, State.NEEDS_PERSON, "perhaps_sent"),
    ):
        which = [row.pk for row in rows if (row.doubted_since is not None) == in_doubt]
        if which:
            Message.objects.filter(pk__in=which, state__in=OPEN).update(
                state=state, reason=reason, claim="", lease_until=None, settled_at=now
            )


def _new(row: Message, step: Wanted) -> dict[str, object]:
    """The columns of an open row that the wanted message changes."""
    columns = _facts(step)
    if row.kind in ABSENCE_KINDS and row.reason == "cap":
        columns["expires_at"] = max(row.expires_at, step.expires_at)  # it waits for its turn
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    if row.wanted_due_at != step.due_at:
        changed |= {"due_at": step.due_at, "wanted_due_at": step.due_at, "reason": ""}
    return changed


def _rewrite(row: Message, columns: Mapping[str, object]) -> None:
    """Bring an open row up to date. Claimed, it goes back to planned, so its worker lets it go."""
    Message.objects.filter(pk=row.pk, state__in=OPEN).update(
        state=State.PLANNED, claim="", lease_until=None, **columns
    )


def _worth_saying(missing: dict[str, Wanted], stored: Iterable[Message], now: datetime) -> dict[str, Wanted]:
    """Future steps, and of those already due and still useful only the latest per fact and channel.

    A step that was left out stays out when planned again: the later one that took its place is stored.
    """
    said_until: dict[tuple[str, str], datetime] = {}
    for row in stored:
        if _takes_the_place(row) and (due := row.wanted_due_at or row.due_at) <= now:
            place = (row.about, row.channel)
            said_until[place] = max(said_until.get(place, due), due)
    latest: dict[tuple[str, str], str] = {}
    for key, step in sorted(missing.items(), key=lambda item: item[1].due_at):
        place = (step.about, step.channel.value)
        if step.due_at <= now < step.expires_at and (
            place not in said_until or step.due_at > said_until[place]
        ):
            latest[place] = key
    overdue = set(latest.values())
    return {key: step for key, step in missing.items() if step.due_at > now or key in overdue}


def _takes_the_place(row: Message) -> bool:
    """Said, about to be, or stopped by a person: no room for an earlier step that is overdue."""
    return row.state in OPEN | SAID or (row.state == State.SUPPRESSED and row.reason == "stopped")


def _insert(application: Application, steps: Mapping[str, Wanted], now: datetime) -> None:
    Message.objects.bulk_create(
        Message(
            application=application,
            key=key,
            kind=step.kind,
            about=step.about,
            step=step.step,
            channel=step.channel,
            due_at=step.due_at,
            wanted_due_at=step.due_at,
            created_at=now,
            **_facts(step),
        )
        for key, step in steps.items()
    )


def _facts(step: Wanted) -> dict[str, object]:
    """The columns that follow from a wanted message and may change while it is still a plan."""
    return {
        "expires_at": step.expires_at,
        "values": dict(step.values),
        "attachments": [asdict(attachment) for attachment in step.attachments],
        "why": step.why,
        "own_act_at": step.own_act_at,
        "variant": step.variant,
        "variant_subject": step.words[0] if step.words else "",
        "variant_body": step.words[1] if step.words else "",
    }

"""How far a day's change has come: who is done, who stays and why, who has to be called."""

from dataclasses import dataclass
from datetime import datetime

from company.models import BulkAct, Location
from dashboard.queries.queue import page
from dashboard.services import bulk, day_acts
from dashboard.services.day_deeds import Choices
from messaging.models import Message
from messaging.policy import OPEN, ChannelName, Kind
from scheduling.models import Interview
from scheduling.policy.whole_day import TAKEN_BACK_WITHIN

SHOWN = 200


@dataclass(frozen=True)
class Line:
    name: str
    url: str
    starts_at: datetime | None
    why: str


@dataclass(frozen=True)
class Progress:
    act: BulkAct
    place: Location | None
    choices: Choices
    is_undo: bool
    done: int
    skipped: tuple[Line, ...]
    failed: tuple[Line, ...]
    unsaid: int
    to_call: tuple[Line, ...]
    now: datetime

    @property
    def is_running(self) -> bool:
        return self.act.ended_at is None

    @property
    def left(self) -> int:
        return max(0, self.act.total - self.act.done)

    @property
    def percent(self) -> int:
        return round(100 * self.act.done / self.act.total) if self.act.total else 100

    @property
    def may_undo(self) -> bool:
        """While anybody has not been told; a second time there is nothing left to take back."""
        taken_back = self.act.choices.get("undone_by")
        return not self.is_undo and not taken_back and (self.unsaid > 0 or self._is_fresh)

    @property
    def _is_fresh(self) -> bool:
        return self.now < self.act.asked_at + TAKEN_BACK_WITHIN


def progress_of(act: BulkAct, now: datetime) -> Progress:
    is_undo = act.kind == day_acts.UNDO
    first = BulkAct.objects.get(pk=act.choices["act"]) if is_undo else act
    choices = Choices.read(first.choices)
    items = list(act.items.order_by("pk").values_list("about_id", "outcome", "reason"))
    done = [pk for pk, outcome, _reason in items if outcome == bulk.Outcome.DONE]
    rows = _interviews([pk for pk, outcome, _reason in items if outcome and outcome != bulk.Outcome.DONE])
    return Progress(
        act=act,
        place=Location.objects.filter(pk=choices.place).first(),
        choices=choices,
        is_undo=is_undo,
        done=len(done),
        skipped=_lines(items, bulk.Outcome.SKIPPED, rows),
        failed=_lines(items, bulk.Outcome.FAILED, rows),
        unsaid=0 if is_undo else _unsaid(done, act),
        to_call=() if is_undo else _to_call(done, act, choices),
        now=now,
    )


def _interviews(numbers: list[int]) -> dict[int, Interview]:
    rows = Interview.objects.filter(pk__in=numbers[:SHOWN]).select_related("application__candidate")
    return {row.pk: row for row in rows}


def _lines(
    items: list[tuple[int, str, str]], outcome: bulk.Outcome, rows: dict[int, Interview]
) -> tuple[Line, ...]:
    return tuple(
        _line(rows[pk], str(day_acts.REASONS.get(reason, "")))
        for pk, got, reason in items
        if got == outcome and pk in rows
    )


def _line(interview: Interview, why: str = "") -> Line:
    candidate = interview.application.candidate
    return Line(str(candidate), page(interview.application_id), interview.starts_at, why)


def _said(done: list[int], act: BulkAct) -> "list[tuple[int, str, str]]":
    """About whom something was planned by it, on which channel, and what became of it."""
    people = Interview.objects.filter(pk__in=done).values("application")
    rows = Message.objects.outgoing().filter(
        application__in=people,
        kind__in=[Kind.CANCELLED, Kind.MOVED, Kind.MANUAL],
        created_at__gte=act.asked_at,
    )
    return list(rows.values_list("application", "channel", "state"))


def _unsaid(done: list[int], act: BulkAct) -> int:
    """Of whom nothing has left yet."""
    said = _said(done, act)
    told = {pk for pk, channel, state in said if channel != ChannelName.PHONE and state not in OPEN}
    return len({pk for pk, channel, _state in said if channel != ChannelName.PHONE} - told)


def _to_call(done: list[int], act: BulkAct, choices: Choices) -> tuple[Line, ...]:
    """Nothing is planned for them on any channel: a call stands in the list of next steps."""
    written = {pk for pk, channel, _state in _said(done, act) if channel != ChannelName.PHONE}
    rows = Interview.objects.filter(pk__in=done).exclude(application__in=written)
    found = rows.select_related("application__candidate").order_by("starts_at", "pk")[:SHOWN]
    return tuple(_line(row) for row in found)

"""Figures kept up to date: what changed is counted anew within minutes, the last weeks every night."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from time import monotonic

from django.db.models import Max, Min, Q
from django.utils import timezone

from candidates.models import Application
from noshow.models import FigureState
from noshow.services.figures_changes import changed_days, everything_changed
from noshow.services.figures_writing import count_day, count_month, month_of
from scheduling.models import Interview

LEASE = timedelta(minutes=10)
A_TURN = 60.0
"""Seconds of counting old days before somebody else may have the worker."""
A_STRETCH = 5.0
HEALED_DAYS = 35
"""Counted anew every night, whatever the trail says: a sum must not stay wrong because a line was missing."""


def bring_up_to_date(*, now: datetime, machine_now: datetime, seconds: float = A_TURN) -> int:
    """Count what changed since last time, then old days that wait, for ``seconds``; returns how many days.

    Figures are as of ``now`` afterwards, but for days still waiting (``FigureState.recount_to``).
    """
    state = _take(machine_now)
    if state is None:
        return 0
    until = monotonic() + seconds
    try:
        counted = _count_changes(state, now)
        counted += _count_waiting(state, now, until)
    finally:
        FigureState.objects.filter(pk=state.pk).update(lease_until=None)
    return counted


def recount(*, now: datetime, machine_now: datetime) -> Iterator[date]:
    """Count every day anew, at once; gives each day that is done. For the command."""
    state = _take(machine_now)
    if state is None:
        return
    _want_everything(state, now)
    FigureState.objects.filter(pk=state.pk).update(as_of=now)
    try:
        while state.recount_to is not None:
            yield state.recount_to
            FigureState.objects.filter(pk=state.pk).update(lease_until=timezone.now() + LEASE)
            _count_waiting(state, now, monotonic() + A_STRETCH)
    finally:
        FigureState.objects.filter(pk=state.pk).update(lease_until=None)


def _take(machine_now: datetime) -> FigureState | None:
    """The one row, leased; None while somebody else is counting."""
    FigureState.objects.get_or_create(pk=1)
    free = FigureState.objects.filter(Q(lease_until=None) | Q(lease_until__lte=machine_now), pk=1)
    if not free.update(lease_until=machine_now + LEASE):
        return None
    return FigureState.objects.get(pk=1)


def _count_changes(state: FigureState, now: datetime) -> int:
    if state.as_of is None or now < state.as_of or everything_changed(state.as_of):
        _want_everything(state, now)
        days: dict[date, Collection[int]] = {}
    else:
        days = dict(changed_days(state.as_of, now))
    _want_the_last_weeks(state, now)
    for day, places in days.items():
        count_day(day, places, now=now)
    for month in sorted({month_of(day) for day in days}):
        count_month(month, {place for day in days if month_of(day) == month for place in days[day]})
    state.as_of = now
    state.save(update_fields=["as_of", "recount_from", "recount_to", "healed_on"])
    return len(days)


def _want_everything(state: FigureState, now: datetime) -> None:
    """From the first to the last day that anything stands on; coming interviews too."""
    applied = Application.objects.aggregate(first=Min("applied_at"), last=Max("applied_at"))
    met = Interview.objects.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    moments = [at for at in (*applied.values(), *met.values()) if at is not None]
    state.healed_on = timezone.localdate(now)
    if moments:
        a_day = timedelta(days=1)  # the places' own days may be other ones
        state.recount_from = timezone.localdate(min(moments)) - a_day
        state.recount_to = timezone.localdate(max(moments)) + a_day
    state.save(update_fields=["recount_from", "recount_to", "healed_on"])


def _want_the_last_weeks(state: FigureState, now: datetime) -> None:
    """Once a night, from 3 in the morning on, by the company's clock."""
    local = timezone.localtime(now)
    if local.hour < 3 or state.healed_on == local.date() or state.recount_to is not None:
        return
    state.healed_on = local.date()
    state.recount_from, state.recount_to = local.date() - timedelta(days=HEALED_DAYS), local.date()


def _count_waiting(state: FigureState, now: datetime, until: float) -> int:
    """Days that wait, from the newest, at least one; the months they lie in follow."""
    counted = 0
    months: set[date] = set()
    while state.recount_to is not None and state.recount_from is not None:
        day = state.recount_to
        count_day(day, None, now=now)
        months.add(month_of(day))
        counted += 1
        is_last = day <= state.recount_from
        if is_last or day == month_of(day):
            _count_months(months)
        state.recount_to = None if is_last else day - timedelta(days=1)
        state.recount_from = None if is_last else state.recount_from
        state.save(update_fields=["recount_from", "recount_to"])
        if monotonic() >= until:
            break
    _count_months(months)
    return counted


def _count_months(months: set[date]) -> None:
    for month in sorted(months):
        count_month(month, None)
    months.clear()

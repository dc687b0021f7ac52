"""One page of the list: by number near its beginning, from row to row deep in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from candidates.models import Application
from dashboard.queries.people_filter import (
    ABSENCE,
    EVERYONE,
    GROUPS,
    OVER,
    WINDOW,
    Filter,
    narrowed,
    places_of,
    remaining,
)
from dashboard.queries.people_search import hits
from dashboard.scope import Scope
from scheduling.models import Interview
from scheduling.policy import InterviewState

PER_PAGE = 25
LAST_NUMBER = 50
COUNTED = 1000
"""More are not counted for a page; the screen says "1000+"."""
LOOKED_THROUGH = 500
"""Of those a search finds, so many at a time are held against the other filters."""
NEWEST, OLDEST, KANA, NEXT = "", "oldest", "kana", "next"


@dataclass(frozen=True)
class Number:
    """So many, or at least so many."""

    n: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.n}+" if self.is_more else str(self.n)


@dataclass(frozen=True)
class Counts:
    """How many stand at each stage, within the other filters."""

    everyone: Number
    stages: dict[str, Number]


@dataclass(frozen=True)
class Paged:
    """``after`` is the application to go on behind; ``number`` is 0 where pages have no numbers."""

    ids: list[int]
    number: int = 0
    pages: Sequence[int | str] = ()
    after: int | None = None
    total: Number | None = None
    first: int = 0
    looked_through: bool = False
    has_next: bool = False
    keys: dict[int, str] | None = None

    @property
    def last(self) -> int:
        return self.first + len(self.ids) - 1

    @property
    def is_numbered(self) -> bool:
        return self.number > 0

    @property
    def next_number(self) -> int | None:
        return self.number + 1 if self.has_next and 0 < self.number < LAST_NUMBER else None

    @property
    def before(self) -> int | None:
        return self.number - 1 if self.number > 1 else None


def matching(scope: Scope, wanted: Filter, now: datetime) -> QuerySet[Application]:
    """Everybody who fits, no matter how many; without the search."""
    return narrowed(scope, wanted, now).filter(remaining(wanted, now))


def matching_ids(scope: Scope, wanted: Filter, now: datetime, *, most: int) -> list[int]:
    """The numbers of up to ``most`` who fit, in the list's order."""
    if not wanted.is_searched:
        return list(
            matching(scope, wanted, now).order_by(*ORDERS[NEWEST]).values_list("pk", flat=True)[:most]
        )
    found = [hit.application_id for hit in hits(wanted.q, places_of(scope), most=most)]
    fit = set(matching(scope, wanted, now).filter(pk__in=found).values_list("pk", flat=True))
    return [pk for pk in found if pk in fit]


def matching_parts(scope: Scope, wanted: Filter, now: datetime, *, size: int) -> Iterator[list[int]]:
    """Everybody who fits, however many, ``size`` at a time: the newest first, or in the search's order.

    Each part goes on behind the one before, so who applies meanwhile moves nobody.
    """
    if wanted.is_searched:
        yield from _searched_parts(scope, wanted, now, size)
        return
    wanted, start = wanted.without("sort"), None
    while part := list(
        _from(matching(scope, wanted, now), wanted, start)
        .order_by(*ORDERS[NEWEST])
        .values_list("applied_at", "pk")[:size]
    ):
        yield [pk for _day, pk in part]
        start = part[-1]


def _searched_parts(scope: Scope, wanted: Filter, now: datetime, size: int) -> Iterator[list[int]]:
    places, after = places_of(scope), None
    while found := hits(wanted.q, places, most=size, after=after):
        ids = [hit.application_id for hit in found]
        fit = set(matching(scope, wanted, now).filter(pk__in=ids).values_list("pk", flat=True))
        yield [pk for pk in ids if pk in fit]
        after = ids[-1]


def how_many(scope: Scope, wanted: Filter, now: datetime) -> int:
    """Exactly; it takes as long as that takes."""
    if wanted.is_searched:
        return sum(len(part) for part in _searched_parts(scope, wanted, now, LOOKED_THROUGH))
    return matching(scope, wanted, now).count()


def counts(scope: Scope, wanted: Filter, now: datetime) -> Counts:
    """Exact up to ``COUNTED`` people; of more, at least so many as stand among the first of them."""
    asked, wanted = wanted.stage, wanted.without("stage")
    rows = _bounded(scope, wanted, now)[0].order_by(*ORDERS[_way(wanted)])[: COUNTED + 1]
    groups = {name: Count("pk", filter=Q(stage__in=group)) for name, group in GROUPS.items()}
    found = rows.aggregate(everyone=Count("pk"), **groups)
    everyone = found.pop("everyone")
    is_more = everyone > COUNTED
    stages = {name: Number(min(n, COUNTED), is_more) for name, n in found.items()}
    if is_more and asked in GROUPS:
        stages[asked] = _count(scope, _at(wanted, asked), now)
    stages[ABSENCE] = _count(scope, _at(wanted, ABSENCE), now)
    return Counts(Number(min(everyone, COUNTED), is_more), stages)


def _count(scope: Scope, wanted: Filter, now: datetime) -> Number:
    """Up to ``COUNTED``, each stage in the order its index has."""
    if wanted.stage not in GROUPS:
        found = _few(_bounded(scope, wanted, now)[0], wanted)
    elif wanted.whom == OVER:
        found = 0
    else:
        rows = _bounded(scope, replace(wanted, stage="", span=EVERYONE), now)[0]
        found = sum(_few(rows.filter(stage=one), wanted) for one in GROUPS[wanted.stage])
    return Number(min(found, COUNTED), found > COUNTED)


def _few(rows: QuerySet[Application], wanted: Filter) -> int:
    found = rows.order_by(*ORDERS[_way(wanted)])[: COUNTED + 1].aggregate(people=Count("pk"))
    return int(found["people"])


def page(
    scope: Scope, wanted: Filter, now: datetime, *, number: str = "", after: str = "", total: Number
) -> Paged:
    """``number`` up to ``LAST_NUMBER``, or the rows behind the application ``after``."""
    behind = int(after) if after.isdecimal() and len(after) < 16 else None
    if wanted.is_searched:
        return _searched(scope, wanted, now, after=behind)
    if wanted.sort in SORTED_WHOLE and not total.is_more:
        return _sorted_whole(scope, wanted, now, number=number, total=total)
    wanted = wanted if wanted.sort == OLDEST else wanted.without("sort")
    if behind:
        return _behind(scope, wanted, now, after=behind, total=total)
    return _numbered(scope, wanted, now, number=number, total=total)


def _numbered(scope: Scope, wanted: Filter, now: datetime, *, number: str, total: Number) -> Paged:
    most = LAST_NUMBER if total.is_more else min(-(-total.n // PER_PAGE), LAST_NUMBER)
    here = min(max(int(number), 1), max(most, 1)) if number.isdecimal() and len(number) < 6 else 1
    offset = (here - 1) * PER_PAGE
    rows, edge = _bounded(scope, wanted, now)
    ids = list(
        rows.order_by(*ORDERS[wanted.sort]).values_list("pk", flat=True)[offset : offset + PER_PAGE + 1]
    )
    elided = Paginator(range(most * PER_PAGE), PER_PAGE).get_elided_page_range(
        here, on_each_side=2, on_ends=1
    )
    has_next = len(ids) > PER_PAGE
    return Paged(
        ids=ids[:PER_PAGE],
        number=here,
        pages=list(elided) if most > 1 else (),
        after=ids[PER_PAGE - 1] if has_next else edge,
        total=total,
        first=offset + 1,
        looked_through=edge is not None and not has_next,
        has_next=has_next,
    )


def _behind(scope: Scope, wanted: Filter, now: datetime, *, after: int, total: Number) -> Paged:
    start = Application.objects.filter(pk=after).values_list("applied_at", "pk").first()
    rows, edge = _bounded(scope, wanted, now, start)
    ids = list(rows.order_by(*ORDERS[wanted.sort]).values_list("pk", flat=True)[: PER_PAGE + 1])
    has_next = len(ids) > PER_PAGE
    return Paged(
        ids=ids[:PER_PAGE],
        after=ids[PER_PAGE - 1] if has_next else edge,
        total=total,
        looked_through=edge is not None and not has_next,
    )


def _bounded(
    scope: Scope, wanted: Filter, now: datetime, start: tuple[datetime, int] | None = None
) -> tuple[QuerySet[Application], int | None]:
    """Those who fit, behind ``start``; with a condition that has no index, among the next ``WINDOW`` only.

    The number is the last one looked at, None when everybody was.
    """
    rows, left = _from(narrowed(scope, wanted, now), wanted, start), remaining(wanted, now)
    if not left:
        return rows, None
    ordered = rows.order_by(*ORDERS[_way(wanted)]).values_list("applied_at", "pk")
    edge = next(iter(ordered[WINDOW - 1 : WINDOW]), None)
    if edge is None:
        return rows.filter(left), None
    return _until(rows.filter(left), wanted, edge), edge[1]


def _until(rows: QuerySet[Application], wanted: Filter, edge: tuple[datetime, int]) -> QuerySet[Application]:
    day, pk = edge
    if _way(wanted) == OLDEST:
        return rows.filter(Q(applied_at__lt=day) | Q(pk__lte=pk), applied_at__lte=day)
    return rows.filter(Q(applied_at__gt=day) | Q(pk__gte=pk), applied_at__gte=day)


def _from(
    rows: QuerySet[Application], wanted: Filter, start: tuple[datetime, int] | None
) -> QuerySet[Application]:
    if start is None:
        return rows
    day, pk = start
    if _way(wanted) == OLDEST:
        return rows.filter(Q(applied_at__gt=day) | Q(pk__gt=pk), applied_at__gte=day)
    return rows.filter(Q(applied_at__lt=day) | Q(pk__lt=pk), applied_at__lte=day)


def _way(wanted: Filter) -> str:
    return OLDEST if wanted.sort == OLDEST else NEWEST


def _at(wanted: Filter, stage: str) -> Filter:
    return replace(wanted, stage=stage)


def _sorted_whole(scope: Scope, wanted: Filter, now: datetime, *, number: str, total: Number) -> Paged:
    """In an order no index has: only where few enough fit to sort them all."""
    rows, _edge = _bounded(scope, wanted, now)
    if wanted.sort == NEXT:
        coming = Interview.objects.filter(
            application=OuterRef("pk"), state=InterviewState.BOOKED, starts_at__isnull=False
        )
        rows = rows.annotate(meets_at=Subquery(coming.order_by("starts_at").values("starts_at")[:1]))
    ids = list(rows.order_by(*SORTED_WHOLE[wanted.sort]).values_list("pk", flat=True)[:COUNTED])
    shown = Paginator(ids, PER_PAGE).get_page(number or 1)
    elided = shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1)
    return Paged(
        ids=list(shown.object_list),
        number=shown.number,
        pages=list(elided) if shown.paginator.num_pages > 1 else (),
        total=total,
        first=shown.start_index(),
        has_next=shown.has_next(),
    )


def _searched(scope: Scope, wanted: Filter, now: datetime, *, after: int | None) -> Paged:
    """In key order. With other filters beside it, so many hits are looked through for each page."""
    is_plain = wanted.whom == "all" and not wanted.without("q").is_narrow
    most = PER_PAGE + 1 if is_plain else LOOKED_THROUGH
    found = hits(wanted.q, places_of(scope), most=most, after=after)
    ids = [hit.application_id for hit in found]
    if not is_plain:
        fit = set(matching(scope, wanted, now).filter(pk__in=ids).values_list("pk", flat=True))
        ids = [pk for pk in ids if pk in fit]
    shown, is_cut = ids[:PER_PAGE], len(found) == most
    onward = shown[-1] if len(ids) > PER_PAGE else None
    if onward is None and is_cut and not is_plain:
        onward = found[-1].application_id
    total = Number(len(ids)) if after is None and onward is None else None
    keys = {hit.application_id: hit.text for hit in found}
    return Paged(
        ids=shown, after=onward, total=total, first=1, looked_through=is_cut and not is_plain, keys=keys
    )


ORDERS: dict[str, tuple[str, ...]] = {NEWEST: ("-applied_at", "-pk"), OLDEST: ("applied_at", "pk")}
SORTED_WHOLE: dict[str, tuple[str, ...]] = {
    KANA: ("candidate__family_kana", "candidate__given_kana", "pk"),
    NEXT: ("meets_at", "-applied_at", "-pk"),
}

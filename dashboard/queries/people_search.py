"""Finding people by the beginning of a key, in the order of the keys, from an index alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from candidates.models import SearchKey
from candidates.policy.finding import END, beginnings, shortest

FEW_PLACES = 8
"""Up to so many places are asked one by one, each from its own part of the index."""


@dataclass(frozen=True, order=True)
class Hit:
    """The first of an application's keys that begins as wanted."""

    text: str
    application_id: int


def hits(q: str, places: Sequence[int] | None, *, most: int, after: int | None = None) -> list[Hit]:
    """Up to ``most`` applications, each once, in key order, going on behind application ``after``.

    ``places`` None is everywhere. Reads about one key a hit, however many there are.
    """
    wanted = shortest(beginnings(q))
    if not wanted or places == []:
        return []
    start = _hit_of(after, wanted) if after else None
    found = [_ordered(rows, wanted, start, most) for rows in _parts(wanted, places)]
    return list(islice(merge(*found), most))


def _parts(wanted: Sequence[str], places: Sequence[int] | None) -> list[QuerySet[SearchKey]]:
    """One ordered walk of an index for each beginning and place."""
    begun = [SearchKey.objects.filter(text__gte=one, text__lt=one + END) for one in wanted]
    if places is None:
        return begun
    if len(places) > FEW_PLACES:
        return [rows.filter(location__in=places) for rows in begun]
    return [rows.filter(location=place) for rows in begun for place in places]


def _ordered(rows: QuerySet[SearchKey], wanted: Sequence[str], start: Hit | None, most: int) -> list[Hit]:
    """Only each application's first key counts; as a subquery it is looked up row by row, in an index.

    No key comes before the first, so "at most the first" is the first itself; said with an equals sign,
    PostgreSQL expects next to none, reads all that begin so, and sorts them.
    """
    theirs = SearchKey.objects.filter(_begins(wanted), application=OuterRef("application"))
    if start:
        behind = Q(text__gt=start.text) | Q(application__gt=start.application_id)
        rows = rows.filter(behind, text__gte=start.text)
    first = rows.annotate(first=Subquery(theirs.order_by("text").values("text")[:1])).filter(
        text__lte=F("first")
    )
    pairs = first.order_by("text", "application_id").values_list("text", "application_id")
    return [Hit(*pair) for pair in pairs[:most]]


def _hit_of(application: int, wanted: Sequence[str]) -> Hit | None:
    keys = SearchKey.objects.filter(_begins(wanted), application=application).order_by("text")
    text = keys.values_list("text", flat=True).first()
    return Hit(text, application) if text is not None else None


def _begins(wanted: Sequence[str]) -> Q:
    begun = Q()
    for one in wanted:
        begun |= Q(text__gte=one, text__lt=one + END)
    return begun

"""読みもの・動画: what candidates are offered, and how many opened it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from candidates.models import Content
from dashboard.permits import may_change_words
from dashboard.scope import Scope


@dataclass(frozen=True)
class ContentRow:
    """``clicks`` by ``people``; ``above`` is the one it would be moved before."""

    content: Content
    clicks: int
    people: int
    may_change: bool
    above: Content | None


def contents_of(scope: Scope) -> QuerySet[Content]:
    """Those for every job, and those of the jobs this person sees."""
    return Content.objects.filter(Q(job=None) | Q(job__in=scope.jobs()))


def content_rows(scope: Scope) -> list[ContentRow]:
    """In the order candidates see them; counted are the clicks of people this person sees."""
    seen = Q(clicks__application__in=scope.applications())
    rows = contents_of(scope).select_related("job__location")
    rows = rows.annotate(
        pressed=Count("clicks", filter=seen, distinct=True),
        readers=Count("clicks__application", filter=seen, distinct=True),
    ).order_by("position", "pk")
    found: list[ContentRow] = []
    for content in rows:
        above = found[-1].content if found else None
        found.append(
            ContentRow(
                content,
                content.pressed,
                content.readers,
                may_change_words(scope.staff, content.job),
                above,
            )
        )
    return found

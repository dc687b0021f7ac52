"""Telling staff what they should know, each thing once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from company.models import Notice, Staff
from company.policy import NoticeKind


@transaction.atomic
def tell(
    kind: NoticeKind,
    *,
    to: Iterable[Staff],
    key: str,
    path: str,
    now: datetime,
    name: str = "",
    detail: str = "",
    application_id: int | None = None,
) -> int:
    """Write a notice to each of ``to`` who has not been told of ``key`` yet; returns how many are new.

    ``name`` is a candidate's given name at most, ``path`` leads to the page that says the rest. ``detail`` is
    about the work, never about the person: a time, a number, a job's title. Call it inside the
    transaction of the fact it tells of.
    """
    people = [one for one in to if one.is_active]
    known = set(Notice.objects.filter(key=key, to__in=people).values_list("to_id", flat=True))
    rows = [
        Notice(
            to=one,
            kind=kind,
            key=key,
            name=name,
            detail=detail,
            path=path,
            application_id=application_id,
            at=now,
        )
        for one in {one.pk: one for one in people}.values()
        if one.pk not in known
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)

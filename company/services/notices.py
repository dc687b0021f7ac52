"""Telling staff what they should know, each thing once, in the ways they chose."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from company.models import Notice, Staff, Webhook
from company.policy import HookFormat, NoticeKind, SpeakingHours, Way, hook_due, mail_due, ways_of
from company.services.profile import the_company
from company.services.staff_mail import may_be_written_to


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

    ``name`` is a candidate's given name at most, ``path`` leads to the page that says the rest. ``detail``
    is about the work, never about the person: a moment (ISO 8601), a number, a job's title. Call it inside
    the transaction of the fact it tells of.
    """
    people = {one.pk: one for one in to if one.is_active}
    known = set(Notice.objects.filter(key=key, to__in=people).values_list("to_id", flat=True))
    new = [one for one in people.values() if one.pk not in known]
    if not new:
        return 0
    hours, posted = quiet_hours(), _posted_to(new)
    rows = [
        Notice(
            to=one,
            kind=kind,
            key=key,
            name=name[:60],
            detail=detail[:160],
            path=path,
            application_id=application_id,
            at=now,
            **_ways(one, kind, now, hours, has_hook=one.pk in posted),
        )
        for one in new
    ]
    return len(Notice.objects.bulk_create(rows, ignore_conflicts=True))


def quiet_hours() -> SpeakingHours:
    """Staff are left alone in the hours in which candidates are."""
    company = the_company()
    return SpeakingHours(company.speaking_opens, company.speaking_closes, settings.TIME_ZONE)


def mark_read(rows: Iterable[int], *, of: Staff, now: datetime) -> int:
    """Seen: what has not been mailed or posted yet need not be any more."""
    unread = Notice.objects.filter(pk__in=rows, to=of, read_at=None)
    return unread.update(read_at=now, mail_due_at=None, hook_due_at=None)


def mark_all_read(*, of: Staff, now: datetime) -> int:
    unread = Notice.objects.filter(to=of, read_at=None, at__lte=now)
    return unread.update(read_at=now, mail_due_at=None, hook_due_at=None)


def _posted_to(people: Iterable[Staff]) -> set[int | None]:
    """Who has an address of their own in Slack's format."""
    rows = Webhook.objects.filter(staff__in=people, format=HookFormat.SLACK, is_active=True)
    return set(rows.values_list("staff_id", flat=True))


def _ways(
    person: Staff, kind: NoticeKind, now: datetime, hours: SpeakingHours, *, has_hook: bool
) -> dict[str, object]:
    ways = ways_of(person.notice_choices, kind)
    due, is_digest = mail_due(ways, now, hours, person.digest_at)
    return {
        "in_browser": Way.BROWSER in ways,
        "mail_due_at": due if may_be_written_to(person) else None,
        "is_digest": is_digest,
        "hook_due_at": hook_due(ways, now, hours) if has_hook else None,
    }

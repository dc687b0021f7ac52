"""お知らせ: what one member of staff was told, newest first, and how they want to hear of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from company.models import Notice, Staff
from company.policy import NoticeKind
from company.prepared import Prepared
from company.services.notice_words import notice_words

IN_MENU = 8
PER_PAGE = 50
MOST_COUNTED = 99
ICONS = {
    NoticeKind.APPLICATION: "user",
    NoticeKind.CONTACT_OWED: "clock",
    NoticeKind.WORD: "sms",
    NoticeKind.UNREACHABLE: "undelivered",
    NoticeKind.LATE: "late",
    NoticeKind.MOVED: "calendar",
    NoticeKind.OUTCOME_OWED: "check",
    NoticeKind.CASE: "chair",
    NoticeKind.NOBODY_THERE: "hand",
    NoticeKind.MENTION: "edit",
    NoticeKind.HANDED_OVER: "people",
    NoticeKind.OFFER: "star",
    NoticeKind.INTAKE: "mail",
    NoticeKind.WEEKLY: "chart",
    NoticeKind.SYSTEM: "alert",
}


@dataclass(frozen=True)
class Line:
    """One notice as it is read."""

    notice: Notice
    icon: str
    words: str

    @property
    def is_new(self) -> bool:
        return self.notice.read_at is None


@dataclass(frozen=True)
class Bell:
    """What the bell shows: how many are unread (99 means as many or more), and the newest."""

    unread: int
    lines: list[Line]

    @property
    def count(self) -> str:
        return f"{MOST_COUNTED}+" if self.unread > MOST_COUNTED else str(self.unread)


_NEWEST = Prepared(lambda to: Notice.objects.filter(to=to)[:IN_MENU])
_UNREAD = Prepared(
    lambda to: (
        Notice.objects.filter(to=to, read_at=None).order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1]
    )
)


def bell_of(staff: Staff) -> Bell:
    """Two questions, both answered by an index and bounded."""
    return Bell(len(_UNREAD.all(staff.pk)), lines(_NEWEST.all(staff.pk)))


def of(staff: Staff, *, before: int | None = None) -> tuple[list[Line], int | None]:
    """A page of notices, and where the next one begins (a notice's number), if there is one."""
    rows = Notice.objects.filter(to=staff)
    if before is not None:
        last = rows.filter(pk=before).first()
        if last is not None:
            rows = rows.filter(at__lte=last.at).exclude(at=last.at, pk__gte=last.pk)
    found = list(rows[: PER_PAGE + 1])
    more = found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None
    return lines(found[:PER_PAGE]), more


def news(staff: Staff, *, after: int) -> list[Line]:
    """What the browser should show by itself: unread, chosen for it, and newer than what it showed."""
    rows = Notice.objects.filter(to=staff, read_at=None, in_browser=True, pk__gt=after)
    return lines(rows.order_by("-pk")[:IN_MENU])


def latest(staff: Staff, now: datetime) -> int:
    """The number of the newest notice: a browser that asks for the first time shows nothing old."""
    newest = Notice.objects.filter(to=staff, at__lte=now).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def lines(rows: "QuerySet[Notice] | Sequence[Notice]") -> list[Line]:
    return [Line(row, ICONS[NoticeKind(row.kind)], notice_words(row)) for row in rows]

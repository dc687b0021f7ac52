"""The list of absences: whose, which, how many, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from candidates.models import Application
from company.models import Location
from company.moments import day_hour_words
from dashboard.queries.people import case_words, deadlines
from dashboard.scope import Scope
from dashboard.words import channel_word, near
from messaging.models import Message
from noshow.models import Case
from noshow.policy import CaseState
from scheduling.models import Interview
from scheduling.policy import InterviewState

PER_PAGE = 30
MOST_COUNTED = 999
LOOKED_AT = 500
LATELY = timedelta(days=90)
DECIDING = (CaseState.ANSWERED, CaseState.PROPOSED, CaseState.HANDED)
"""A person has to read, confirm or decide."""
CAME = (InterviewState.CAME, InterviewState.CAME_LATE)
ICONS = {
    CaseState.OPEN: "clock",
    CaseState.ANSWERED: "sms",
    CaseState.HELD: "stop",
    CaseState.PROPOSED: "flag",
    CaseState.HANDED: "hand",
    CaseState.CLOSED: "flag",
    CaseState.RESOLVED: "check",
    CaseState.UNDONE: "undo",
}


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed to, as the address has it."""

    show: str = ""  # "", "decide" or "ended"
    is_mine: bool = False
    where: int | None = None
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return self.is_mine or self.where is not None

    @property
    def query(self) -> str:
        """What a link to one case carries along, so that the list stays as it is."""
        asked = QueryDict(mutable=True)
        if self.show:
            asked["show"] = self.show
        if self.is_mine:
            asked["mine"] = "1"
        if self.where is not None:
            asked["where"] = str(self.where)
        if self.page > 1:
            asked["page"] = str(self.page)
        return asked.urlencode()


def wanted_from(data: QueryDict) -> Wanted:
    show, where, page = data.get("show", ""), data.get("where", ""), data.get("page", "")
    return Wanted(
        show=show if show in {"decide", "ended"} else "",
        is_mine=data.get("mine") == "1",
        where=int(where) if where.isdecimal() and len(where) < 10 else None,
        page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1,
    )


@dataclass(frozen=True)
class Item:
    """One case in the list: where it stands, and one line more."""

    case: Case
    icon: str
    words: str
    more: str
    is_good: bool = False

    @property
    def application(self) -> Application:
        return self.case.interview.application


@dataclass(frozen=True)
class Listed:
    """One page of the list, with what its links need."""

    wanted: Wanted
    items: list[Item]
    open: str
    deciding: str
    ended: str
    places: list[Location]
    before: int | None
    after: int | None
    hope: str

    @property
    def is_empty(self) -> bool:
        return (self.open, self.ended) == ("0", "0")

    @property
    def first(self) -> Case | None:
        return self.items[0].case if self.items else None


def the_list(scope: Scope, wanted: Wanted, *, now: datetime) -> Listed:
    rows = _narrowed(scope, wanted)
    start = (wanted.page - 1) * PER_PAGE
    found = list(_chosen(rows, wanted.show)[start : start + PER_PAGE + 1])
    return Listed(
        wanted=wanted,
        items=items(found[:PER_PAGE], now=now),
        open=_count(_chosen(rows, "")),
        deciding=_count(_chosen(rows, "decide")),
        ended=_count(_chosen(rows, "ended")),
        places=[] if scope.location else list(scope.locations().order_by("name")),
        before=wanted.page - 1 if wanted.page > 1 else None,
        after=wanted.page + 1 if len(found) > PER_PAGE else None,
        hope=_hope(scope, now),
    )


def _narrowed(scope: Scope, wanted: Wanted) -> QuerySet[Case]:
    rows: QuerySet[Case] = scope.cases()
    if wanted.is_mine:
        rows = rows.filter(interview__application__owner=scope.staff)
    if wanted.where is not None:
        rows = rows.filter(interview__location=wanted.where)
    return rows.select_related("interview__application__candidate", "interview__application__job__location")


def _chosen(rows: QuerySet[Case], show: str) -> QuerySet[Case]:
    """Open ones: first what waits for a person, oldest first. Ended ones: newest first."""
    is_open = Q(state__in=[state for state in CaseState if state.is_open])
    if show == "ended":
        return rows.exclude(is_open).order_by("-opened_at", "-pk")
    if show == "decide":
        return rows.filter(is_open, state__in=DECIDING).order_by("opened_at", "pk")
    waits = models.Case(models.When(state__in=DECIDING, then=0), default=1)
    return rows.filter(is_open).order_by(waits, "opened_at", "pk")


def _count(rows: QuerySet[Case]) -> str:
    n = rows.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if n > MOST_COUNTED else str(n)


def items(found: Sequence[Case], *, now: datetime) -> list[Item]:
    """In three questions, however many they are."""
    open_cases = [case for case in found if CaseState(case.state).is_open]
    notices, following = deadlines(open_cases), _next_messages(open_cases)
    since = _newest_interviews([case for case in found if case not in open_cases])
    return [
        _open_item(case, notices, following, now=now)
        if CaseState(case.state).is_open
        else _ended_item(case, since.get(case.interview.application_id), now=now)
        for case in found
    ]


def _open_item(
    case: Case, notices: dict[int, datetime], following: dict[int, Message], *, now: datetime
) -> Item:
    if case.we_were_absent:
        return Item(case, "hand", _("They came, and nobody was there"), _("Our own absence"))
    words = case_words(case, notices.get(case.pk), now=now)
    is_good = case.state == CaseState.ANSWERED
    return Item(case, ICONS[CaseState(case.state)], words, _more(case, following, now=now), is_good)


def _ended_item(case: Case, newest: Interview | None, *, now: datetime) -> Item:
    words = ended_words(case, newest)
    at, is_good = case.closed_at or case.opened_at, case.state == CaseState.RESOLVED
    return Item(case, ICONS[CaseState(case.state)], words, near(at, now), is_good)


def ended_words(case: Case, newest: Interview | None) -> str:
    """How it ended; ``newest`` is the application's newest interview."""
    if case.state == CaseState.RESOLVED and newest is not None and newest.pk > case.interview_id:
        return _since_words(newest)
    return str(case.get_state_display())


def _since_words(newest: Interview) -> str:
    """What came of it: the interview that followed."""
    if newest.state == InterviewState.INVITED:
        return _("Choosing another day")
    if newest.is_booked and newest.starts_at:
        return _("Meeting on %(when)s") % {"when": day_hour_words(newest.starts_at)}
    return _("Met on another day") if newest.state in CAME else str(newest.get_state_display())


def _newest_interviews(found: Sequence[Case]) -> dict[int, Interview]:
    theirs = [case.interview.application_id for case in found]
    return {
        one.application_id: one for one in Interview.objects.filter(application__in=theirs).order_by("pk")
    }


def _next_messages(found: Sequence[Case]) -> dict[int, Message]:
    about = {f"case:{case.pk}": case.pk for case in found}
    theirs = [case.interview.application_id for case in found]
    planned = Message.objects.planned().filter(application__in=theirs, about__in=about)
    return {about[message.about]: message for message in planned.order_by("-due_at", "-pk")}


def _more(case: Case, following: dict[int, Message], *, now: datetime) -> str:
    if case.state == CaseState.HELD:
        return case.hold_reason
    if case.state == CaseState.ANSWERED:
        return said(case)
    message = following.get(case.pk)
    if message is None:
        return ""
    words = (
        _("Not done yet: %(channel)s, %(when)s") if message.due_at <= now else _("Next: %(when)s %(channel)s")
    )
    return words % {"when": near(message.due_at, now), "channel": channel_word(message.channel)}


def said(case: Case) -> str:
    """The reason they chose, and their own words."""
    reason = str(case.get_reason_display()) if case.reason else ""
    text = f"「{case.reason_text}」" if case.reason_text else ""
    return " ".join(part for part in (reason, text) if part)


def _hope(scope: Scope, now: datetime) -> str:
    """Of those missed lately, how many were met on another day. The newest are looked at, never all."""
    later = Interview.objects.filter(
        application=OuterRef("interview__application"), pk__gt=OuterRef("interview"), state__in=CAME
    )
    rows = scope.cases().exclude(state=CaseState.UNDONE).order_by("-pk").annotate(met=Exists(later))
    newest = list(rows.values_list("opened_at", "met")[:LOOKED_AT])
    lately = [met for opened_at, met in newest if opened_at >= now - LATELY]
    if not any(lately):
        return ""
    numbers = {"met": sum(lately), "all": len(lately)}
    if len(lately) == LOOKED_AT:
        return _("Of the last %(all)d who could not come, we met %(met)d on another day.") % numbers
    return _("Of %(all)d who could not come in these 90 days, we met %(met)d on another day.") % numbers

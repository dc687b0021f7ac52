"""応募者: the list, its filters, the search, and what stands next for each."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Replace
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from candidates.models import Application, Candidate
from candidates.policy import Stage
from candidates.policy.text import clean_line
from company.moments import hour_words
from dashboard.scope import Scope
from dashboard.words import Tick, channel_icon, channel_word, near, near_day, span, tick
from messaging.models import Message
from messaging.policy import OPEN, Kind, State
from noshow.models import Case
from noshow.policy import CaseState
from scheduling.models import Interview
from scheduling.policy import InterviewState

PER_PAGE = 25
MOST_WORDS = 5
ACTIVE, OVER, EVERYONE = "active", "over", "all"
ABSENCE = "absence"
GROUPS: dict[str, tuple[Stage, ...]] = {
    "received": (Stage.RECEIVED,),
    "in_contact": (Stage.IN_CONTACT,),
    "interviewing": (Stage.INTERVIEWING,),
    "deciding": (Stage.DECIDING, Stage.OFFERED),
}
SORTS = {
    "": ("-applied_at", "-pk"),
    "oldest": ("applied_at", "pk"),
    "kana": ("candidate__family_kana", "candidate__given_kana", "pk"),
}


@dataclass(frozen=True)
class Filter:
    """What the address asks for. ``where`` is a job's number, or a location's behind an ``l``."""

    stage: str = ""
    span: str = ""
    where: str = ""
    q: str = ""
    sort: str = ""

    @property
    def whom(self) -> str:
        """A search looks at everyone, a list at those still on their way, unless it says otherwise."""
        return self.span or (EVERYONE if self.q else ACTIVE)

    @property
    def is_narrow(self) -> bool:
        return bool(self.stage or self.where or self.q)


@dataclass(frozen=True)
class Next:
    """What comes next for one application; ``tone`` is hot, or empty."""

    word: str
    tone: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Person:
    """One row of the list."""

    application: Application
    next: Next
    latest: Tick | None
    case: Case | None

    @property
    def candidate(self) -> Candidate:
        return self.application.candidate

    @property
    def stage(self) -> str:
        """In the words of the buttons above the list."""
        words = {
            Stage.RECEIVED: pgettext("stages", "Applied"),
            Stage.IN_CONTACT: pgettext("stages", "Contact"),
            Stage.INTERVIEWING: pgettext("stages", "Interview"),
            Stage.DECIDING: pgettext("stages", "Decision"),
        }
        return words.get(Stage(self.application.stage)) or str(self.application.get_stage_display())


@dataclass(frozen=True)
class Counts:
    """How many stand at each stage, within the other filters."""

    active: int
    stages: dict[str, int]


def found(scope: Scope, wanted: Filter) -> QuerySet[Application]:
    """The applications that fit, in the wanted order."""
    rows = _within(scope, wanted)
    if wanted.stage == ABSENCE:
        rows = rows.filter(_has_open_case())
    elif wanted.stage in GROUPS:
        rows = rows.filter(stage__in=GROUPS[wanted.stage])
    return rows.order_by(*SORTS.get(wanted.sort, SORTS[""]))


def counts(scope: Scope, wanted: Filter) -> Counts:
    """Two questions, however many stages there are."""
    rows = _within(scope, wanted)
    by_stage = dict(rows.order_by().values_list("stage").annotate(people=Count("pk")))
    stages = {name: sum(by_stage.get(stage, 0) for stage in group) for name, group in GROUPS.items()}
    stages[ABSENCE] = rows.filter(_has_open_case()).count()
    return Counts(sum(by_stage.values()), stages)


def _within(scope: Scope, wanted: Filter) -> QuerySet[Application]:
    rows = scope.applications()
    if wanted.whom == ACTIVE:
        rows = rows.active()
    elif wanted.whom == OVER:
        rows = rows.exclude(pk__in=scope.applications().active().values("pk"))
    place, job = wanted.where.removeprefix("l"), wanted.where
    if job.isdecimal():
        rows = rows.filter(job=int(job))
    elif place.isdecimal():
        rows = rows.filter(job__location=int(place))
    return _matching(rows, wanted.q) if wanted.q.strip() else rows


def _has_open_case() -> Exists:
    return Exists(Case.objects.open().filter(interview__application=OuterRef("pk")))


def _matching(rows: QuerySet[Application], q: str) -> QuerySet[Application]:
    """By name, by kana of either kind and any width, by phone however it is written, by e-mail.

    Words apart may stand anywhere in either name; a phone number may have spaces in it.
    """
    words = [re.sub("・", "", word) for word in unicodedata.normalize("NFKC", clean_line(q)).split()]
    whole = "".join(words)
    if not whole:
        return rows.none()
    rows = rows.annotate(
        whole_name=_joined("candidate__family_name", "candidate__given_name"),
        whole_kana=_joined("candidate__family_kana", "candidate__given_kana"),
    )
    each = Q()
    for word in words[:MOST_WORDS]:
        each &= _named(word)
    hits = each | _named(whole) | Q(candidate__email__icontains=whole)
    for digits in _phone_parts(whole):
        hits |= Q(candidate__phone__contains=digits)
    return rows.filter(hits)


def _named(text: str) -> Q:
    hit = Q(whole_name__icontains=text)
    for kana in {text, _hiragana(text), _katakana(text)}:
        hit |= Q(whole_kana__icontains=kana) | Q(whole_name__icontains=kana)
    return hit


def _joined(family: str, given: str) -> Concat:
    """Both names without the spaces that some have inside one of them."""
    return Concat(_unspaced(family), _unspaced(given), output_field=CharField())


def _unspaced(field: str) -> Replace:
    return Replace(F(field), Value(" "), Value(""))


def _hiragana(text: str) -> str:
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def _katakana(text: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def _phone_parts(text: str) -> set[str]:
    """Digits to look for in E.164: as typed, and without the leading 0 or +81."""
    if not re.fullmatch(r"\+?[\d()‐‑‒–—―−ー\-./]{3,}", text):
        return set()
    digits = re.sub(r"\D", "", text)
    if text.startswith("+"):
        return {f"+{digits}"} if not digits.startswith("810") else {f"+81{digits[3:]}"}
    return {digits, digits[1:]} if digits.startswith("0") and len(digits) > 3 else {digits}


def page_of(rows: QuerySet[Application], number: str | None) -> "Page[Application]":
    return Paginator(rows, PER_PAGE).get_page(number)


def people_on(page: "Page[Application]", rows: QuerySet[Application], *, now: datetime) -> list[Person]:
    """The rows of one page with everything they show, in a fixed number of questions."""
    return _people(list(_with_story(rows, page)), now=now)


def _with_story(rows: QuerySet[Application], page: "Page[Application]") -> QuerySet[Application]:
    interviews = Interview.objects.order_by("-pk").prefetch_related(
        Prefetch("cases", Case.objects.open(), to_attr="open_cases")
    )
    said = Message.objects.filter(application=OuterRef("pk")).exclude(state__in=[*OPEN, State.CANCELLED])
    return (
        rows.filter(pk__in=[row.pk for row in page.object_list])
        .select_related("candidate", "job__location", "owner")
        .prefetch_related(Prefetch("interviews", interviews, to_attr="story"))
        .annotate(latest=Subquery(said.order_by("-due_at", "-pk").values("pk")[:1]))
    )


def _people(applications: Sequence[Application], *, now: datetime) -> list[Person]:
    latest = Message.objects.in_bulk([row.latest for row in applications if row.latest])  # type: ignore[attr-defined]  # annotated
    cases = {row.pk: _open_case(row) for row in applications}
    notices = deadlines([case for case in cases.values() if case])
    return [
        Person(
            application=row,
            next=_next(row, cases[row.pk], notices, now=now),
            latest=_latest(row, latest.get(row.latest), now=now),  # type: ignore[attr-defined]  # annotated
            case=cases[row.pk],
        )
        for row in applications
    ]


def _open_case(application: Application) -> Case | None:
    interviews: list[Interview] = application.story  # type: ignore[attr-defined]  # the prefetch's to_attr
    return next((case for interview in interviews for case in interview.open_cases), None)  # type: ignore[attr-defined]  # likewise


def deadlines(cases: Sequence[Case]) -> dict[int, datetime]:
    """By when a last notice asked for an answer, by case."""
    about = {f"case:{case.pk}": case.pk for case in cases}
    notices = Message.objects.filter(about__in=about, kind=Kind.FINAL_NOTICE).exclude(state=State.CANCELLED)
    return {
        about[notice.about]: datetime.fromisoformat(notice.values["deadline_at"])
        for notice in notices
        if notice.values.get("deadline_at")
    }


def _next(row: Application, case: Case | None, by: dict[int, datetime], *, now: datetime) -> Next:
    if case is not None:
        return Next(case_words(case, by.get(case.pk), now=now))
    if row.is_over:
        return Next(_("Ended on %(day)s") % {"day": near_day(row.closed_at, now)} if row.closed_at else "")
    if not row.is_started:
        return Next(_("Contact not started yet"))
    interview = next(iter(row.story), None)  # type: ignore[attr-defined]  # the prefetch's to_attr
    if interview is not None and InterviewState(interview.state).is_open:
        return _interview_words(interview, now=now)
    if row.stage == Stage.RECEIVED and row.contacted_at is None and row.first_contact_due_at:
        return _contact_words(row.first_contact_due_at, now=now)
    if row.stage in GROUPS["deciding"]:
        return Next(_("Decision is owed"))
    return Next("")


def case_words(case: Case, deadline: datetime | None, *, now: datetime) -> str:
    """Where an open case stands, in a few words."""
    words = {
        CaseState.ANSWERED: _("They have answered"),
        CaseState.HELD: _("On hold"),
        CaseState.PROPOSED: _("Closing is proposed"),
        CaseState.HANDED: _("A person decides"),
    }
    if case.state in words:
        return words[CaseState(case.state)]
    return _("Answer by %(when)s") % {"when": near(deadline, now)} if deadline else _("Trying to reach them")


def _interview_words(interview: Interview, *, now: datetime) -> Next:
    if interview.starts_at is None:
        waited = (now - interview.invited_at).days
        words = ngettext("No time chosen, %(n)d day", "No time chosen, %(n)d days", waited) % {"n": waited}
        return Next(words if waited else _("No time chosen yet"))
    if interview.starts_at <= now:
        return Next(_("Outcome to enter"))
    if interview.late_minutes:
        at = interview.starts_at + timedelta(minutes=interview.late_minutes)
        return Next(_("Arriving about %(hour)s") % {"hour": hour_words(at)})
    return Next(near(interview.starts_at, now))


def _contact_words(due: datetime, *, now: datetime) -> Next:
    if due > now:
        return Next(_("First contact: %(span)s left") % {"span": span(due - now)}, "hot", "clock")
    return Next(_("First contact: %(span)s over") % {"span": span(now - due)}, "hot", "alert")


def _latest(row: Application, message: Message | None, *, now: datetime) -> Tick | None:
    """The last thing that happened between us: their answer, their words, or what became of ours."""
    interview = next(iter(row.story), None)  # type: ignore[attr-defined]  # the prefetch's to_attr
    confirmed_at = interview.confirmed_at if interview and interview.is_booked else None
    at = _moment(message) if message else None
    if confirmed_at and (at is None or confirmed_at >= at - timedelta(minutes=5)):
        return Tick("", "check", _("“I am coming” %(when)s") % {"when": near(confirmed_at, now)}, "seen")
    if message is None or at is None:
        return None
    name = channel_word(message.channel)
    if message.is_inbound:
        words = _("Wrote by %(channel)s %(when)s") % {"channel": name, "when": near(at, now)}
        return Tick(name, channel_icon(message.channel), words, "")
    what = tick(message.channel, message.state, message.reason)
    return Tick(name, what.icon, f"{name} {what.word} {near(at, now)}", what.tone)


def _moment(message: Message) -> datetime:
    return message.sent_at or message.settled_at or message.due_at


@dataclass(frozen=True)
class Place:
    """A group of the job filter: a location, and the values of its options."""

    name: str
    value: str
    jobs: list[tuple[str, str]]


def places(scope: Scope) -> list[Place]:
    """Jobs by location, for the filter."""
    groups: dict[int, Place] = {}
    for job in scope.jobs().select_related("location"):
        group = groups.setdefault(job.location_id, Place(job.location.name, f"l{job.location_id}", []))
        group.jobs.append((str(job.pk), job.title))
    return list(groups.values())

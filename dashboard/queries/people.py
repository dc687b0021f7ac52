"""応募者: what each row of the list shows, and what stands next for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.models import Application, Candidate
from candidates.policy import Stage
from candidates.policy.finding import Way, way_found
from company.moments import hour_words
from dashboard.queries.people_filter import GROUPS
from dashboard.queries.people_words import stage_words
from dashboard.words import Tick, channel_icon, channel_word, near, near_day, span, tick
from messaging.models import Message
from messaging.policy import OPEN, Kind, State
from noshow.models import Case
from noshow.policy import CaseState
from scheduling.models import Interview
from scheduling.policy import InterviewState


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
    way: Way = Way.NAME
    """By what a search found them."""

    @property
    def candidate(self) -> Candidate:
        return self.application.candidate

    @property
    def stage(self) -> str:
        """In the words of the buttons above the list."""
        return stage_words(self.application.stage)


def people_on(ids: Sequence[int], *, now: datetime, keys: Mapping[int, str] | None = None) -> list[Person]:
    """The rows of one page with everything they show, in a fixed number of questions.

    ``keys`` are what a search found, by application.
    """
    rows = {row.pk: row for row in _with_story(ids)}
    return _people([rows[pk] for pk in ids if pk in rows], keys or {}, now=now)


SHOWN = (
    *("stage", "applied_at", "is_started", "contacted_at", "first_contact_due_at", "closed_at"),
    *(f"candidate__{name}" for name in ("family_name", "given_name", "family_kana", "given_kana")),
    *(f"candidate__{name}" for name in ("preferred_channel", "phone", "email")),
    *("job__title", "job__location__name"),
    *("owner__display_name", "owner__username", "owner__first_name", "owner__last_name"),
)
SAID = ("channel", "direction", "state", "reason", "sent_at", "settled_at", "due_at")
"""The columns a row shows; the others of a page's people would be read for nothing."""


def _with_story(ids: Sequence[int]) -> QuerySet[Application]:
    interviews = Interview.objects.order_by("-pk").prefetch_related(
        Prefetch("cases", Case.objects.open(), to_attr="open_cases")
    )
    said = Message.objects.filter(application=OuterRef("pk")).exclude(state__in=[*OPEN, State.CANCELLED])
    return (
        Application.objects.filter(pk__in=ids)
        .order_by()
        .select_related("candidate", "job__location", "owner")
        .only(*SHOWN)
        .prefetch_related(Prefetch("interviews", interviews, to_attr="story"))
        .annotate(latest=Subquery(said.order_by("-due_at", "-pk").values("pk")[:1]))
    )


def _people(applications: Sequence[Application], keys: Mapping[int, str], *, now: datetime) -> list[Person]:
    latest = Message.objects.only(*SAID).in_bulk([row.latest for row in applications if row.latest])  # type: ignore[attr-defined]  # annotated
    cases = {row.pk: _open_case(row) for row in applications}
    notices = deadlines([case for case in cases.values() if case])
    return [
        Person(
            application=row,
            next=_next(row, cases[row.pk], notices, now=now),
            latest=_latest(row, latest.get(row.latest), now=now),  # type: ignore[attr-defined]  # annotated
            case=cases[row.pk],
            way=_way(row.candidate, keys.get(row.pk)),
        )
        for row in applications
    ]


def _way(candidate: Candidate, key: str | None) -> Way:
    return way_found(key, phone=candidate.phone, email=candidate.email) if key else Way.NAME


def _open_case(application: Application) -> Case | None:
    interviews: list[Interview] = application.story  # type: ignore[attr-defined]  # the prefetch's to_attr
    return next((case for interview in interviews for case in interview.open_cases), None)  # type: ignore[attr-defined]  # likewise


def deadlines(cases: Sequence[Case]) -> dict[int, datetime]:
    """By when a last notice asked for an answer, by case."""
    about = {f"case:{case.pk}": case.pk for case in cases}
    theirs = {case.interview.application_id for case in cases}
    said = Message.objects.filter(application__in=theirs, about__in=about, kind=Kind.FINAL_NOTICE)
    notices = said.exclude(state=State.CANCELLED)
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


CASES = {
    CaseState.ANSWERED: gettext_lazy("They have answered"),
    CaseState.HELD: gettext_lazy("On hold"),
    CaseState.PROPOSED: gettext_lazy("Closing is proposed"),
    CaseState.HANDED: gettext_lazy("A person decides"),
}


def case_words(case: Case, deadline: datetime | None, *, now: datetime) -> str:
    """Where an open case stands, in a few words."""
    if case.state in CASES:
        return str(CASES[CaseState(case.state)])
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

"""欠席対応: the open cases, and one case with what was tried, what will be, and what the rule says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidates.models import Application
from candidates.policy import local_phone
from dashboard.queries.conversation import Conversation, Entry, conversation
from dashboard.queries.people import case_words, deadlines
from dashboard.scope import Scope
from dashboard.words import channel_word, near
from dashboard.words_cases import closing_words
from messaging.models import Message
from messaging.policy import ChannelName, State
from noshow.models import Case
from noshow.policy import UNDO_FOR, CaseState, Decision, Rule, Verdict
from noshow.services.cases import the_rule
from noshow.services.closing import as_rows, as_seen, deadline_of, look_at
from noshow.services.words import FindingWords, in_words
from scheduling.models import Interview
from scheduling.policy import InterviewState

LISTED = 60
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
class Item:
    """One case in the list: where it stands, and one line more."""

    case: Case
    icon: str
    words: str
    more: str

    @property
    def application(self) -> Application:
        return self.case.interview.application

    @property
    def is_good(self) -> bool:
        return self.case.state in {CaseState.ANSWERED, CaseState.RESOLVED}


@dataclass(frozen=True)
class Clock:
    """The deadline's ring: hours and minutes left, and the share of the way as parts of a hundred."""

    deadline: datetime
    hours: int
    minutes: int
    share: int
    is_over: bool


@dataclass(frozen=True)
class Story:
    """Everything one case's page shows."""

    case: Case
    past: tuple[Entry, ...]
    planned: tuple[Entry, ...]
    clock: Clock | None
    rule: Rule
    verdict: Verdict
    findings: list[FindingWords]
    attempts: int
    channels: int
    absences: int
    phone: str
    undo_until: datetime | None

    @property
    def interview(self) -> Interview:
        return self.case.interview

    @property
    def application(self) -> Application:
        return self.case.interview.application

    @property
    def measured(self) -> list[FindingWords]:
        """The three with figures: attempts, channels, hours."""
        return [one for one in self.findings if one.code in {"attempts", "channels", "hours"}]

    @property
    def facts(self) -> list[FindingWords]:
        return [one for one in self.findings if one.code not in {"attempts", "channels", "hours"}]

    @property
    def is_open(self) -> bool:
        return CaseState(self.case.state).is_open

    @property
    def is_held(self) -> bool:
        return self.case.state == CaseState.HELD

    @property
    def is_proposed(self) -> bool:
        """The rule is met and was proposed: a person may confirm."""
        return self.case.state == CaseState.PROPOSED and self.verdict in {Verdict.PROPOSE, Verdict.REJECT}

    @property
    def is_closed(self) -> bool:
        return self.case.state == CaseState.CLOSED

    @property
    def seen(self) -> str:
        """What the page shows, for the form that closes: an older one is refused."""
        return as_seen(self.case)

    @property
    def closing_reason(self) -> str:
        return closing_words(self.application.closed_reason) if self.is_closed else ""


def cases(scope: Scope, *, ended: bool = False) -> QuerySet[Case]:
    """Open ones oldest first, ended ones newest first."""
    rows = scope.cases().select_related(
        "interview__application__candidate", "interview__application__job__location"
    )
    if ended:
        return rows.exclude(pk__in=scope.cases().open().values("pk")).order_by("-opened_at", "-pk")
    return rows.open().order_by("opened_at", "pk")


def items(rows: Iterable[Case], *, now: datetime) -> list[Item]:
    """The list beside a case, in three questions."""
    found = list(rows)
    notices = deadlines(found)
    following = _next_messages(found)
    return [
        Item(
            case,
            ICONS[CaseState(case.state)],
            _words(case, notices, now=now),
            _more(case, following, now=now),
        )
        for case in found
    ]


def _next_messages(found: Sequence[Case]) -> dict[int, Message]:
    about = {f"case:{case.pk}": case.pk for case in found}
    planned = Message.objects.planned().filter(about__in=about).order_by("-due_at", "-pk")
    return {about[message.about]: message for message in planned}


def _words(case: Case, notices: dict[int, datetime], *, now: datetime) -> str:
    if CaseState(case.state).is_open:
        return case_words(case, notices.get(case.pk), now=now)
    return str(case.get_state_display())


def _more(case: Case, following: dict[int, Message], *, now: datetime) -> str:
    if case.state == CaseState.HELD:
        return case.hold_reason
    if case.state == CaseState.ANSWERED:
        return said(case)
    if not CaseState(case.state).is_open:
        return near(case.closed_at or case.opened_at, now)
    message = following.get(case.pk)
    if message is None:
        return ""
    words = _("Next: %(when)s %(channel)s")
    return words % {"when": near(message.due_at, now), "channel": channel_word(message.channel)}


def said(case: Case) -> str:
    """The reason they chose, and their own words."""
    reason = str(case.get_reason_display()) if case.reason else ""
    text = f"「{case.reason_text}」" if case.reason_text else ""
    return " ".join(part for part in (reason, text) if part)


def story(case: Case, *, now: datetime) -> Story:
    decision, application = look_at(case, now=now), case.interview.application
    talk = conversation(application, now=now)
    past = tuple(entry for entry in talk.past if _belongs(entry, case))
    return Story(
        case=case,
        past=past,
        planned=_plans(talk, case),
        clock=_clock(case, now=now),
        rule=the_rule(),
        verdict=decision.verdict,
        findings=_findings(case, decision),
        attempts=_found(decision, "attempts"),
        channels=_found(decision, "channels"),
        absences=_absences(case),
        phone=local_phone(application.candidate.phone),
        undo_until=_undo_until(case, now=now),
    )


def _belongs(entry: Entry, case: Case) -> bool:
    """What we said about this case, every call since it began, and every word of theirs since."""
    message = entry.message
    if message is None:
        return entry.shape == "note" and entry.at >= case.opened_at
    if message.about == f"case:{case.pk}":
        return True
    is_talk = message.is_inbound or message.channel == ChannelName.PHONE or message.author_id is not None
    return is_talk and entry.at >= case.opened_at and message.state != State.SUPPRESSED


def _plans(talk: Conversation, case: Case) -> tuple[Entry, ...]:
    about = f"case:{case.pk}"
    return tuple(entry for entry in talk.planned if entry.message and entry.message.about == about)


def _clock(case: Case, *, now: datetime) -> Clock | None:
    deadline = deadline_of(case.pk)
    if deadline is None or not CaseState(case.state).is_open:
        return None
    left = max(deadline - now, timedelta(0))
    whole = max(deadline - case.opened_at, timedelta(minutes=1))
    minutes = int(left / timedelta(minutes=1))
    share = min(100, round(100 * (left / whole)))
    return Clock(deadline, minutes // 60, minutes % 60, share, is_over=deadline <= now)


def _findings(case: Case, decision: Decision) -> list[FindingWords]:
    """Of a closed case the facts on record, else those of this moment."""
    return in_words(case.findings if case.state == CaseState.CLOSED and case.findings else as_rows(decision))


def _found(decision: Decision, code: str) -> int:
    return next(int(finding.found) for finding in decision.findings if finding.code == code)


def _absences(case: Case) -> int:
    """How often this person could not come before, whatever the job."""
    person = case.interview.application.candidate_id
    missed = Interview.objects.filter(application__candidate=person, state=InterviewState.ABSENT)
    return missed.exclude(pk=case.interview_id).count()


def _undo_until(case: Case, *, now: datetime) -> datetime | None:
    until = case.opened_at + UNDO_FOR
    return until if CaseState(case.state).is_open and now <= until else None

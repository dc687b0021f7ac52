"""One case: what was tried, what will be, what the rule says, and what a person may do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from candidates.models import Application
from candidates.policy import local_phone
from dashboard.queries.case_list import ended_words
from dashboard.queries.case_ways import Way, ways_tried
from dashboard.queries.conversation import Conversation, Entry, conversation
from dashboard.words_cases import closing_words
from messaging.policy import ChannelName, State
from noshow.models import Case
from noshow.policy import UNDO_FOR, CaseState, Decision, Rule, Verdict
from noshow.services.cases import the_rule
from noshow.services.closing import as_rows, as_seen, deadline_of, look_at
from noshow.services.words import FindingWords, in_words
from scheduling.models import Interview
from scheduling.policy import InterviewState


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
    ways: list[Way]
    ended: str

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
    def is_ours(self) -> bool:
        """They came, and nobody of ours was there."""
        return self.case.we_were_absent

    @property
    def shows_rule(self) -> bool:
        """Where the rule has decided or may decide yet."""
        return self.is_closed or (self.is_open and not self.is_ours)

    @property
    def may_be_taken_up(self) -> bool:
        """Settled by hand, and nothing has followed."""
        return self.case.state == CaseState.RESOLVED and self.case.closed_by_id is not None

    @property
    def tries(self) -> int:
        return sum(way.tries for way in self.ways)

    @property
    def closing_reason(self) -> str:
        return closing_words(self.application.closed_reason) if self.is_closed else ""


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
        ways=ways_tried(past),
        ended=ended_words(case, application.interviews.order_by("pk").last()),
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

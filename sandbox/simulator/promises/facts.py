"""What is true at one moment, read by plain queries that share nothing with the planner's own reading."""

from dataclasses import dataclass, field
from datetime import datetime

from candidates.models import Application, Candidate
from candidates.policy import Stage
from messaging.models import Hold, Suppression
from noshow.models import Case
from scheduling.models import EarlierOffer, Interview

CANCELLATIONS = {"cancelled", "ended"}
ASKING = {"open", "proposed"}


@dataclass(frozen=True)
class PersonFacts:
    addresses: dict[str, str]
    version: int
    is_erased: bool


@dataclass(frozen=True)
class ApplicationFacts:
    candidate: int
    is_over: bool
    is_started: bool


@dataclass(frozen=True)
class InterviewFacts:
    application: int
    state: str
    starts_at: datetime | None
    booked_at: datetime | None
    invited_at: datetime
    answer_by: datetime | None


@dataclass(frozen=True)
class Facts:
    people: dict[int, PersonFacts] = field(default_factory=dict)
    applications: dict[int, ApplicationFacts] = field(default_factory=dict)
    interviews: dict[int, InterviewFacts] = field(default_factory=dict)
    cases: dict[int, tuple[int, str]] = field(default_factory=dict)  # application and state
    offers: dict[int, tuple[int, str]] = field(default_factory=dict)  # interview and state
    blocked: frozenset[tuple[str, str]] = frozenset()
    is_held: bool = False

    def can_be_told(self, candidate: int) -> bool:
        """There is a channel a machine can use, and nothing stands against it."""
        person = self.people[candidate]
        return not person.is_erased and any(
            address and (channel, address) not in self.blocked
            for channel, address in person.addresses.items()
        )

    def holds(self, kind: str, about: str, application: int) -> bool:
        """Whether the fact that these words are about is true."""
        subject, _, rest = about.partition(":")
        is_over = self.applications[application].is_over
        if subject == "case":
            owner, state = self.cases[int(rest)]
            is_true = state == "closed" and is_over if kind == "rejected" else state in ASKING and not is_over
            return owner == application and is_true
        if subject == "earlier":
            interview, state = self.offers[int(rest)]
            is_true = state == ("taken" if kind == "earlier_taken" else "open")
            return is_true and not is_over and self.interviews[interview].state == "booked"
        if subject == "interview":
            number, _, starts = rest.partition("@")
            return self._interview_is(kind, int(number), starts, application, is_over)
        return not is_over

    def _interview_is(self, kind: str, number: int, starts: str, application: int, is_over: bool) -> bool:
        interview = self.interviews[number]
        if interview.application != application:
            return False
        if kind in CANCELLATIONS:
            return interview.state == "cancelled_by_us" and _at(interview) == starts
        if is_over:
            return False
        return (
            interview.state == "booked" and _at(interview) == starts
            if starts
            else interview.state == "invited"
        )


def _at(interview: InterviewFacts) -> str:
    return f"{interview.starts_at:%Y-%m-%dT%H:%M}" if interview.starts_at else ""


def read() -> Facts:
    return Facts(
        people={
            one.pk: PersonFacts(
                {
                    "sms": one.phone if one.phone_kind == "mobile" else "",
                    "email": one.email,
                    "line": one.line_id,
                },
                one.contact_version,
                one.erased_at is not None,
            )
            for one in Candidate.objects.all()
        },
        applications={
            pk: ApplicationFacts(candidate, Stage(stage).is_over, is_started)
            for pk, candidate, stage, is_started in Application.objects.values_list(
                "pk", "candidate", "stage", "is_started"
            )
        },
        interviews={
            one.pk: InterviewFacts(
                one.application_id, one.state, one.starts_at, one.booked_at, one.invited_at, one.answer_by
            )
            for one in Interview.objects.all()
        },
        cases={
            pk: (application, state)
            for pk, application, state in Case.objects.values_list("pk", "interview__application", "state")
        },
        offers={
            pk: (interview, state)
            for pk, interview, state in EarlierOffer.objects.values_list("pk", "interview", "state")
        },
        blocked=frozenset(Suppression.objects.filter(lifted_at=None).values_list("channel", "address")),
        is_held=Hold.objects.filter(is_open=True).exists(),
    )

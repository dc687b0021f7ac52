"""What is true of one application, as far as words to the candidate depend on it. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from company.policy import SpeakingHours
from messaging.policy import Attachment, ChannelName, Kind, Wanted


@dataclass(frozen=True)
class Spoken:
    """A message that left the plan (said or missed). ``missed``: it did not reach the person there.

    ``due_at`` is when the plan meant it, ``at`` when it happened; ``reason`` is a code, a call's outcome.
    """

    kind: str
    about: str
    step: str
    channel: str
    missed: bool
    due_at: datetime | None = None
    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class Heard:
    """Something the candidate wrote, with what we took it to mean; answered by at most one short message."""

    message_id: int
    at: datetime
    channel: ChannelName
    answer: Kind | None
    values: Mapping[str, str] = field(default_factory=dict)


def about_interview(number: int, starts_at: datetime | None) -> str:
    """What messages about an interview are about: this one, at this time."""
    return f"interview:{number}@{starts_at:%Y-%m-%dT%H:%M}" if starts_at else f"interview:{number}"


def about_earlier(offer: int) -> str:
    """What messages about an earlier time are about: this offer of it."""
    return f"earlier:{offer}"


DETAILS = "details:"


def about_details(interview: int, starts_at: datetime | None = None) -> str:
    """What a text that says an interview's time is about: that time; without one, how every such begins."""
    return f"{DETAILS}{interview}@" + (f"{starts_at.astimezone(UTC):%Y-%m-%dT%H:%M}" if starts_at else "")


@dataclass(frozen=True)
class EarlierFacts:
    """An earlier time that was offered to them: it stands until ``until``, or somebody else took it."""

    id: int
    offered_at: datetime
    until: datetime
    is_open: bool
    taken_at: datetime | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def about(self) -> str:
        return about_earlier(self.id)


@dataclass(frozen=True)
class InterviewFacts:
    """One interview. ``booked_at`` is the last booking or move; ``by_candidate`` whether they chose it."""

    id: int
    is_invited: bool = False
    is_booked: bool = False
    invited_at: datetime | None = None
    invited_again: int = 0
    answer_by: datetime | None = None
    new_times_at: datetime | None = None  # times opened that suit the wish ``new_times_for``
    new_times_for: int = 0
    booked_at: datetime | None = None
    by_candidate: bool = True
    moves: int = 0
    starts_at: datetime | None = None
    is_second_chance: bool = False
    confirmed_at: datetime | None = None
    doubtful_at: datetime | None = None  # when the risk was noted as high, if it was the last time
    doubtful_since: datetime | None = None  # and since when it was so each time
    way_asked_at: datetime | None = None
    cancelled_by_us_at: datetime | None = None
    told_from: datetime | None = None  # a whole day's change is not told before: it may be taken back
    called_off: "InterviewFacts | None" = None  # in its place they were asked to choose anew, in one breath
    values: Mapping[str, str] = field(default_factory=dict)
    invitation: tuple[Attachment, ...] = ()
    cancellation: tuple[Attachment, ...] = ()
    earlier: tuple[EarlierFacts, ...] = ()

    @property
    def about(self) -> str:
        return about_interview(self.id, self.starts_at)


@dataclass(frozen=True)
class CaseFacts:
    """The case of an interview nobody came to. ``asking``: nobody has answered and nobody holds it."""

    id: int
    opened_at: datetime
    asking: bool
    hours: int
    notice_hours: int = 24
    closed_at: datetime | None = None

    @property
    def about(self) -> str:
        return f"case:{self.id}"


@dataclass(frozen=True)
class OfferFacts:
    """An offer that stands. ``starts_at`` is the first day's hour, or its end while no hour is set."""

    application_id: int
    offered_at: datetime
    answer_by: datetime | None = None
    accepted_at: datetime | None = None
    by_candidate: bool = True
    starts_at: datetime | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def about(self) -> str:
        return f"offer:{self.application_id}@{self.offered_at:%Y-%m-%dT%H:%M}"

    @property
    def about_first_day(self) -> str:
        day = f"{self.starts_at:%Y-%m-%dT%H:%M}" if self.starts_at else ""
        return f"first-day:{self.application_id}@{day}"


@dataclass(frozen=True)
class Facts:
    """Everything ``plan`` looks at. ``reach`` are the channels that can be written to, best first.

    ``ended_by_us``: whoever withdrew, declined or was hired is sent no words of refusal.
    """

    application_id: int
    contact_starts_at: datetime | None
    applied_by_own_act: bool
    is_over: bool
    zone: str
    hours: SpeakingHours
    reach: tuple[ChannelName, ...]
    can_call: bool
    values: Mapping[str, str] = field(default_factory=dict)
    interview: InterviewFacts | None = None
    case: CaseFacts | None = None
    spoken: tuple[Spoken, ...] = ()
    heard: tuple[Heard, ...] = ()
    ended_by_us: bool = True
    over_at: datetime | None = None
    line_since: datetime | None = None
    wrote_at: datetime | None = None  # their last text, on any channel or on their page
    spoken_with_at: datetime | None = None  # last reached by telephone
    call_agreed_at: datetime | None = None  # staff will call then; until then no other call is asked for
    offer: OfferFacts | None = None
    rejected_at: datetime | None = None  # by a person, who left the kind words on


@dataclass(frozen=True)
class Plan:
    """What one application's facts call for, before the person's other applications are looked at."""

    facts: Facts
    wanted: tuple[Wanted, ...]

    @property
    def application_id(self) -> int:
        return self.facts.application_id

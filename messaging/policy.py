"""The outbox's vocabulary and the values that cross into it. Plain Python: no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class ChannelName(StrEnum):
    SMS = "sms"
    EMAIL = "email"
    LINE = "line"
    PHONE = "phone"  # a person's call: the row is a task, nothing sends it
    PAGE = "page"  # the candidate's own page: heard there, never sent


QUIET_AT_NIGHT = frozenset({ChannelName.SMS, ChannelName.LINE})
"""What rings; e-mail lies in the mailbox until somebody looks."""


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class State(StrEnum):
    """planned → claimed → sending → accepted → delivered | undelivered; the others say why not."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"
    UNKNOWN = "unknown"
    NEEDS_PERSON = "needs_person"
    RECEIVED = "received"  # what we heard (Direction.IN)


OPEN = frozenset({State.PLANNED, State.CLAIMED})
"""Still a plan: a change of fact may cancel or rewrite it."""

SAID = frozenset({State.SENDING, State.ACCEPTED, State.DELIVERED, State.UNDELIVERED, State.UNKNOWN})
"""It left us, or may have."""

NEXT: Mapping[State, frozenset[State]] = {
    State.PLANNED: frozenset(State) - {State.PLANNED, State.SENDING, State.RECEIVED},
    State.CLAIMED: frozenset(State) - {State.CLAIMED, State.RECEIVED},
    State.SENDING: frozenset(
        {
            State.PLANNED,
            State.ACCEPTED,
            State.DELIVERED,
            State.UNDELIVERED,
            State.FAILED,
            State.UNKNOWN,
            State.NEEDS_PERSON,
        }
    ),
    State.UNKNOWN: frozenset(
        {
            State.PLANNED,
            State.ACCEPTED,
            State.DELIVERED,
            State.UNDELIVERED,
            State.FAILED,
            State.EXPIRED,
            State.NEEDS_PERSON,
        }
    ),
    State.NEEDS_PERSON: frozenset({State.ACCEPTED, State.DELIVERED, State.UNDELIVERED, State.FAILED}),
    State.ACCEPTED: frozenset({State.PLANNED, State.DELIVERED, State.UNDELIVERED, State.FAILED}),
    State.DELIVERED: frozenset({State.UNDELIVERED, State.FAILED}),  # mail that came back after all
    State.UNDELIVERED: frozenset({State.FAILED}),
    **dict.fromkeys(
        (State.FAILED, State.EXPIRED, State.CANCELLED, State.SUPPRESSED, State.RECEIVED), frozenset()
    ),
}
"""Where a row may go from where. The database holds this too (``messaging/transitions.py``)."""

ENDED = frozenset(State) - OPEN - {State.SENDING}
"""Neither a plan nor on its way this moment; ``unknown`` is here too, since nobody works on it just now."""

MISSED = frozenset({State.UNDELIVERED, State.FAILED, State.EXPIRED, State.SUPPRESSED, State.NEEDS_PERSON})
"""It did not reach the person."""


class Kind(StrEnum):
    """What is said. Templates exist per kind, channel and language."""

    THANKS = "thanks"
    INVITATION = "invitation"
    INVITATION_CHASE = "invitation_chase"
    BOOKED = "booked"
    MOVED = "moved"
    CONFIRMED = "confirmed"
    LATE_NOTED = "late_noted"
    CANCELLED = "cancelled"  # by us
    REMINDER_DAYS = "reminder_days"
    NURTURE = "nurture"  # a word in a long wait
    REMINDER_AHEAD = "reminder_ahead"  # where coming is doubtful
    REMINDER_EVE = "reminder_eve"
    REMINDER_AGAIN = "reminder_again"
    CALL_AHEAD = "call_ahead"  # the day before, where coming is doubtful
    CALL_MORNING = "call_morning"
    DIRECTIONS = "directions"
    ABSENCE_FIRST = "absence_first"
    ABSENCE_SECOND = "absence_second"
    ABSENCE_CALL = "absence_call"
    ABSENCE_THIRD = "absence_third"
    FINAL_NOTICE = "final_notice"
    REJECTED = "rejected"
    ENDED = "ended"  # the selection ended before a booked interview
    REPLY_LINK = "reply_link"
    THE_WAY = "the_way"  # asked for on the day
    EARLIER_TIME = "earlier_time"  # an earlier time opened
    EARLIER_TAKEN = "earlier_taken"  # somebody else was first; theirs stays
    NEW_TIMES = "new_times"  # times opened that fit what they wished
    OFFERED = "offered"  # we would like them to join; they answer on their page
    OFFER_CHASE = "offer_chase"
    OFFER_ACCEPTED = "offer_accepted"
    JOINING = "joining"  # what to know for the first day
    PRE_CALL = "pre_call"
    FIRST_CALL = "first_call"
    LINKED = "linked"  # their LINE account is now theirs here, too
    MANUAL = "manual"


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an e-mail; ``content`` is text (the calendar file)."""

    name: str
    content: str
    content_type: str


@dataclass(frozen=True)
class Wanted:
    """One message the present facts call for. Equal facts give equal values, so plans compare.

    ``about`` names the fact, e.g. ``interview:42@2026-06-11T13:00`` or ``application:7``.
    ``due_at`` and ``expires_at`` are aware; at ``expires_at`` the message stops being useful.
    ``own_act_at`` is set when this is the receipt of the person's own act at that moment.
    ``values`` are what the text needs, by the English variable name (see ``messaging.rendering``).
    ``why`` is the planner's code for the reason; staff read it in words beside the plan.
    ``variant`` is the planner's name for the way it is said, where ways are compared, and ``words`` its
    subject and body with their variables; None says it in the usual words.
    """

    kind: Kind
    about: str
    step: str
    channel: ChannelName
    due_at: datetime
    expires_at: datetime
    values: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    why: str = ""
    own_act_at: datetime | None = None
    variant: str = ""
    words: tuple[str, str] | None = None

    def key(self, application_id: int) -> str:
        return f"{application_id}|{self.kind}|{self.about}|{self.step}|{self.channel}"


class CallOutcome(StrEnum):
    """How a call by a person went."""

    REACHED = "reached"
    NO_ANSWER = "no_answer"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"


ABSENCE_KINDS = frozenset({Kind.ABSENCE_FIRST, Kind.ABSENCE_SECOND, Kind.ABSENCE_CALL, Kind.ABSENCE_THIRD})
CASE_KINDS = ABSENCE_KINDS | {Kind.FINAL_NOTICE}
"""A case's attempts: the closing rule counts on them, so they wait for a person rather than vanish."""

BY_HAND = frozenset({Kind.MANUAL, Kind.PRE_CALL})
"""What staff start themselves; the plan never touches it and the cap does not bind it."""

BESIDE_THE_PLAN = frozenset({Kind.LINKED})
"""Said by itself and wanted by no plan; the end of the application ends it too."""

SAID_AGAIN = "again:"
"""Begins the key of a message that a person sends once more."""

OWN_ACT_IS_FRESH = timedelta(minutes=10)
"""The receipt of a person's own act goes at any hour for this long after it."""

CAP = 6
CAP_SPAN = timedelta(hours=24)
"""At most this many automatic texts a person in that time; one text on two channels counts once."""

MOST_ATTEMPTS = 6
RETRY_AFTER = tuple(timedelta(seconds=seconds) for seconds in (10, 30, 120, 300, 900))
"""How long to wait after the first, second, … try that was surely not accepted."""


def retry_delay(attempts: int, *, asked: timedelta = timedelta(0), chance: float = 0.0) -> timedelta | None:
    """How long to wait after ``attempts`` tries; None when it was the last one.

    ``asked`` is what the provider asked for at least; ``chance`` from 0 to 1 adds up to a quarter,
    so that many rows do not come back at the same moment.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    step = RETRY_AFTER[min(max(attempts, 1), len(RETRY_AFTER)) - 1]
    return max(step, asked) * (1 + chance / 4)


NEVER_REPEATED = CASE_KINDS | {Kind.REJECTED, Kind.ENDED}
"""Said twice these hurt more than said late: in doubt a person decides."""

SAME_KEY_FOR = timedelta(hours=23)
"""LINE carries out one retry key once for 24 h; an hour less leaves room for slow clocks."""


class Verdict(StrEnum):
    """What becomes of a message whose outcome is not known."""

    WAIT = "wait"
    REPEAT = "repeat"
    PERSON = "person"


@dataclass(frozen=True)
class InDoubt:
    """What is known of it. ``waited`` since the doubt began, ``window`` as DOUBT_SECONDS or shorter.

    ``is_absent``: the provider was asked and has no such message; None when it could not be asked now.
    ``useful``: it would still help if it went out at this moment.
    """

    kind: str
    waited: timedelta
    window: timedelta
    attempts: int
    repeats: int
    useful: bool
    is_absent: bool | None


def verdict_on(doubt: InDoubt, *, same_key: bool) -> Verdict:
    """Repeat what can do no harm, wait while it may clear up, else let a person decide.

    ``same_key``: the provider carries out one key once, so a repetition changes nothing that was taken.
    """
    if same_key:
        harmless = doubt.useful and doubt.waited < SAME_KEY_FOR and doubt.attempts < MOST_ATTEMPTS
        return Verdict.REPEAT if harmless else Verdict.PERSON
    if doubt.is_absent is None:
        return Verdict.WAIT if doubt.waited < 6 * doubt.window else Verdict.PERSON
    if doubt.waited < doubt.window:
        return Verdict.WAIT
    once_more = doubt.useful and not doubt.repeats and doubt.kind not in NEVER_REPEATED
    return Verdict.REPEAT if once_more else Verdict.PERSON

"""人の判断が必要なメッセージ: what went no further by itself, by reason, until somebody decides or speaks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, QuerySet

from candidates.models import Application
from candidates.services.staging import THEY_LEFT
from dashboard.queries.queue import Person, page, person
from dashboard.scope import Scope
from dashboard.words import Tick, hint_words, tick
from messaging.models import Message
from messaging.policy import BY_HAND, ChannelName, State
from messaging.services.attention import UNCLEAR, carried, may_be_said_again, waiting_for_a_person
from messaging.wording import trouble_words, unclear_words
from reminders.policy.facts import DETAILS, about_details
from reminders.services.planning import wanted_now
from scheduling.policy import InterviewState

ON_THE_DESK, ON_ITS_PAGE = 4, 200
MAY_HAVE_LEFT = frozenset({"held", "perhaps_sent"})


@dataclass(frozen=True)
class Trouble:
    """One message to decide about, and which deeds make sense for it."""

    message: Message
    person: Person
    tick: Tick
    url: str
    may_have_arrived: bool
    may_be_sent_again: bool
    may_be_called: bool
    other_way: bool


@dataclass(frozen=True)
class Group:
    """Messages with one reason."""

    why: str
    hint: str
    rows: tuple[Trouble, ...]


@dataclass(frozen=True)
class Panel:
    groups: tuple[Group, ...]
    total: int
    shown: int

    @property
    def more(self) -> int:
        return self.total - self.shown


def in_trouble(scope: Scope, now: datetime) -> QuerySet[Message]:
    """The newest first."""
    return waiting_for_a_person(now).filter(application__in=scope.applications()).order_by("-due_at", "-pk")


def panel(scope: Scope, now: datetime, *, most: int) -> Panel:
    rows = in_trouble(scope, now)
    found = list(
        rows.annotate(other_way=Exists(carried()))
        .select_related("application__candidate", "application__job__location", "author")
        .order_by("-due_at", "-pk")[:most]
    )
    grouped: dict[str, list[Message]] = defaultdict(list)
    for message in found:
        grouped[why_words(message)].append(message)
    return Panel(
        groups=tuple(
            Group(why, hint_words(of_it[0].reason), tuple(_trouble(message, now) for message in of_it))
            for why, of_it in grouped.items()
        ),
        total=rows.count() if len(found) == most else len(found),
        shown=len(found),
    )


def why_words(message: Message) -> str:
    return unclear_words(message.reason) if message.state == State.UNKNOWN else trouble_words(message.reason)


def _trouble(message: Message, now: datetime) -> Trouble:
    return Trouble(
        message=message,
        person=person(message.application),
        tick=tick(message.channel, message.state, message.reason),
        url=page(message.application),
        may_have_arrived=may_have_arrived(message),
        may_be_sent_again=may_be_said_again(message, now),
        may_be_called=bool(message.application.candidate.phone),
        other_way=bool(getattr(message, "other_way", False)),
    )


def may_have_arrived(message: Message) -> bool:
    """Only what may have left can have arrived."""
    return message.state in UNCLEAR and (message.attempts > 0 or message.reason in MAY_HAVE_LEFT)


def is_still_true(message: Message, application: Application, now: datetime) -> bool:
    """Whether the present facts still call for these words; what staff wrote is theirs to judge.

    But not what they wrote before its person left.
    """
    if (
        application.stage in THEY_LEFT
        and application.closed_at
        and application.closed_at >= message.created_at
    ):
        return False
    if message.about.startswith(DETAILS):
        held = application.interviews.filter(state=InterviewState.BOOKED).first()
        return held is not None and message.about == about_details(held.pk, held.starts_at)
    if message.kind in BY_HAND or message.channel == ChannelName.PHONE:
        return True
    asked = {(str(one.kind), one.about, one.step) for one in wanted_now(application, now=now)}
    return (message.kind, message.about, message.step) in asked

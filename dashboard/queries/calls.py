"""Who waits for a call, now or later today, and how many are done. Questions over rows, never a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from candidates.models import Application
from candidates.policy.reachable import read_hours
from dashboard.queries.reaching import reached_rows
from dashboard.queries.today import start_of_day
from dashboard.scope import Scope
from messaging.models import CallClaim, Message, Suppression
from messaging.policy import ChannelName, Direction, Kind, State
from messaging.services.claiming_calls import claims_of
from messaging.services.taking_back_calls import AGREED
from noshow.policy import gain_of_a_word, values_of
from noshow.services.knowing import known_of
from noshow.services.levels import model_now
from reminders.policy.call_order import Need, Why, by_deadline_only, in_order
from scheduling.models import Interview
from scheduling.policy import InterviewState

MOST = 100
"""So many of each kind at most; who has called those sees the next."""

PATIENCE = timedelta(hours=1)
"""After a first call in vain nobody is rung again for so long."""

WHY_OF = {
    Kind.CALL_AHEAD: Why.AHEAD,
    Kind.CALL_MORNING: Why.MORNING,
    Kind.ABSENCE_CALL: Why.ABSENCE,
    Kind.FIRST_CALL: Why.FIRST,
}


@dataclass(frozen=True)
class Call:
    """One person on the list. ``tries``: calls in vain so far; ``suits_now`` is None without a wish."""

    need: Need
    application: Application
    tries: int
    suits_now: bool | None
    claim: CallClaim | None
    is_due: bool
    instead_of: str = ""
    also: str = ""


@dataclass(frozen=True)
class CallList:
    rows: list[Call]
    done: int
    by_deadline: bool

    @property
    def due(self) -> int:
        return sum(row.is_due for row in self.rows)

    @property
    def total(self) -> int:
        return self.done + len(self.rows)

    def at(self, application_id: int) -> int | None:
        """The place of somebody on it, from 0."""
        return next((n for n, row in enumerate(self.rows) if row.application.pk == application_id), None)


def call_list(scope: Scope, now: datetime) -> CallList:
    """One row a person, in the order of ``reminders.policy.call_order``."""
    needs = _one_each([*_asked(scope, now), *_first_contacts(scope, now), *_unreached(scope, now)])
    people = Application.objects.select_related("candidate", "job__location").in_bulk(list(needs))
    callable_ones = _with_number(people.values())
    interviews = _to_come(callable_ones, now)
    ordered = in_order([_weighed(needs[pk][0], interviews.get(pk)) for pk in callable_ones], now)
    ordered = _once_a_person(ordered, people)
    rows = _rows(ordered, people, {number: row for number, (_, row) in needs.items()}, now)
    return CallList(rows, _done(scope, now, {row.application.pk for row in rows}), by_deadline_only(ordered))


def _asked(scope: Scope, now: datetime) -> Iterable[tuple[Need, Message | None]]:
    """What the plan, a colleague or the candidate asked to be called about, until the end of the day."""
    rows = scope.messages().filter(
        direction=Direction.OUT,
        channel=ChannelName.PHONE,
        state=State.PLANNED,
        due_at__lt=start_of_day(now) + timedelta(days=1),
        expires_at__gt=now,
        application__closed_at=None,
    )
    for row in rows.order_by("due_at", "pk")[:MOST]:
        yield Need(row.application_id, _why(row), row.due_at, row.expires_at), row


def _why(message: Message) -> Why:
    if message.step == AGREED:
        return Why.BACK
    return WHY_OF.get(Kind(message.kind), Why.INSTEAD)


def _first_contacts(scope: Scope, now: datetime) -> Iterable[tuple[Need, Message | None]]:
    """The first-contact clock; after a call in vain it waits its hour."""
    waiting = scope.applications().awaiting_first_contact().exclude(candidate__phone="")
    agreed = Message.objects.filter(step=AGREED, state=State.PLANNED).values("application")
    rows = list(waiting.exclude(pk__in=agreed).order_by("first_contact_due_at", "applied_at")[:MOST])
    rung = _last_calls([row.pk for row in rows])
    for row in rows:
        since = row.started_at or row.applied_at
        due = max(since, rung[row.pk] + PATIENCE) if row.pk in rung else since
        yield Need(row.pk, Why.FIRST, due, row.first_contact_due_at or since), None


def _last_calls(applications: Sequence[int]) -> dict[int, datetime]:
    rows = Message.objects.filter(
        application__in=applications, channel=ChannelName.PHONE, sent_at__isnull=False
    )
    return dict(rows.order_by().values_list("application").annotate(Max("sent_at")))


def _unreached(scope: Scope, now: datetime) -> Iterable[tuple[Need, Message | None]]:
    """Invited, or meeting us within two days, and nothing written reaches them: only a voice does."""
    today = start_of_day(now)
    near = Q(state=InterviewState.BOOKED, starts_at__gt=now, starts_at__lt=today + timedelta(days=2))
    near |= Q(state=InterviewState.INVITED)
    called = Message.objects.filter(channel=ChannelName.PHONE, sent_at__gte=today).values("application")
    rows = scope.interviews().filter(near, application__closed_at=None).exclude(reached_rows())
    rows = rows.exclude(application__candidate__phone="").exclude(application__in=called)
    for row in rows.order_by("starts_at", "pk")[:MOST]:
        until = row.starts_at or row.answer_by or today + timedelta(days=1)
        yield Need(row.application_id, Why.UNREACHED, row.invited_at, until), None


def _one_each(
    asked: Iterable[tuple[Need, Message | None]],
) -> dict[int, tuple[Need, Message | None]]:
    """The first reason of an application; what was asked for is more than what is merely so."""
    found: dict[int, tuple[Need, Message | None]] = {}
    for need, row in asked:
        found.setdefault(need.application_id, (need, row))
    return found


def _with_number(applications: Iterable[Application]) -> set[int]:
    """Whose number may be called."""
    numbers = {row.pk: row.candidate.phone for row in applications if row.candidate.phone}
    blocked = set(
        Suppression.objects.filter(
            channel=ChannelName.PHONE, address__in=set(numbers.values()), lifted_at=None
        ).values_list("address", flat=True)
    )
    return {pk for pk, number in numbers.items() if number not in blocked}


@dataclass(frozen=True)
class _ToCome:
    """``gain``: how much likelier a call makes it that they come to it, 0 to 1."""

    gain: float
    is_confirmed: bool


def _to_come(applications: Iterable[int], now: datetime) -> dict[int, _ToCome]:
    """The interview to come, by application."""
    booked = Interview.objects.booked().filter(application__in=applications, starts_at__gt=now)
    interviews, model = list(booked.select_related("application")), model_now()
    known = known_of(interviews, now=now)
    return {
        one.application_id: _ToCome(
            gain_of_a_word(values_of(known[one.pk].facts), model) / 100, one.confirmed_at is not None
        )
        for one in interviews
    }


def _weighed(need: Need, interview: _ToCome | None) -> Need:
    """Whoever said yes and is called all the same, is called because it is doubtful."""
    if interview is None:
        return need
    doubtful = need.why == Why.MORNING and interview.is_confirmed
    return replace(need, gain=interview.gain, why=Why.AHEAD if doubtful else need.why)


def _once_a_person(needs: Sequence[Need], people: dict[int, Application]) -> list[Need]:
    seen: set[int] = set()
    kept = []
    for need in needs:
        candidate = people[need.application_id].candidate_id
        if candidate not in seen:
            seen.add(candidate)
            kept.append(need)
    return kept


def _rows(
    needs: Sequence[Need],
    people: dict[int, Application],
    asked: dict[int, Message | None],
    now: datetime,
) -> list[Call]:
    tries = _tries(list(people), now)
    claims = claims_of({row.candidate_id for row in people.values()}, now)
    return [
        Call(
            need,
            application := people[need.application_id],
            tries.get(need.application_id, 0),
            suits_now(application, now),
            claims.get(application.candidate_id),
            need.due_at <= now,
            *_beside(asked[need.application_id]),
        )
        for need in needs
    ]


def _beside(message: Message | None) -> tuple[str, str]:
    if message is None:
        return "", ""
    return str(message.values.get("instead_of", "")), str(message.values.get("also", ""))


def _tries(applications: Sequence[int], now: datetime) -> dict[int, int]:
    """Calls in vain of the last week."""
    rows = Message.objects.filter(
        application__in=applications,
        channel=ChannelName.PHONE,
        state=State.FAILED,
        sent_at__gt=now - timedelta(days=7),
    ).order_by()
    found: dict[int, int] = {}
    for number in rows.values_list("application", flat=True):
        found[number] = found.get(number, 0) + 1
    return found


def suits_now(application: Application, now: datetime) -> bool | None:
    """Whether now is inside the hours they wished for; None when they wished for none that can be read."""
    wish = read_hours(application.candidate.preferred_hours)
    return wish.suits(timezone.localtime(now)) if wish.says_anything else None


def _done(scope: Scope, now: datetime, waiting: set[int]) -> int:
    """People called today who do not wait any more."""
    made = scope.messages().filter(channel=ChannelName.PHONE, sent_at__gte=start_of_day(now))
    return len(set(made.order_by().values_list("application", flat=True)) - waiting)

"""One interview of a day that changes as a whole: called off with a new choice, moved, or held online.

Each can be taken back while nobody has been told; whoever looks after that is the caller. ``Before`` is what
to go back to, and holds numbers and moments only.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self  # ``from_json`` takes what ``as_json`` gave

from django.db import transaction

from candidates.models import Application
from company.models import Staff
from scheduling import signals
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import InterviewState
from scheduling.policy.whole_day import DayReason
from scheduling.services.booking import book
from scheduling.services.changing import save_change
from scheduling.services.inviting import invite
from scheduling.services.leaving import OPEN
from scheduling.services.locking import (
    InterviewOver,
    lock_interview,
    locked_application,
    locked_slots,
    slots_touched,
)
from scheduling.services.releasing import end, lock_with_seat
from scheduling.services.seats import SlotTaken, take_seat
from scheduling.services.telling import missing_for

__all__ = ["Before", "ChangedSince", "InterviewOver", "SlotTaken", "call_off_and_ask", "move_to", "take_back"]

TAKEN_BACK = "taken_back"


class ChangedSince(Exception):
    """It is no longer as it was shown: the person moved, withdrew, or somebody else acted."""


@dataclass(frozen=True)
class Before:
    """How an interview stood: its seat's slot, and what booking it had set. ``invitation`` replaced it."""

    slot: int
    booked_at: str
    booked_by: int | None
    confirmed_at: str
    moves: int
    invitation: int | None = None

    @classmethod
    def of(cls, interview: Interview, booking: Booking, invitation: int | None = None) -> Self:
        return cls(
            slot=booking.slot_id,
            booked_at=_text(interview.booked_at),
            booked_by=interview.booked_by_id,
            confirmed_at=_text(interview.confirmed_at),
            moves=interview.moves,
            invitation=invitation,
        )

    @classmethod
    def from_json(cls, known: dict[str, Any]) -> Self:
        return cls(**known)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@transaction.atomic
def call_off_and_ask(
    interview: Interview, *, starts_at: datetime, by: Staff, now: datetime, reason: DayReason
) -> Before:
    """Cancel it and open a new choice at the same moment; what is said about both is one message.

    While an invitation could not say all its person needs to know there is none, and a person follows up.
    Raises ChangedSince when it is not booked at ``starts_at`` any more, InterviewOver.
    """
    application, held = _still_booked(interview, starts_at)
    before = Before.of(interview, held)
    end(
        interview,
        InterviewState.CANCELLED_BY_US,
        "interview_cancelled",
        signals.interview_cancelled,
        held=held,
        now=now,
        reason=reason,
        by=by,
    )
    if missing_for(application, now=now):
        return before
    return replace(before, invitation=invite(application, by=by, now=now).pk)


@transaction.atomic
def move_to(
    interview: Interview, slot: Slot, *, starts_at: datetime, by: Staff, now: datetime, reason: DayReason
) -> Before:
    """Book ``slot`` instead. Raises ChangedSince, InterviewOver, SlotTaken, FactsMissing."""
    application = locked_application(interview.application_id)
    locked_slots([slot.pk, *slots_touched(interview)])
    held = _checked(interview, application, starts_at)
    before = Before.of(interview, held)
    book(interview, slot, now=now, by=by, reason=reason)
    return before


@transaction.atomic
def take_back(interview: Interview, before: Before, *, by: Staff, now: datetime) -> None:
    """Its old time is its time again. Raises ChangedSince when the person has acted since, SlotTaken."""
    application = locked_application(interview.application_id)
    slot = locked_slots([before.slot, *slots_touched(interview)]).get(before.slot)
    if application.is_over or slot is None or slot.starts_at <= now:
        raise ChangedSince
    if before.invitation is not None:
        _end_invitation(application, before.invitation, by=by, now=now)
    lock_interview(interview)
    if interview.state == InterviewState.CANCELLED_BY_US:
        _book_again(interview, before, slot, by=by, now=now)
    else:
        _move_back(interview, before, slot, by=by, now=now)


def _book_again(interview: Interview, before: Before, slot: Slot, *, by: Staff, now: datetime) -> None:
    interview.state, interview.cancelled_at, interview.cancel_reason = InterviewState.BOOKED, None, ""
    take_seat(interview, slot, now=now)
    _as_before(interview, before, slot, signals.interview_booked, by=by, now=now)


def _move_back(interview: Interview, before: Before, slot: Slot, *, by: Staff, now: datetime) -> None:
    held = Booking.objects.filter(interview=interview, active=True).first()
    is_ours = interview.is_booked and interview.moves == before.moves + 1
    if held is None or not is_ours or interview.own_moves > before.moves:
        raise ChangedSince
    take_seat(interview, slot, now=now, instead_of=held)
    _as_before(interview, before, slot, signals.interview_moved, by=by, now=now)


def _end_invitation(application: Application, number: int, *, by: Staff, now: datetime) -> None:
    """Nobody was told of it."""
    standing = application.interviews.filter(state__in=OPEN).first()
    if standing is None or standing.pk != number or standing.is_booked:
        raise ChangedSince
    held = lock_with_seat(standing)
    end(
        standing,
        InterviewState.LAPSED,
        "interview_released",
        signals.interview_released,
        held=held,
        now=now,
        reason=TAKEN_BACK,
        by=by,
    )


def _as_before(
    interview: Interview, before: Before, slot: Slot, signal: Any, *, by: Staff, now: datetime
) -> None:
    interview.starts_at, interview.ends_at = slot.starts_at, slot.ends_at
    interview.booked_at, interview.booked_by_id = _moment(before.booked_at), before.booked_by
    interview.confirmed_at, interview.moves = _moment(before.confirmed_at), before.moves
    interview.sequence += 1
    save_change(interview, "interview_reopened", signal, now=now, by=by)


def _still_booked(interview: Interview, starts_at: datetime) -> tuple[Application, Booking]:
    application = locked_application(interview.application_id)
    locked_slots(slots_touched(interview))
    return application, _checked(interview, application, starts_at)


def _checked(interview: Interview, application: Application, starts_at: datetime) -> Booking:
    lock_interview(interview)
    held = Booking.objects.filter(interview=interview, active=True).first()
    if application.is_over:
        raise InterviewOver
    if held is None or not interview.is_booked or interview.starts_at != starts_at:
        raise ChangedSince
    return held


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None

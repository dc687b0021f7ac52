"""What became of an interview: came, came late, excused, could not come; and taking that back."""

from datetime import datetime

from django.db import transaction

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.staging import move_stage
from company.models import Staff
from scheduling import signals
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import By, InterviewState, outcome_opens_at
from scheduling.services.changing import save_change
from scheduling.services.locking import (
    InterviewOver,
    StalePage,
    held_booking,
    lock_interview,
    locked_application,
    locked_slots,
    retried,
    slots_touched,
)
from scheduling.services.recording import Said, last_recording, write_down
from scheduling.services.releasing import lock_with_seat
from scheduling.services.seats import SlotTaken, drop_hold, give_back, take_seat

__all__ = [
    "ExcuseUnexplained",
    "InterviewOver",
    "OutcomeStands",
    "Said",
    "SaidMeanwhile",
    "TooEarly",
    "record_outcome",
    "take_back_outcome",
]

CAME = {InterviewState.CAME, InterviewState.CAME_LATE}


class TooEarly(Exception):
    """Nobody can have come, or failed to, yet."""


class ExcuseUnexplained(Exception):
    """Another reason than those of the list needs a few words."""


class SaidMeanwhile(Exception):
    """Somebody else said how it was since the page was drawn; what they said stands."""


class OutcomeStands(Exception):
    """The outcome cannot be taken back: something later builds on it."""


def record_outcome(
    interview: Interview,
    outcome: InterviewState,
    *,
    by: Staff | None = None,
    now: datetime,
    said: Said = Said(),  # noqa: B008  never changed
) -> None:
    """Record or correct an outcome; the same again changes nothing. Those who came are being decided on.

    An excuse before the start frees the seat. Raises TooEarly, InterviewOver when no booked time (or an
    outcome to correct) is there, SaidMeanwhile, ExcuseUnexplained. ``by`` is None when the candidate says it.
    """
    if not outcome.is_outcome:
        raise ValueError(f"{outcome} is no outcome")
    retried(lambda: _record_outcome(interview, outcome, by=by, now=now, said=said))


@transaction.atomic
def _record_outcome(
    interview: Interview, outcome: InterviewState, *, by: Staff | None, now: datetime, said: Said
) -> None:
    application = locked_application(interview.application_id)
    held = lock_with_seat(interview)
    if interview.state == outcome and not _says_more(interview, outcome, said):
        return
    _refuse(interview, outcome, now=now, said=said)
    if held is not None and outcome is InterviewState.EXCUSED and now < held.starts_at:
        give_back(held, now=now)
        interview.sequence += 1
    drop_hold(interview)
    before, interview.state = interview.state, outcome
    interview.outcome_at, interview.outcome_by = now, by
    written = write_down(interview, now=now, by=by, said=said)
    save_change(
        interview,
        "outcome_recorded",
        signals.interview_outcome_recorded,
        now=now,
        by=by,
        outcome=outcome.value,
        before=before,
        way=written.way,
        why=written.reason or None,
        late=written.minutes_late,
    )
    _follow(application, outcome, now=now, by=by)


def _says_more(interview: Interview, outcome: InterviewState, said: Said) -> bool:
    """The same outcome with another reason, or with how late it was."""
    told = said.excuse if outcome is InterviewState.EXCUSED else None
    late = said.minutes_late if outcome is InterviewState.CAME_LATE else None
    if told is None and late is None:
        return False
    last = last_recording(interview)
    if last is None:
        return True
    if told is not None:
        return (last.reason, last.words) != (told.reason, told.words.strip())
    return last.minutes_late != late


def _refuse(interview: Interview, outcome: InterviewState, *, now: datetime, said: Said) -> None:
    if said.seen is not None and interview.state != said.seen:
        raise SaidMeanwhile
    if interview.starts_at is None or not (interview.is_booked or InterviewState(interview.state).is_outcome):
        raise InterviewOver
    if outcome is InterviewState.EXCUSED and said.excuse is not None and not said.excuse.says_why:
        raise ExcuseUnexplained
    opens_at = outcome_opens_at(outcome, interview.starts_at)
    if opens_at is not None and now < opens_at:
        raise TooEarly


def _follow(application: Application, outcome: InterviewState, *, now: datetime, by: Staff | None) -> None:
    """The stage follows the outcome, and back again when it is corrected."""
    if outcome in CAME and application.stage == Stage.INTERVIEWING:
        move_stage(application, Stage.DECIDING, now=now, by=by)
    elif outcome not in CAME and application.stage == Stage.DECIDING:
        move_stage(application, Stage.INTERVIEWING, now=now, by=by)


def take_back_outcome(
    interview: Interview,
    *,
    by: Staff | None = None,
    now: datetime,
    version: int | None = None,
    way: By | None = None,
) -> None:
    """Back to booked, as if nobody had said anything; taking back nothing is fine.

    Raises OutcomeStands when a newer interview is open, the application went on, or the seat is gone, and
    StalePage when something has happened since ``version``.
    """
    said = Said(way or (By.DESK if by else By.SYSTEM))
    retried(lambda: _take_back(interview, by=by, now=now, version=version, said=said))


@transaction.atomic
def _take_back(
    interview: Interview, *, by: Staff | None, now: datetime, version: int | None, said: Said
) -> None:
    application = locked_application(interview.application_id)
    last = interview.bookings.order_by("-pk").values_list("slot", flat=True).first()
    slots = locked_slots([*slots_touched(interview), *([last] if last else [])])
    held = held_booking(interview)
    lock_interview(interview)
    if interview.is_booked:
        return
    if version is not None and version != interview.version:
        raise StalePage
    if not InterviewState(interview.state).is_outcome or not _may_return(application, interview):
        raise OutcomeStands
    if held is None and last is not None:
        _retake(interview, slots[last], now=now)
    before, interview.state = interview.state, InterviewState.BOOKED
    interview.outcome_at = interview.outcome_by = None
    write_down(interview, now=now, by=by, said=said)
    signal = signals.interview_outcome_recorded
    save_change(interview, "outcome_taken_back", signal, now=now, by=by, before=before)
    if application.stage == Stage.DECIDING:
        move_stage(application, Stage.INTERVIEWING, now=now, by=by)


def _may_return(application: Application, interview: Interview) -> bool:
    newer = application.interviews.filter(pk__gt=interview.pk)
    return application.stage in {Stage.INTERVIEWING, Stage.DECIDING} and not newer.exists()


def _retake(interview: Interview, slot: Slot, *, now: datetime) -> Booking:
    if not slot.is_open:
        raise OutcomeStands
    interview.sequence += 1
    interview.starts_at, interview.ends_at = slot.starts_at, slot.ends_at
    try:
        return take_seat(interview, slot, now=now)
    except SlotTaken as error:
        raise OutcomeStands from error

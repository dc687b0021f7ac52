"""Whether a time may be chosen: who acts, how often they have moved, and what is offered to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from candidates.models import Application, Job
from company.models import Staff
from company.services.profile import the_company
from scheduling.models import Interview, Slot
from scheduling.policy import InterviewState, MoveRefusal, MoveRule
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.services.seats import SlotNotOffered

__all__ = ["Chooser", "InterviewOver", "MoveNotAllowed", "SlotNotOffered", "StalePage", "move_refusal"]


class MoveNotAllowed(Exception):
    """The candidate has moved often enough, the start is too near, or no reason was given where one is asked;
    a person can still move it."""

    def __init__(self, reason: MoveRefusal) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Chooser:
    """Who chooses: the candidate, or staff (``by``). ``is_offer``: a candidate takes what we asked them to.

    ``reason`` is a MovingReason. Only candidates who move of themselves are bound by the rules for moving.
    """

    by: Staff | None = None
    reason: str = ""
    is_offer: bool = False

    @property
    def is_staff(self) -> bool:
        return self.by is not None

    @property
    def is_bound(self) -> bool:
        return not self.is_staff and not self.is_offer


def move_refusal(interview: Interview, *, now: datetime) -> MoveRefusal | None:
    """Why the candidate cannot move this booked interview by themselves, if so."""
    if interview.starts_at is None:
        return None
    return _move_rule(interview.application.job).refuses(interview.own_moves, interview.starts_at, now)


def _move_rule(job: Job) -> MoveRule:
    """The company's rule, where the job has none of its own."""
    company = the_company()
    allowed, cutoff = job.reschedules_allowed, job.reschedule_cutoff_minutes
    return MoveRule(
        company.reschedules_allowed if allowed is None else allowed,
        timedelta(minutes=company.reschedule_cutoff_minutes if cutoff is None else cutoff),
    )


def refuse_change(
    interview: Interview, application: Application, chooser: Chooser, *, now: datetime, version: int | None
) -> None:
    """Raises InterviewOver, StalePage, MoveNotAllowed. The interview is locked."""
    if application.is_over or not InterviewState(interview.state).is_open:
        raise InterviewOver
    if version is not None and version != interview.version:
        raise StalePage
    if chooser.is_bound and interview.is_booked:
        interview.application = application
        refusal = move_refusal(interview, now=now)
        if refusal is not None:
            raise MoveNotAllowed(refusal)


def refuse_without_reason(interview: Interview, chooser: Chooser) -> None:
    """Raises MoveNotAllowed where the company asks candidates why they move, and they do not say."""
    asks = chooser.is_bound and interview.is_booked and the_company().reschedules_need_a_reason
    if asks and not chooser.reason:
        raise MoveNotAllowed(MoveRefusal.NO_REASON)


def offered_slot(
    slot: Slot | None, interview: Interview, application: Application, chooser: Chooser, *, now: datetime
) -> Slot:
    """The slot, if it can be had at the job's place; candidates are bound by what is offered to them, too.

    Raises SlotNotOffered. Whether a seat is left is not asked here.
    """
    if slot is None or not slot.is_open or slot.starts_at <= now:
        raise SlotNotOffered
    if slot.location_id != application.job.location_id:
        raise SlotNotOffered
    offered = Slot.objects.filter(pk=slot.pk).offered(now, for_interview=interview)
    if not chooser.is_staff and not offered.exists():
        raise SlotNotOffered
    return slot

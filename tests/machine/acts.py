"""What people do, by the product's own services. A refusal is an answer; any other error is a bug."""

from collections.abc import Callable
from contextlib import suppress as ignoring

from candidates.models import Application
from candidates.policy import Source
from candidates.services.applying import TooManyApplications, apply_by_form
from candidates.services.intake import receive
from candidates.services.locking import PersonErased
from candidates.services.staging import StageNotAllowed
from messaging.services.calling import AnnouncedAlready
from messaging.services.linking import TooManyCodes
from messaging.services.writing import TooLate
from noshow.services import attendance, cases, closing
from scheduling.services import earlier
from scheduling.services.booking import MoveNotAllowed
from scheduling.services.confirming import InterviewAlreadyStarted
from scheduling.services.excusing import NotToday
from scheduling.services.inviting import AlreadyBooked
from scheduling.services.lateness import NotTheTime
from scheduling.services.leaving import UndoTooLate
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.services.outcomes import OutcomeStands, TooEarly
from scheduling.services.parting import ReasonTooLate
from scheduling.services.seats import SlotTaken
from scheduling.services.slots import SlotRefused
from tests.machine import by_candidates, by_staff
from tests.machine.world import PERSONAS, World, new_key

REFUSALS = (
    AlreadyBooked,
    AnnouncedAlready,
    InterviewAlreadyStarted,
    InterviewOver,
    MoveNotAllowed,
    NotTheTime,
    NotToday,
    OutcomeStands,
    PersonErased,
    ReasonTooLate,
    SlotRefused,
    SlotTaken,
    StageNotAllowed,
    StalePage,
    TooEarly,
    TooLate,
    TooManyApplications,
    TooManyCodes,
    UndoTooLate,
    attendance.InterviewOver,
    cases.CaseOver,
    cases.NotAbsent,
    cases.UndoTooLate,
    closing.NotMet,
    earlier.OfferOver,
)
Act = Callable[[World, Application, int], object]


def do(world: World, act: Act, application: Application, number: int) -> None:
    """``number`` decides whatever the act has to choose."""
    with ignoring(*REFUSALS):
        act(world, application, number)


def apply(world: World, person: int, store: int) -> None:
    job = world.base.jobs[store % len(world.base.jobs)]
    with ignoring(*REFUSALS):
        stored = apply_by_form(
            PERSONAS[person % len(PERSONAS)].applicant(),
            job=job,
            form_key=new_key(),
            address=f"192.0.2.{person}",
            now=world.now,
            machine_now=world.now,
        )
        world.acted(stored.candidate_id)


def bring_in(world: World, person: int, store: int) -> None:
    """A line of a file: stored, and spoken to only when somebody says so."""
    receive(
        PERSONAS[person % len(PERSONAS)].applicant(),
        job=world.base.jobs[store % len(world.base.jobs)],
        now=world.now,
        source=Source.CSV,
        is_started=False,
        by=world.base.owner,
    )


CANDIDATES_DO: tuple[Act, ...] = (
    by_candidates.pick_a_time,
    by_candidates.pick_a_time,
    by_candidates.hold_a_time,
    by_candidates.tell_why_they_left,
    by_candidates.confirm,
    by_candidates.say_late,
    by_candidates.leave,
    by_candidates.come_back,
    by_candidates.another_day,
    by_candidates.wish_for_times,
    by_candidates.write_back,
    by_candidates.write_back,
    by_candidates.open_the_page,
    by_candidates.change_contact,
    by_candidates.prefer,
    by_candidates.link_line,
    by_candidates.say_why,
    by_candidates.answer_an_earlier_time,
)
STAFF_DO: tuple[Act, ...] = (
    by_staff.start,
    by_staff.ask_in,
    by_staff.book_for_them,
    by_staff.cancel,
    by_staff.decide,
    by_staff.tell_who_came,
    by_staff.tell_who_came,
    by_staff.see_to_the_case,
    by_staff.see_to_the_case,
    by_staff.call,
    by_staff.say_we_call,
    by_staff.write_by_hand,
    by_staff.see_to_a_plan,
    by_staff.block,
    by_staff.unblock,
    by_staff.forget,
    by_staff.open_a_time,
    by_staff.stop_an_offer,
)
MEANWHILE: tuple[Act, ...] = (
    by_candidates.leave,
    by_candidates.change_contact,
    by_candidates.pick_a_time,
    by_staff.book_for_them,
    by_staff.cancel,
    by_candidates.confirm,
    by_staff.block,
    by_staff.forget,
    by_staff.decide,
    by_staff.see_to_a_plan,
    by_candidates.answer_an_earlier_time,
)
"""What may happen between claim and gate, or between gate and provider."""

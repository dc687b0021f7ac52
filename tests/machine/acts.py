"""What people do, by the product's own services. A refusal is an answer; any other error is a bug."""

from collections.abc import Callable
from contextlib import suppress as ignoring
from datetime import timedelta

from candidates.models import Application, Link
from candidates.policy import Phone, PhoneKind, Source, Stage
from candidates.services.applying import TooManyApplications, apply_by_form
from candidates.services.erasing import erase
from candidates.services.intake import receive, start_contact
from candidates.services.links import note_opening
from candidates.services.locking import PersonErased
from candidates.services.preferences import change_email, change_phone, change_preferences
from candidates.services.staging import StageNotAllowed, move_stage
from messaging.models import Message, Suppression
from messaging.policy import CallOutcome, ChannelName
from messaging.services.calling import announce_call, log_call
from messaging.services.hearing import hear
from messaging.services.linking import TooManyCodes, code_in, make_code, use_code
from messaging.services.suppressing import address_on, lift, suppress
from messaging.services.writing import TooLate, send_now, stop, write
from noshow.models import Case
from noshow.policy import Reason
from noshow.services import attendance, cases, closing
from scheduling.models import EarlierOffer
from scheduling.policy import InterviewState, LeavingReason
from scheduling.services import earlier
from scheduling.services.booking import MoveNotAllowed, book
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.confirming import InterviewAlreadyStarted, confirm_interview
from scheduling.services.excusing import NotToday, ask_another_day
from scheduling.services.holding import hold_seat, release_hold
from scheduling.services.inviting import AlreadyBooked, invite
from scheduling.services.lateness import NotTheTime, note_late
from scheduling.services.leaving import UndoTooLate, undo_withdrawal, withdraw
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.services.offering import offered_slots
from scheduling.services.outcomes import OutcomeStands, TooEarly
from scheduling.services.parting import ReasonTooLate, say_why_they_left
from scheduling.services.seats import SlotTaken
from scheduling.services.slots import SlotRefused, create_slot
from scheduling.services.wishing import wish
from tests.machine.world import PERSONAS, World, new_key

REFUSALS = (
    AlreadyBooked,
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
WORDS = ("行きます", "15分遅れます", "行けないかもしれません", "停止", "辞退します", "ありがとうございます👍")
NEW_PHONES = ("+819022220001", "+819022220002", "")
NEW_EMAILS = ("moved@example.jp", "again@example.jp", "")
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


# --- what candidates do ----------------------------------------------------------------------------


def pick_a_time(world: World, application: Application, number: int) -> None:
    interview = world.interview(application)
    slots = list(offered_slots(application, now=world.now)[:60])
    if interview and slots:
        book(interview, slots[number % len(slots)], now=world.now)
        world.acted(application.candidate_id)


def hold_a_time(world: World, application: Application, number: int) -> None:
    """A tap on a time; the next number is the hold given free again."""
    interview = world.interview(application)
    slots = list(offered_slots(application, now=world.now)[:60])
    if interview and number % 4 == 3:
        release_hold(interview)
    elif interview and slots:
        hold_seat(interview, slots[number % len(slots)], now=world.now)


def tell_why_they_left(world: World, application: Application, number: int) -> None:
    say_why_they_left(application, list(LeavingReason)[number % len(LeavingReason)], now=world.now)


def confirm(world: World, application: Application, number: int) -> None:
    if interview := world.interview(application):
        confirm_interview(interview, now=world.now)
        world.acted(application.candidate_id)


def say_late(world: World, application: Application, number: int) -> None:
    if interview := world.interview(application):
        note_late(interview, minutes=5 + number % 60, now=world.now)
        world.acted(application.candidate_id)


def leave(world: World, application: Application, number: int) -> None:
    withdraw(application, now=world.now, reason="other")
    world.acted(application.candidate_id)


def come_back(world: World, application: Application, number: int) -> None:
    undo_withdrawal(application, now=world.now)
    world.acted(application.candidate_id)


def another_day(world: World, application: Application, number: int) -> None:
    if interview := world.interview(application):
        ask_another_day(interview, now=world.now)
        world.acted(application.candidate_id)


def wish_for_times(world: World, application: Application, number: int) -> None:
    wish(application, ("weekday-evening",), "夜なら", world.now)
    world.acted(application.candidate_id)


def write_back(world: World, application: Application, number: int) -> None:
    channel = (ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE)[number % 3]
    address = address_on(application.candidate, channel)
    text = WORDS[number // 3 % len(WORDS)]
    if address:
        world.acted(application.candidate_id)
        hear(application, channel=channel, text=text, now=world.now, address=address)


def open_the_page(world: World, application: Application, number: int) -> None:
    if link := Link.objects.filter(application=application).order_by("pk").last():
        note_opening(link, now=world.now)


def change_contact(world: World, application: Application, number: int) -> None:
    person = application.candidate
    if number % 2:
        change_email(person, NEW_EMAILS[number // 2 % len(NEW_EMAILS)], now=world.now)
    else:
        e164 = NEW_PHONES[number // 2 % len(NEW_PHONES)]
        change_phone(person, Phone(e164, PhoneKind.MOBILE) if e164 else None, now=world.now)


def prefer(world: World, application: Application, number: int) -> None:
    wants = ("sms", "email", "line")[number % 3]
    change_preferences(
        application.candidate, preferred_channel=wants, preferred_hours="", language="ja", now=world.now
    )


def link_line(world: World, application: Application, number: int) -> None:
    code = make_code(application, prefers_line=bool(number % 2), now=world.now)
    use_code(code_in(code.text), f"U{number % 3:032d}", now=world.now)
    world.acted(application.candidate_id)


def say_why(world: World, application: Application, number: int) -> None:
    for case in Case.objects.filter(interview__application=application):
        cases.answer_case(case, Reason.UNWELL, "熱が出て", world.now)
        world.acted(application.candidate_id)


def pick_the_last_time(world: World, application: Application, number: int) -> None:
    """As far off as there is, so that an earlier one would be welcome."""
    interview = world.interview(application)
    last = offered_slots(application, now=world.now).order_by("-starts_at").first()
    if interview and last:
        book(interview, last, now=world.now)
        world.acted(application.candidate_id)


def answer_an_earlier_time(world: World, application: Application, number: int) -> None:
    """Takes it, keeps their own, or wants no more; perhaps too late."""
    if offer := EarlierOffer.objects.filter(interview__application=application).order_by("pk").last():
        if number % 3:
            earlier.accept(offer, now=world.now)
        else:
            earlier.decline(offer, now=world.now, no_more=bool(number % 2))
        world.acted(application.candidate_id)


# --- what staff do ---------------------------------------------------------------------------------


def start(world: World, application: Application, number: int) -> None:
    start_contact([application], by=world.base.owner, now=world.now)


def ask_in(world: World, application: Application, number: int) -> None:
    invite(application, by=world.base.owner, now=world.now, days=(None, 1, 5)[number % 3])


def book_for_them(world: World, application: Application, number: int) -> None:
    interview = world.interview(application)
    slots = list(offered_slots(application, now=world.now)[:60])
    if interview and slots:
        book(interview, slots[number % len(slots)], now=world.now, by=world.base.owner)


def cancel(world: World, application: Application, number: int) -> None:
    if interview := world.interview(application):
        cancel_by_us(interview, by=world.base.owner, now=world.now, reason="ill")


def decide(world: World, application: Application, number: int) -> None:
    stages = (Stage.REJECTED, Stage.CLOSED, Stage.DECIDING, Stage.OFFERED, Stage.JOINED, Stage.IN_CONTACT)
    move_stage(application, stages[number % len(stages)], now=world.now, by=world.base.owner)


def tell_who_came(world: World, application: Application, number: int) -> None:
    outcomes = (InterviewState.ABSENT, InterviewState.ABSENT, InterviewState.CAME, InterviewState.EXCUSED)
    if interview := world.interview(application):
        attendance.record_attendance(
            interview, outcomes[number % len(outcomes)], by=world.base.owner, now=world.now
        )


def see_to_the_case(world: World, application: Application, number: int) -> None:
    owner, now = world.base.owner, world.now
    case = Case.objects.filter(interview__application=application).order_by("pk").last()
    if case is None:
        return
    match number % 6:
        case 0:
            cases.undo_case(case, by=owner, now=now)
        case 1:
            cases.hold(case, by=owner, now=now, reason="sick")
        case 2:
            cases.release(case, by=owner, now=now)
        case 3:
            closing.confirm_closing(case, by=owner, now=now)
        case 4:
            closing.close_by_hand(case, by=owner, now=now, reason="by_hand")
        case 5:
            closing.take_back_closing(case, by=owner, now=now)


def open_a_time(world: World, application: Application, number: int) -> None:
    """Tomorrow, at an hour at which nothing stood free, and seen by nobody who booked before."""
    midnight = world.now.replace(hour=0, minute=0) + timedelta(days=1)
    create_slot(
        location=application.job.location,
        starts_at=midnight + timedelta(hours=1, minutes=number),
        now=world.now,
    )


def stop_an_offer(world: World, application: Application, number: int) -> None:
    for offer in EarlierOffer.objects.filter(state="open").order_by("pk")[:1]:
        earlier.stop(offer, by=world.base.owner, now=world.now)


def call(world: World, application: Application, number: int) -> None:
    outcome = list(CallOutcome)[number % len(CallOutcome)]
    log_call(application, outcome=outcome, by=world.base.owner, now=world.now)


def say_we_call(world: World, application: Application, number: int) -> None:
    announce_call(application, by=world.base.owner, now=world.now)


def write_by_hand(world: World, application: Application, number: int) -> None:
    channel = (ChannelName.SMS, ChannelName.EMAIL)[number % 2]
    write(
        application,
        channel=channel,
        body="{name}さん、どうぞ。{link}",
        author=world.base.owner,
        now=world.now,
    )


def see_to_a_plan(world: World, application: Application, number: int) -> None:
    plans = list(Message.objects.filter(application=application, state="planned").order_by("due_at", "pk"))
    if plans:
        plan = plans[number // 2 % len(plans)]
        (stop if number % 2 else send_now)(plan, by=world.base.owner, now=world.now)


def block(world: World, application: Application, number: int) -> None:
    channel = (ChannelName.SMS, ChannelName.EMAIL)[number % 2]
    address = address_on(application.candidate, channel)
    suppress(channel, address, reason="opted_out", now=world.now)


def unblock(world: World, application: Application, number: int) -> None:
    for blocked in Suppression.objects.filter(lifted_at=None).order_by("pk")[:1]:
        lift(blocked, by=world.base.owner, now=world.now)


def forget(world: World, application: Application, number: int) -> None:
    """Support ends what is open and erases the person."""
    if Application.objects.active().filter(candidate=application.candidate_id).exists():
        decide(world, application, 1)
    erase(application.candidate, now=world.now, by=world.base.owner)


CANDIDATES_DO: tuple[Act, ...] = (
    pick_a_time,
    pick_a_time,
    hold_a_time,
    tell_why_they_left,
    confirm,
    say_late,
    leave,
    come_back,
    another_day,
    wish_for_times,
    write_back,
    write_back,
    open_the_page,
    change_contact,
    prefer,
    link_line,
    say_why,
    answer_an_earlier_time,
)
STAFF_DO: tuple[Act, ...] = (
    start,
    ask_in,
    book_for_them,
    cancel,
    decide,
    tell_who_came,
    tell_who_came,
    see_to_the_case,
    see_to_the_case,
    call,
    say_we_call,
    write_by_hand,
    see_to_a_plan,
    block,
    unblock,
    forget,
    open_a_time,
    stop_an_offer,
)
MEANWHILE: tuple[Act, ...] = (
    leave,
    change_contact,
    pick_a_time,
    book_for_them,
    cancel,
    confirm,
    block,
    forget,
    decide,
    see_to_a_plan,
    answer_an_earlier_time,
)
"""What may happen between claim and gate, or between gate and provider."""

WAIT_AT_MOST = timedelta(days=4)

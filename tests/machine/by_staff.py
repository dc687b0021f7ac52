"""What staff do; ``number`` decides whatever the act has to choose."""

from datetime import timedelta

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.erasing import erase
from candidates.services.intake import start_contact
from candidates.services.staging import move_stage
from messaging.models import Message, Suppression
from messaging.policy import CallOutcome, ChannelName
from messaging.services.calling import announce_call, log_call
from messaging.services.suppressing import address_on, lift, suppress
from messaging.services.writing import send_now, stop, write
from noshow.models import Case
from noshow.services import attendance, cases, closing
from scheduling.models import EarlierOffer
from scheduling.policy import InterviewState
from scheduling.services import earlier
from scheduling.services.booking import book
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.inviting import invite
from scheduling.services.offering import offered_slots
from scheduling.services.slots import create_slot
from tests.machine.world import World


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

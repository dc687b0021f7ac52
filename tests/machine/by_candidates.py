"""What candidates do; ``number`` decides whatever the act has to choose."""

from candidates.models import Application, Link
from candidates.policy import Phone, PhoneKind
from candidates.services.links import note_opening
from candidates.services.preferences import change_email, change_phone, change_preferences
from messaging.policy import ChannelName
from messaging.services.hearing import hear
from messaging.services.linking import code_in, make_code, use_code
from messaging.services.suppressing import address_on
from noshow.models import Case
from noshow.policy import Reason
from noshow.services import cases
from scheduling.models import EarlierOffer
from scheduling.policy import LeavingReason
from scheduling.services import earlier
from scheduling.services.booking import book
from scheduling.services.confirming import confirm_interview
from scheduling.services.excusing import ask_another_day
from scheduling.services.holding import hold_seat, release_hold
from scheduling.services.lateness import note_late
from scheduling.services.leaving import undo_withdrawal, withdraw
from scheduling.services.offering import offered_slots
from scheduling.services.parting import say_why_they_left
from scheduling.services.wishing import wish
from tests.machine.world import World

WORDS = ("行きます", "15分遅れます", "行けないかもしれません", "停止", "辞退します", "ありがとうございます👍")
NEW_PHONES = ("+819022220001", "+819022220002", "")
NEW_EMAILS = ("moved@example.jp", "again@example.jp", "")


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

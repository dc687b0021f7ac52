"""What candidates do, by the product's own verbs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from candidates.models import Application, Link
from candidates.policy import Source
from candidates.services.intake import receive
from candidates.services.links import note_opening
from candidates.services.locking import PersonErased
from candidates.services.staging import StageNotAllowed
from company.prepared import Prepared
from messaging.policy import ChannelName
from messaging.services.hearing import hear
from messaging.services.linking import TooManyCodes, code_in, make_code, use_code
from noshow.models import Case
from noshow.policy import Reason
from noshow.services import cases, closing
from noshow.services.cases import answer_case
from sandbox.simulator.habits import Knowledge, Person, Time
from sandbox.simulator.world import Story, World
from scheduling.models import EarlierOffer, Interview, Slot
from scheduling.policy import OfferState
from scheduling.services import earlier
from scheduling.services.booking import FactsMissing, MoveNotAllowed, book
from scheduling.services.confirming import InterviewAlreadyStarted, confirm_interview
from scheduling.services.excusing import NotToday, ask_another_day
from scheduling.services.inviting import AlreadyBooked
from scheduling.services.lateness import NotTheTime, note_late
from scheduling.services.leaving import withdraw
from scheduling.services.locking import InterviewOver, StalePage
from scheduling.services.offering import offered_slots
from scheduling.services.outcomes import OutcomeStands, TooEarly
from scheduling.services.seats import SlotTaken

REFUSALS = (
    *(AlreadyBooked, FactsMissing, InterviewAlreadyStarted, InterviewOver, MoveNotAllowed, NotTheTime),
    *(NotToday, OutcomeStands, PersonErased, SlotTaken, StageNotAllowed, StalePage, TooEarly, TooManyCodes),
    *(cases.CaseOver, cases.NotAbsent, closing.NotMet, earlier.OfferOver),
)
"""Answers of the product that are no fault: somebody was too late, or somebody else quicker."""

LOOKED_AT = 90  # two weeks of times
LATE_MINUTES = 15


@contextmanager
def refusable(world: World, story: Story, what: str) -> Iterator[None]:
    try:
        yield
    except REFUSALS as refused:
        world.say(story, f"{what}-refused", type(refused).__name__)


def apply(world: World, person: Person) -> Story:
    job = world.place.stores[person.store].job
    application = receive(person.applicant(), job=job, now=world.now, source=Source.FORM)
    story = Story(person, application)
    world.stories[application.pk] = story
    world.acted(story)
    world.say(story, "applies", job.slug)
    return story


_FRESH = Prepared(
    lambda number: Application.objects.select_related("candidate", "job__location").filter(pk=number)
)
_INTERVIEWS = Prepared(lambda number: Interview.objects.filter(application=number).order_by("-pk"))


def fresh(story: Story) -> Application:
    """Their application as it stands now."""
    return _FRESH.all(story.application.pk)[0]


def interview_of(story: Story) -> Interview | None:
    """The one that is open, else the last."""
    theirs = _INTERVIEWS.all(story.application.pk)
    return next((one for one in theirs if one.state in {"invited", "booked"}), theirs[0] if theirs else None)


def choose(world: World, story: Story) -> bool:
    """Take a time, or another one instead: mostly one of the first. True if it is theirs."""
    interview = interview_of(story)
    if interview is None:
        return False
    application = fresh(story)
    draws, chance = story.person.draws, min(max(world.habits.takes_soonest, 0.01), 1.0)
    open_now = offered_slots(application, now=world.now, interview=interview).values_list("pk", "starts_at")
    soon = world.now + timedelta(hours=3)
    wanted = [(number, starts_at) for number, starts_at in open_now[:LOOKED_AT] if starts_at > soon]
    if not wanted:
        world.say(story, "finds-no-time")
        return False
    which = next(
        (n for n in range(len(wanted)) if draws.happens(chance, "takes", f"{story.turn}/{n}")),
        len(wanted) - 1,
    )
    before = interview.starts_at
    with refusable(world, story, "book"):
        number, starts_at = wanted[which]
        book(interview, Slot(pk=number), now=world.now)
        story.turn += 1
        story.time = Time(story.person, story.turn, world.now, starts_at)
        story.known = Knowledge()
        world.acted(story)
        world.frees |= before is not None
        world.say(story, "moves" if before else "books", f"{starts_at:%Y-%m-%dT%H:%MZ}")
        return True
    return False


def confirm(world: World, story: Story) -> None:
    interview = interview_of(story)
    if interview is None:
        return
    phone = story.application.candidate.phone
    with refusable(world, story, "confirm"):
        if phone and story.person.draws.happens(0.1, "writes back", story.turn):
            hear(fresh(story), channel=ChannelName.SMS, text="伺います", now=world.now, address=phone)
        else:
            confirm_interview(interview, now=world.now)
        world.acted(story)
        world.say(story, "confirms")


def leave(world: World, story: Story, reason: str) -> None:
    with refusable(world, story, "withdraw"):
        withdraw(fresh(story), now=world.now, reason=reason)
        world.acted(story)
        world.frees = True
        world.say(story, "withdraws", reason)


def ask_for_another_day(world: World, story: Story) -> bool:
    """Excused; a new choice may be open at once. True if it was still the time for it."""
    interview = interview_of(story)
    if interview is None:
        return False
    with refusable(world, story, "excuse"):
        ask_another_day(interview, now=world.now)
        world.acted(story)
        world.frees = True
        world.say(story, "excuses-themselves")
        return True
    return False


def say_late(world: World, story: Story) -> None:
    if interview := interview_of(story):
        with refusable(world, story, "late"):
            note_late(interview, minutes=LATE_MINUTES, now=world.now)
            world.acted(story)
            world.say(story, "says-late", LATE_MINUTES)


def link_line(world: World, story: Story) -> None:
    with refusable(world, story, "line"):
        code = make_code(fresh(story), prefers_line=True, now=world.now)
        use_code(code_in(code.text), story.person.line_id, now=world.now)
        world.acted(story)
        world.say(story, "connects-line")


def open_page(world: World, story: Story) -> None:
    link = Link.objects.filter(application=story.application).order_by("-pk").first()
    if link is not None:
        note_opening(link, now=world.now)
        world.say(story, "opens-page")


def tell_why(world: World, story: Story, reason: Reason) -> None:
    case = Case.objects.filter(interview__application=story.application).order_by("-pk").first()
    if case is not None:
        with refusable(world, story, "reason"):
            answer_case(case, reason, "", world.now)
            world.acted(story)
            world.say(story, "tells-why", reason.value)


def answer_earlier(world: World, story: Story, *, takes: bool) -> bool:
    """True if the earlier time is theirs now."""
    offers = EarlierOffer.objects.filter(interview__application=story.application, state=OfferState.OPEN)
    found = offers.order_by("-pk").first()
    if found is None:
        return False
    with refusable(world, story, "earlier"):
        answer: Callable[[EarlierOffer], object] = (
            (lambda one: earlier.accept(one, now=world.now))
            if takes
            else (lambda one: earlier.decline(one, now=world.now))
        )
        answer(found)
        world.acted(story)
        world.frees |= takes
        world.unsettled = True
        world.say(story, "takes-earlier" if takes else "keeps-their-time")
        return takes
    return False

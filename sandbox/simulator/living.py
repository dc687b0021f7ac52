"""How people take what reaches them: reading, remembering, answering, coming or not."""

from datetime import datetime, timedelta

from messaging.policy import ChannelName, Kind
from noshow.policy import Reason
from sandbox.simulator import acting, office
from sandbox.simulator.habits import CLOSING, OPENING, Knowledge, Time
from sandbox.simulator.place import TOKYO
from sandbox.simulator.world import Story, World

ASKS_FOR_A_TIME = {Kind.INVITATION, Kind.INVITATION_CHASE, Kind.NEW_TIMES}
REMINDS = {Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN}
ASKS_WHY = {Kind.ABSENCE_FIRST, Kind.ABSENCE_SECOND, Kind.ABSENCE_THIRD, Kind.FINAL_NOTICE}
LOOKED_UP = ASKS_FOR_A_TIME | REMINDS | ASKS_WHY
TAKES_EARLIER = 0.4
LAST_CHANCE = timedelta(hours=2)


def awake(moment: datetime) -> datetime:
    """The same, or the next morning: at night phones lie still."""
    local = moment.astimezone(TOKYO)
    if OPENING <= local.hour < CLOSING:
        return moment
    day = local + timedelta(days=1) if local.hour >= CLOSING else local
    return day.replace(hour=OPENING, minute=local.minute).astimezone(moment.tzinfo)


def receive(world: World, story: Story, kind: str, channel: ChannelName, step: str) -> None:
    """A message has arrived on their phone or in their mailbox."""
    which = f"{kind}/{step}/{story.turn}/{story.invitations}"
    minutes = story.person.reads_after(channel, which)
    if minutes is None:
        return
    turn = story.turn
    at = awake(world.now + timedelta(minutes=minutes))
    world.at(world.step(at), lambda: _read(world, story, kind, turn, which))


def _read(world: World, story: Story, kind: str, turn: int, which: str) -> None:
    draws, habits = story.person.draws, story.person.habits
    first = story.decides(f"reads {which}")  # the same on two channels is read once
    if not first:
        return
    world.say(story, "reads", kind)
    if kind in LOOKED_UP and draws.happens(habits.opens_page, "opens", which):
        acting.open_page(world, story)
    if story.person.line_id and story.decides("line"):
        acting.link_line(world, story)
    later = world.step(awake(world.now + story.person.acts_after(which)))
    if kind in ASKS_FOR_A_TIME:
        world.at(later, lambda: _answer_invitation(world, story))
    elif turn == story.turn and kind in REMINDS:
        story.known.reminders += 1
        world.at(later, lambda: answer_reminder(world, story, turn))
    elif turn == story.turn and kind == Kind.DIRECTIONS:
        story.known.has_directions = True
    elif kind in ASKS_WHY:
        world.at(later, lambda: _answer_case(world, story, turn))
    elif kind == Kind.EARLIER_TIME:
        world.at(later, lambda: _answer_earlier(world, story, which))


def _answer_invitation(world: World, story: Story) -> None:
    draws, habits = story.person.draws, story.person.habits
    if not story.decides(f"answers invitation {story.invitations}"):
        return
    if draws.happens(habits.is_interested, "interested", min(story.invitations, 2)):
        if acting.choose(world, story):
            _look_ahead(world, story)
    elif draws.happens(habits.says_no, "says no"):
        acting.leave(world, story, "other")


def _look_ahead(world: World, story: Story) -> None:
    """What will happen to this time, whatever anybody says: its start, and what comes between."""
    time, turn = story.time, story.turn
    if time is None:
        return
    world.at(time.starts_at, lambda: _time_comes(world, story, turn))
    speaks = story.person.draws.happens(story.person.habits.tells_unasked, "tells unasked", turn)
    for moment in (time.takes_other_job_at, time.conflict_at):
        if moment is not None and speaks:
            at = world.step(awake(max(moment, world.now)))
            world.at(at, lambda: _say_that_it_will_not_be(world, story, turn))
    if time.is_ill:
        morning = world.step(awake(time.starts_at - timedelta(hours=3)))
        world.at(min(morning, time.starts_at - timedelta(minutes=5)), lambda: _is_ill(world, story, turn))


def answer_reminder(world: World, story: Story, turn: int, *, by_phone: bool = False) -> None:
    """They were asked whether they come. ``by_phone`` nobody pretends not to have heard."""
    time, draws, habits = story.time, story.person.draws, story.person.habits
    if time is None or turn != story.turn or world.now >= time.starts_at:
        return
    if _is_hindered(world, story):
        if by_phone or draws.happens(habits.tells_asked, "tells asked", turn):
            _say_that_it_will_not_be(world, story, turn)
    elif time.has_no_heart(story.known):
        if draws.happens(habits.tells_no_heart, "tells no heart", turn):
            acting.leave(world, story, "other")
    elif by_phone or draws.happens(habits.confirms, "confirms", turn):
        _confirm_once(world, story, turn)


def _confirm_once(world: World, story: Story, turn: int) -> None:
    if story.decides(f"confirms {turn}"):
        acting.confirm(world, story)


def _is_hindered(world: World, story: Story) -> bool:
    time = story.time
    if time is None:
        return False
    return any(at is not None and at <= world.now for at in (time.takes_other_job_at, time.conflict_at))


def _say_that_it_will_not_be(world: World, story: Story, turn: int) -> None:
    time = story.time
    if time is None or turn != story.turn or world.now >= time.starts_at:
        return
    if time.takes_other_job_at is not None and time.takes_other_job_at <= world.now:
        acting.leave(world, story, "other_job")
        return
    is_time = time.starts_at - world.now > LAST_CHANCE and story.decides(f"moves {turn}")
    if is_time and acting.choose(world, story):
        _look_ahead(world, story)


def _is_ill(world: World, story: Story, turn: int) -> None:
    draws, habits = story.person.draws, story.person.habits
    asked = habits.tells_asked if story.known.reminders else 0.0
    tells = habits.tells_unasked + (1 - habits.tells_unasked) * asked
    tells_us = turn == story.turn and draws.happens(tells, "tells ill", turn)
    if tells_us and acting.ask_for_another_day(world, story):
        story.invitations += 1
        story.turn += 1
        story.time = None
        later = world.step(awake(world.now + timedelta(days=1)))
        world.at(later, lambda: _answer_invitation(world, story))


def _time_comes(world: World, story: Story, turn: int) -> None:
    """The start. Staff see who is there, and write it down."""
    time = story.time
    if time is None or turn != story.turn:
        return
    interview = acting.interview_of(story)
    if interview is None or interview.state != "booked" or interview.starts_at != time.starts_at:
        return
    why = _why_they_do_not_come(time, story.known)
    is_late = not why and time.is_too_late(story.known)
    if is_late:
        acting.say_late(world, story)
    office.see_who_came(world, story, "absent" if why else "came_late" if is_late else "came", why)


def _why_they_do_not_come(time: Time, known: Knowledge) -> str:
    if time.takes_other_job_at is not None:
        return "other-job"
    if time.conflict_at is not None:
        return "conflict"
    if time.is_ill:
        return "ill"
    if time.has_no_heart(known):
        return "no-mind"
    if time.has_forgotten(known):
        return "forgot"
    return "turned-back" if time.is_too_late(known) and time.gives_up else ""


REASONS = {
    "other-job": Reason.OTHER_JOB,
    "conflict": Reason.FAMILY,
    "ill": Reason.UNWELL,
    "forgot": Reason.FORGOT,
    "turned-back": Reason.LOST,
}


def _answer_case(world: World, story: Story, turn: int) -> None:
    explains = story.person.draws.happens(story.person.habits.explains, "explains", turn)
    if turn == story.turn and explains and story.decides(f"explains {turn}"):
        acting.tell_why(world, story, REASONS.get(story.why_absent, Reason.RATHER_NOT_SAY))


def _answer_earlier(world: World, story: Story, which: str) -> None:
    takes = story.person.draws.happens(TAKES_EARLIER, "earlier", which)
    if acting.answer_earlier(world, story, takes=takes):
        interview = acting.interview_of(story)
        if interview is not None and interview.starts_at is not None:
            story.turn += 1
            story.time = Time(story.person, story.turn, world.now, interview.starts_at)
            story.known = Knowledge()
            _look_ahead(world, story)

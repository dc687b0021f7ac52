"""What the made-up company's staff do at their desks: write down who came, decide, see to cases."""

from datetime import datetime, time, timedelta

from candidates.policy import Stage
from candidates.services.staging import move_stage
from noshow.models import Case
from noshow.policy import CaseState
from noshow.services.attendance import record_attendance
from noshow.services.cases import the_rule
from noshow.services.chances import give_second_chance
from noshow.services.closing import close_by_hand, close_due_cases, confirm_closing, deadline_of
from sandbox.simulator import acting
from sandbox.simulator.acting import refusable
from sandbox.simulator.place import TOKYO
from sandbox.simulator.world import Story, World
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.lapsing import lapse_due

OPENS, CLOSES = time(10), time(20)
DECIDES_AFTER = timedelta(days=2)


def at_work(moment: datetime) -> datetime:
    """The same, or the next opening."""
    local = moment.astimezone(TOKYO)
    if OPENS <= local.time() < CLOSES:
        return moment
    day = local.date() + timedelta(days=1) if local.time() >= CLOSES else local.date()
    return datetime.combine(day, OPENS, TOKYO).astimezone(moment.tzinfo)


def next_morning(moment: datetime) -> datetime:
    day = moment.astimezone(TOKYO).date() + timedelta(days=1)
    return datetime.combine(day, OPENS, TOKYO).astimezone(moment.tzinfo)


def invited(world: World, story: Story, interview: Interview) -> None:
    story.invitations += 1
    world.stirred = True
    if interview.answer_by is not None:
        world.at(interview.answer_by, lambda: _lapse(world))


def _lapse(world: World) -> None:
    if lapse_due(now=world.now):
        world.stirred = True
        world.say(None, "invitations-lapse")


def see_who_came(world: World, story: Story, outcome: str, why: str) -> None:
    """Written down within the hour."""
    story.why_absent = why
    minutes = 5 + 40 * story.person.draws.share("writes down", story.turn)
    at = world.step(world.now + timedelta(minutes=minutes))
    world.at(at, lambda: _write_down(world, story, InterviewState(outcome), why))


def _write_down(world: World, story: Story, outcome: InterviewState, why: str) -> None:
    interview = acting.interview_of(story)
    if interview is None or interview.state != InterviewState.BOOKED:
        return
    with refusable(world, story, "outcome"):
        case = record_attendance(interview, outcome, by=world.place.owner, now=world.now)
        world.stirred = True
        world.say(story, "is-recorded", f"{outcome.value} {why}")
        if case is None:
            world.at(world.step(at_work(world.now + DECIDES_AFTER)), lambda: _decide(world, story))
            return
        until = world.now + timedelta(hours=the_rule().hours, minutes=1)
        world.at(until, lambda: _look_when_due(world, case.pk))


def _look_when_due(world: World, case_id: int) -> None:
    """When the hours are over, or the last notice's time, whichever is later."""
    deadline = deadline_of(case_id)
    if deadline is not None and deadline >= world.now:
        world.at(deadline + timedelta(minutes=1), lambda: look_at_cases(world))
    else:
        look_at_cases(world)


def look_at_cases(world: World) -> None:
    if changed := close_due_cases(now=world.now):
        world.stirred = True
        world.say(None, "cases-change", changed)


def _decide(world: World, story: Story) -> None:
    is_taken = story.person.draws.happens(story.person.habits.gets_offer, "offer")
    stages = (Stage.OFFERED, Stage.JOINED) if is_taken else (Stage.REJECTED,)
    with refusable(world, story, "decide"):
        for stage in stages:
            move_stage(acting.fresh(story), stage, now=world.now, by=world.place.owner)
        world.stirred = True
        world.say(story, "is-decided", stages[-1].value)


def see_to_cases(world: World) -> None:
    """Each morning: what the rule proposes is confirmed, what was answered or handed over is decided."""
    look_at_cases(world)
    waiting = (CaseState.PROPOSED, CaseState.ANSWERED, CaseState.HANDED)
    cases = Case.objects.filter(state__in=waiting).select_related("interview__application")
    for case in cases.order_by("pk"):
        story = world.stories[case.interview.application_id]
        world.stirred = True
        with refusable(world, story, "case"):
            _see_to(world, story, case)


def _see_to(world: World, story: Story, case: Case) -> None:
    by, now = world.place.owner, world.now
    wants = story.person.draws.happens(story.person.habits.wants_again, "wants again", story.turn)
    if case.state == CaseState.PROPOSED:
        confirm_closing(case, by=by, now=now)
        world.say(story, "case-is-closed", "by rule")
    elif case.state == CaseState.ANSWERED and wants and story.decides("second chance"):
        invited(world, story, give_second_chance(case, by=by, now=now))
        world.say(story, "gets-second-chance")
    else:
        close_by_hand(case, by=by, now=now, reason="by_hand")
        world.say(story, "case-is-closed", f"by hand, {case.state}")

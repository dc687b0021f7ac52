"""What the made-up company's staff do towards people: invite them, and call where the plan asks for it."""

from datetime import timedelta

from company.prepared import Prepared
from messaging.models import Message
from messaging.policy import CallOutcome, Kind
from messaging.services.calling import log_call
from sandbox.simulator import acting, living
from sandbox.simulator.acting import refusable
from sandbox.simulator.office import at_work, invited
from sandbox.simulator.world import Story, World
from scheduling.services.inviting import invite


def look_at_application(world: World, story: Story) -> None:
    """Somebody has applied: they are invited a little later, while the place is open."""
    after = story.person.draws.minutes(story.person.habits.invites_after_minutes, "invites")
    at = at_work(at_work(world.now) + timedelta(minutes=after))
    world.at(world.step(at), lambda: _invite(world, story))


def _invite(world: World, story: Story) -> None:
    with refusable(world, story, "invite"):
        interview = invite(acting.fresh(story), by=world.place.owner, now=world.now)
        world.say(story, "is-invited")
        invited(world, story, interview)


_CALLS = Prepared(lambda now: Message.objects.overdue_calls(now).order_by("pk"))


def take_calls(world: World) -> None:
    """Call tasks that have fallen due: each is made a little later, while the place is open."""
    for row in _CALLS.all(world.now):
        if row.pk in world.calls:
            continue
        world.calls.add(row.pk)
        story = world.stories[row.application_id]
        minutes = 5 + 40 * story.person.draws.share("staff call", f"{row.kind}/{story.turn}")
        at = at_work(world.now + timedelta(minutes=minutes))
        world.at(world.step(at), lambda row=row, story=story: _call(world, story, row))  # type: ignore[misc]


def _call(world: World, story: Story, task: Message) -> None:
    if not Message.objects.overdue_calls(world.now).filter(pk=task.pk).exists():
        return  # no longer wanted
    draws, turn = story.person.draws, story.turn
    answers = story.person.has_mobile and not draws.happens(story.person.habits.dead_phone, "dead phone")
    reached = answers and draws.happens(story.person.habits.answers_phone, "answers", f"{task.kind}/{turn}")
    outcome = CallOutcome.REACHED if reached else CallOutcome.NO_ANSWER
    with refusable(world, story, "call"):
        log_call(acting.fresh(story), outcome=outcome, by=world.place.owner, now=world.now, message=task)
        world.acted(story)
        story.calls += 1
        world.say(story, "is-called", f"{task.kind} {outcome.value}")
    if reached and task.kind == Kind.CALL_MORNING:
        story.known.was_called = True
        story.known.reminders += 1
        living.answer_reminder(world, story, turn, by_phone=True)

"""I1, I3, I10, I14 and I20 of rows: plans, states, seats."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q

from candidates.models import Application
from messaging.models import Attempt, DeliveryReceipt, Message
from messaging.policy import BY_HAND, NEXT, ChannelName, State
from messaging.services.dispatching import circuits
from reminders.models import StalePlan
from reminders.services.planning import replan
from sandbox.simulator.promises import history
from sandbox.simulator.promises.facts import InterviewFacts
from sandbox.simulator.promises.seats import RULES
from sandbox.simulator.promises.witness import Witness, fail

SAYS = {
    "queued": 1,
    "sent": 1,
    "delivered": 2,
    "undelivered": 3,
    "bounced": 3,
    "failed": 4,
}
STANDS = {State.ACCEPTED: 1, State.DELIVERED: 2, State.UNDELIVERED: 3, State.FAILED: 4}
"""How far a report reaches and a state stands. Said here once more: the checks trust no product's rule."""

BORN = {State.PLANNED, State.RECEIVED}
CALLED = {State.ACCEPTED, State.FAILED}  # a call nobody had planned is written down as it ended
OPENS, CLOSES = 8, 21
QUARTER = timedelta(minutes=15)
ATTEMPTS = 6
STUCK = timedelta(seconds=60)
TIMEOUTS = timedelta(seconds=30)
NOT_DIGESTED = {"claim", "lease_until"}


# --- I1 --------------------------------------------------------------------------------------------


def planning_again_changes_nothing(world: Witness, *, everybody: bool = False) -> None:
    """I1: every plan is as its facts want it, unless it stands in line to be made again.

    It is the dearest question, so each step asks it of one application in turn, the last step of all.
    """
    world.turn += 1
    every = sorted(world.facts.applications)
    asked = every if everybody else every[world.turn % max(len(every), 1) :][:1]
    waiting = set(Message.objects.filter(needs_follow_up=True).values_list("application_id", flat=True))
    waiting |= set(StalePlan.objects.values_list("application_id", flat=True))
    on_the_way = Message.objects.filter(direction="out").filter(
        Q(state__in=["claimed", "sending", "unknown"]) | Q(state="planned", due_at__lte=world.now)
    )  # half of what goes out on every channel is said: the plan is judged when all of it is
    waiting |= set(on_the_way.values_list("application_id", flat=True))
    for application in asked:
        if application in waiting:
            continue
        before = digest(application)
        with transaction.atomic():
            replan(application, now=world.now)
            after = digest(application)
            transaction.set_rollback(True)
        if before != after:
            changed = [
                (a["key"], {name: (a[name], b[name]) for name in a if a[name] != b[name]})
                for a, b in zip(before, after, strict=False)
                if a != b
            ] + [(row["key"], "is new") for row in after[len(before) :]]
            fail("I1 drift", f"planning application {application} again changes {changed}")


def digest(application: int) -> list[dict[str, object]]:
    rows = Message.objects.filter(application=application, direction="out").order_by("pk").values()
    return [{name: value for name, value in row.items() if name not in NOT_DIGESTED} for row in rows]


def no_plan_without_its_fact(world: Witness) -> None:
    """I1: what is planned is about something that is true now."""
    plans = Message.objects.filter(direction="out", state__in=["planned", "claimed"], needs_follow_up=False)
    for row in plans.exclude(kind__in=BY_HAND):
        if not world.facts.holds(row.kind, row.about, row.application_id):
            fail("I1 orphan", f"{row.kind} about {row.about} is planned, which is not so")


def nobody_owed_is_forgotten(world: Witness) -> None:
    """I1: who was started or booked has a word about it, if it could be said all the time since."""
    rows = Message.objects.filter(direction="out").exclude(state="cancelled")
    told = set(rows.values_list("application_id", "about"))
    for pk, application in world.facts.applications.items():
        cut_off = application.candidate in world.out_of_reach or f"application:{pk}" in world.interrupted
        if application.is_started and not cut_off and (pk, f"application:{pk}") not in told:
            fail("I1 lost", f"application {pk} was never thanked")
    for pk, interview in world.facts.interviews.items():
        application = world.facts.applications[interview.application]
        cut_off = application.candidate in world.out_of_reach or f"interview:{pk}" in world.interrupted
        if cut_off or not application.is_started:
            continue
        if interview.state != "booked" or interview.starts_at is None:
            continue
        about = f"interview:{pk}@{interview.starts_at:%Y-%m-%dT%H:%M}"
        if interview.starts_at <= world.now or not _could_be_told(world, interview):
            continue
        if (interview.application, about) not in told:
            fail("I1 lost", f"nobody tells application {interview.application} about {about}")


def _could_be_told(world: Witness, interview: InterviewFacts) -> bool:
    """Whoever is reached by SMS or LINE alone is told by day, which may be after the start."""
    person = world.facts.people[world.facts.applications[interview.application].candidate]
    booked, starts = interview.booked_at, interview.starts_at
    if booked is None or starts is None or person.addresses["email"]:
        return True
    zone = ZoneInfo(Application.objects.get(pk=interview.application).job.location.zone)
    quarters = (booked + QUARTER * n for n in range(96))
    return any(OPENS <= one.astimezone(zone).hour < CLOSES for one in quarters if one < starts)


# --- the life of a row -----------------------------------------------------------------------------


def states_follow_the_graph(world: Witness) -> None:
    """I14 and terminal states: every change of state that was committed is an edge of the graph."""
    for number, message, old, new in history.since(world.seen_history):
        world.seen_history = number
        if old and State(new) not in NEXT[State(old)]:
            fail("I14 graph", f"message {message} went from {old} to {new}")
        if not old and State(new) not in BORN | CALLED:
            fail("I14 graph", f"message {message} was born {new}")


def reports_are_followed(world: Witness) -> None:
    """I14: in whatever order they came, the row stands at least as far as the farthest report."""
    farthest: dict[int, int] = {}
    for message, status in DeliveryReceipt.objects.values_list("message_id", "status"):
        farthest[message] = max(farthest.get(message, 0), SAYS.get(status, 0))
    for pk, state in Message.objects.filter(pk__in=farthest).values_list("pk", "state"):
        if STANDS.get(State(state), farthest[pk]) < farthest[pk]:
            fail("I14 backwards", f"message {pk} is {state} after a report of rank {farthest[pk]}")


def nothing_is_stuck(world: Witness) -> None:
    """I3: a plan does not outlive its use, a lease not its worker; asked after a reap."""
    rows = Message.objects.filter(direction="out")
    for what, found in (
        ("planned past its use", rows.filter(state="planned", expires_at__lte=world.now - STUCK)),
        ("claimed past its lease", rows.filter(state="claimed", lease_until__lte=world.now)),
        ("sending past its lease", rows.filter(state="sending", lease_until__lte=world.now - TIMEOUTS)),
    ):
        if row := found.first():
            fail("I3 stuck", f"message {row.pk} ({row.kind}) is {what}")


def nothing_due_is_left(world: Witness) -> None:
    """I3: after an undisturbed sweep nothing is due any more, but on hold or while a provider rests."""
    due = Message.objects.due(world.now).filter(direction="out")
    row = due.exclude(channel__in=circuits.resting()).first()
    if row and not world.facts.is_held:
        fail("I3 left", f"message {row.pk} ({row.kind}, {row.channel}) is due and was not sent")


def nothing_is_given_up_in_silence(world: Witness) -> None:
    """I3: what ended without having been said is in a state that somebody sees, with a reason."""
    for row in Message.objects.filter(state__in=["failed", "needs_person", "suppressed", "expired"]):
        if not row.reason:
            fail("I3 silent", f"message {row.pk} is {row.state} for no reason")


def nothing_expires_while_we_work(world: Witness) -> None:
    """I3: too late is for outages, holds and nights; a working dispatcher tries everything in time."""
    expired = Message.objects.filter(state="expired", reason="too_late", attempts=0)
    for row in expired.exclude(channel=ChannelName.PHONE):
        if not any(start <= row.expires_at and end >= row.due_at for start, end in world.silences):
            fail("I3 lost", f"message {row.pk} ({row.kind}) expired untried, due {row.due_at}")


def attempts_are_bounded(world: Witness) -> None:
    """I20: six tries a message, each on record before it was made."""
    for row in Message.objects.filter(attempts__gt=ATTEMPTS):
        fail("I20 attempts", f"message {row.pk} was tried {row.attempts} times")
    tries = Counter(entry.outgoing.message_id for entry in world.handed)
    on_record = Counter(Attempt.objects.values_list("message_id", flat=True))
    for message, number in tries.items():
        if number > on_record[message]:
            fail("I1 unrecorded", f"message {message} left {number} times, on record {on_record[message]}")


def seats_have_one_person(world: Witness) -> None:
    """I10, I11: bookings and holds, as the rules in SQL have it."""
    with connection.cursor() as cursor:
        for rule, statement in RULES.items():
            if rows := cursor.execute(statement).fetchall():
                fail("I10 seats", f"{rule}: {rows}")

"""What must hold after every step. Each check is a plain question to rows, facts and the log."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone, translation

from candidates.models import Application, Link
from company.moments import day_hour_words
from messaging.channels.base import Doubt
from messaging.models import Attempt, DeliveryReceipt, Message
from messaging.policy import BY_HAND, NEXT, ChannelName, Kind, State
from messaging.services.dispatching import circuits
from reminders.models import StalePlan
from reminders.services.planning import replan
from tests.machine import history
from tests.machine.facts import InterviewFacts
from tests.machine.provider import Handed, Provider
from tests.machine.world import PERSONAS, World
from tests.scenario.booking_checks import RULES

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
TELLS_THE_TIME = {Kind.BOOKED, Kind.MOVED, Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN}
ANSWERS_AN_ACT = {
    Kind.THANKS,
    Kind.BOOKED,
    Kind.MOVED,
    Kind.CONFIRMED,
    Kind.LATE_NOTED,
    Kind.THE_WAY,
    Kind.REPLY_LINK,
    Kind.LINKED,
    Kind.MANUAL,
}
FRESH = timedelta(minutes=10)
DAY = timedelta(hours=24)
QUARTER = timedelta(minutes=15)
OPENS, CLOSES = 8, 21
CAP, ATTEMPTS = 6, 6
STUCK = timedelta(seconds=60)
TIMEOUTS = timedelta(seconds=30)
TOKEN = re.compile(r"/i/([A-Za-z0-9_-]{22})/")
NOT_DIGESTED = {"claim", "lease_until"}


class Broken(AssertionError):
    """An invariant of RELIABILITY does not hold; the first word names it."""


def fail(name: str, words: str) -> None:
    raise Broken(f"{name}: {words}")


# --- I1 --------------------------------------------------------------------------------------------


def planning_again_changes_nothing(world: World, *, everybody: bool = False) -> None:
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


def no_plan_without_its_fact(world: World) -> None:
    """I1: what is planned is about something that is true now."""
    plans = Message.objects.filter(direction="out", state__in=["planned", "claimed"], needs_follow_up=False)
    for row in plans.exclude(kind__in=BY_HAND):
        if not world.facts.holds(row.kind, row.about, row.application_id):
            fail("I1 orphan", f"{row.kind} about {row.about} is planned, which is not so")


def nobody_owed_is_forgotten(world: World) -> None:
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


def _could_be_told(world: World, interview: InterviewFacts) -> bool:
    """Whoever is reached by SMS or LINE alone is told by day, which may be after the start."""
    person = world.facts.people[world.facts.applications[interview.application].candidate]
    booked, starts = interview.booked_at, interview.starts_at
    if booked is None or starts is None or person.addresses["email"]:
        return True
    zone = ZoneInfo(Application.objects.get(pk=interview.application).job.location.zone)
    quarters = (booked + QUARTER * n for n in range(96))
    return any(OPENS <= one.astimezone(zone).hour < CLOSES for one in quarters if one < starts)


# --- the life of a row -----------------------------------------------------------------------------


def states_follow_the_graph(world: World) -> None:
    """I14 and terminal states: every change of state that was committed is an edge of the graph."""
    for number, message, old, new in history.since(world.seen_history):
        world.seen_history = number
        if old and State(new) not in NEXT[State(old)]:
            fail("I14 graph", f"message {message} went from {old} to {new}")
        if not old and State(new) not in BORN | CALLED:
            fail("I14 graph", f"message {message} was born {new}")


def reports_are_followed(world: World) -> None:
    """I14: in whatever order they came, the row stands at least as far as the farthest report."""
    farthest: dict[int, int] = {}
    for message, status in DeliveryReceipt.objects.values_list("message_id", "status"):
        farthest[message] = max(farthest.get(message, 0), SAYS.get(status, 0))
    for pk, state in Message.objects.filter(pk__in=farthest).values_list("pk", "state"):
        if STANDS.get(State(state), farthest[pk]) < farthest[pk]:
            fail("I14 backwards", f"message {pk} is {state} after a report of rank {farthest[pk]}")


def nothing_is_stuck(world: World) -> None:
    """I3: a plan does not outlive its use, a lease not its worker; asked after a reap."""
    rows = Message.objects.filter(direction="out")
    for what, found in (
        ("planned past its use", rows.filter(state="planned", expires_at__lte=world.now - STUCK)),
        ("claimed past its lease", rows.filter(state="claimed", lease_until__lte=world.now)),
        ("sending past its lease", rows.filter(state="sending", lease_until__lte=world.now - TIMEOUTS)),
    ):
        if row := found.first():
            fail("I3 stuck", f"message {row.pk} ({row.kind}) is {what}")


def nothing_due_is_left(world: World) -> None:
    """I3: after an undisturbed sweep nothing is due any more, but on hold or while a provider rests."""
    due = Message.objects.due(world.now).filter(direction="out")
    row = due.exclude(channel__in=circuits.resting()).first()
    if row and not world.facts.is_held:
        fail("I3 left", f"message {row.pk} ({row.kind}, {row.channel}) is due and was not sent")


def nothing_is_given_up_in_silence(world: World) -> None:
    """I3: what ended without having been said is in a state that somebody sees, with a reason."""
    for row in Message.objects.filter(state__in=["failed", "needs_person", "suppressed", "expired"]):
        if not row.reason:
            fail("I3 silent", f"message {row.pk} is {row.state} for no reason")


def nothing_expires_while_we_work(world: World) -> None:
    """I3: too late is for outages, holds and nights; a working dispatcher tries everything in time."""
    expired = Message.objects.filter(state="expired", reason="too_late", attempts=0)
    for row in expired.exclude(channel=ChannelName.PHONE):
        if not any(start <= row.expires_at and end >= row.due_at for start, end in world.silences):
            fail("I3 lost", f"message {row.pk} ({row.kind}) expired untried, due {row.due_at}")


def attempts_are_bounded(world: World) -> None:
    """I20: six tries a message, each on record before it was made."""
    for row in Message.objects.filter(attempts__gt=ATTEMPTS):
        fail("I20 attempts", f"message {row.pk} was tried {row.attempts} times")
    tries = Counter(entry.outgoing.message_id for entry in world.log.entries)
    on_record = Counter(Attempt.objects.values_list("message_id", flat=True))
    for message, number in tries.items():
        if number > on_record[message]:
            fail("I1 unrecorded", f"message {message} left {number} times, on record {on_record[message]}")


# --- what left -------------------------------------------------------------------------------------


def what_left_was_right(world: World) -> None:
    """I4 to I9 of everything that left since the last look."""
    for entry in world.log.entries[world.seen_log :]:
        row = Message.objects.select_related("application__candidate", "application__job__location").get(
            pk=entry.outgoing.message_id
        )
        for check in (_early, _late, _stale, _night, _person, _words, _blocked):
            check(world, entry, row)
    world.seen_log = len(world.log.entries)


def _early(world: World, entry: Handed, row: Message) -> None:
    if entry.is_taken and entry.at < row.due_at:
        fail("I4 early", f"message {row.pk}, due {row.due_at}, left at {entry.at}")
    interview = _interview_of(entry, row)
    if row.kind == Kind.REMINDER_EVE and interview and interview - entry.at > timedelta(hours=38):
        fail("I4 early", f"message {row.pk}: an evening before that left {interview - entry.at} before")


def _late(world: World, entry: Handed, row: Message) -> None:
    if entry.at >= row.expires_at or entry.at >= entry.outgoing.expires_at:
        fail("I5 late", f"message {row.pk}, of use until {row.expires_at}, left at {entry.at}")
    starts = _interview_of(entry, row)
    if starts and row.kind in TELLS_THE_TIME and entry.at >= starts:
        fail("I5 late", f"message {row.pk} ({row.kind}) left at {entry.at}, the start was {starts}")


def _stale(world: World, entry: Handed, row: Message) -> None:
    if row.kind in BY_HAND:
        return
    if not entry.facts.holds(row.kind, row.about, row.application_id):
        fail("I6 stale", f"message {row.pk} ({row.kind} about {row.about}) left, which was not so any more")
    starts = _interview_of(entry, row)
    if starts and row.kind in TELLS_THE_TIME:
        with timezone.override(ZoneInfo(row.application.job.location.zone)), translation.override("ja"):
            words = day_hour_words(starts)
        if words not in entry.outgoing.body:
            fail("I6 stale", f"message {row.pk} ({row.kind}) does not say {words}")


def _interview_of(entry: Handed, row: Message) -> datetime | None:
    if not row.about.startswith("interview:") or "@" not in row.about:
        return None
    return entry.facts.interviews[int(row.about[10:].partition("@")[0])].starts_at


def _night(world: World, entry: Handed, row: Message) -> None:
    if entry.channel == ChannelName.EMAIL:
        return
    acts = world.own_acts.get(row.application.candidate_id, [])
    if row.kind in ANSWERS_AN_ACT and any(timedelta(0) <= entry.at - act <= FRESH for act in acts):
        return
    zone = ZoneInfo(row.application.job.location.zone)
    last = min(entry.outgoing.expires_at, entry.at + timedelta(days=30))
    local, until = entry.at.astimezone(zone), last.astimezone(zone)
    closes = local.replace(hour=CLOSES, minute=0, second=0, microsecond=0)
    if not OPENS <= local.hour < CLOSES or until > closes:
        fail("I7 night", f"message {row.pk} ({row.kind}) left at {local}, to be delivered until {until}")


def _person(world: World, entry: Handed, row: Message) -> None:
    person = entry.facts.people[row.application.candidate_id]
    if entry.outgoing.to != person.addresses[entry.channel] or row.contact_version != person.version:
        fail("I8 address", f"message {row.pk} went to an address that was not theirs at the gate")


def _words(world: World, entry: Handed, row: Message) -> None:
    said = f"{entry.outgoing.subject} {entry.outgoing.body} {entry.outgoing.attachments}"
    mine = row.application.candidate.family_name
    for name in {persona.name for persona in PERSONAS} - {mine}:
        if mine and name in said:  # whoever was erased meanwhile has no name to compare with
            fail("I8 person", f"message {row.pk} to {mine} names {name}")
    for token in TOKEN.findall(entry.outgoing.body):
        hashed = hashlib.sha256(token.encode()).hexdigest()
        link = Link.objects.filter(token_hash=hashed).first()
        if link and link.application_id != row.application_id:
            fail("I8 token", f"message {row.pk} carries a link of application {link.application_id}")


def _blocked(world: World, entry: Handed, row: Message) -> None:
    if entry.facts.people[row.application.candidate_id].is_erased:
        fail("I9 erased", f"message {row.pk} went to somebody who was erased")
    if (entry.channel, entry.outgoing.to) in entry.facts.blocked:
        fail("I9 blocked", f"message {row.pk} went to an address that is blocked")
    if entry.facts.is_held:
        fail("hold", f"message {row.pk} left while sending was on hold")


def said_once(world: World) -> None:
    """I2: a provider takes one message once; mail twice at most, the second time from doubt alone."""
    taken: dict[tuple[str, int], list[Handed]] = defaultdict(list)
    keys: Counter[str] = Counter()
    for entry in world.log.taken:
        taken[entry.channel, entry.outgoing.message_id].append(entry)
        keys[entry.outgoing.key] += 1
    for (channel, message), entries in taken.items():
        asks = Provider(ChannelName(channel), world.log).doubt
        most = 2 if asks is Doubt.ONCE else 1
        if len(entries) > most:
            fail("I2 twice", f"message {message} was taken {len(entries)} times by {channel}")
        if len(entries) > 1 and not _was_in_doubt(message, entries[0]):
            fail("I2 twice", f"message {message} was repeated by {channel} without a doubt")
        if keys[entries[0].outgoing.key] > len(entries):
            fail("I2 twice", f"{entries[0].outgoing.key} was said by two messages")


def _was_in_doubt(message: int, first: Handed) -> bool:
    return Attempt.objects.filter(pk=first.outgoing.attempt_id, outcome="unknown").exists()


def people_are_left_in_peace(world: World) -> None:
    """I20: six automatic texts a person in 24 hours, and one automatic answer with the link."""
    rows = {
        row.pk: row
        for row in Message.objects.filter(
            pk__in={entry.outgoing.message_id for entry in world.log.taken}
        ).select_related("application")
    }
    texts: dict[int, list[tuple[datetime, object]]] = defaultdict(list)
    answers: dict[int, list[datetime]] = defaultdict(list)
    for entry in world.log.taken:
        row = rows[entry.outgoing.message_id]
        person = row.application.candidate_id
        if row.kind == Kind.REPLY_LINK:
            answers[person].append(entry.at)
        reached_nobody = row.state == State.FAILED  # as the provider reported afterwards
        if row.own_act_at is None and row.kind not in BY_HAND and not reached_nobody:
            texts[person].append((entry.at, (row.application_id, row.kind, row.about, row.step)))
    for person, said in texts.items():
        for at, _ in said:
            if len({text for then, text in said if timedelta(0) <= at - then < DAY}) > CAP:
                fail("I20 cap", f"candidate {person} got more than {CAP} texts in the day before {at}")
    for person, times in answers.items():
        if any(b - a < DAY for a, b in _pairs(sorted(set(times)))):
            fail("I20 answers", f"candidate {person} was answered by machine twice in a day")


def _pairs(times: list[datetime]) -> Iterator[tuple[datetime, datetime]]:
    return pairwise(times)


def seats_have_one_person(world: World) -> None:
    """I10, I11: bookings and holds, as the rules in SQL have it."""
    with connection.cursor() as cursor:
        for rule, statement in RULES.items():
            if rows := cursor.execute(statement).fetchall():
                fail("I10 seats", f"{rule}: {rows}")


AFTER_EVERY_STEP = (
    seats_have_one_person,
    states_follow_the_graph,
    what_left_was_right,
    said_once,
    people_are_left_in_peace,
    attempts_are_bounded,
    reports_are_followed,
    nothing_is_given_up_in_silence,
    no_plan_without_its_fact,
    nobody_owed_is_forgotten,
    nothing_expires_while_we_work,
    planning_again_changes_nothing,
)

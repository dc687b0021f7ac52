"""I2, I4 to I9 and I20 of what left: judged by the log of the providers and the facts of that moment."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from candidates.models import Link
from company.moments import day_hour_words
from messaging.models import Attempt, Message
from messaging.policy import BY_HAND, ChannelName, Kind, State
from sandbox.simulator.promises.witness import Handed, Witness, fail, taken_of

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
OPENS, CLOSES = 8, 21
CAP = 6
TOKEN = re.compile(r"/i/([A-Za-z0-9_-]{22})/")
MAY_BE_REPEATED = {ChannelName.EMAIL}
"""Nobody can be asked about mail, so it is repeated once."""


# --- what left -------------------------------------------------------------------------------------


def what_left_was_right(world: Witness) -> None:
    """I4 to I9 of everything that left since the last look."""
    for entry in world.handed[world.seen_log :]:
        row = Message.objects.select_related("application__candidate", "application__job__location").get(
            pk=entry.outgoing.message_id
        )
        for check in (_early, _late, _stale, _night, _person, _words, _blocked):
            check(world, entry, row)
    world.seen_log = len(world.handed)


def _early(world: Witness, entry: Handed, row: Message) -> None:
    if entry.is_taken and entry.at < row.due_at:
        fail("I4 early", f"message {row.pk}, due {row.due_at}, left at {entry.at}")
    interview = _interview_of(entry, row)
    if row.kind == Kind.REMINDER_EVE and interview and interview - entry.at > timedelta(hours=38):
        fail("I4 early", f"message {row.pk}: an evening before that left {interview - entry.at} before")


def _late(world: Witness, entry: Handed, row: Message) -> None:
    if entry.at >= row.expires_at or entry.at >= entry.outgoing.expires_at:
        fail("I5 late", f"message {row.pk}, of use until {row.expires_at}, left at {entry.at}")
    starts = _interview_of(entry, row)
    if starts and row.kind in TELLS_THE_TIME and entry.at >= starts:
        fail("I5 late", f"message {row.pk} ({row.kind}) left at {entry.at}, the start was {starts}")


def _stale(world: Witness, entry: Handed, row: Message) -> None:
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


def _night(world: Witness, entry: Handed, row: Message) -> None:
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


def _person(world: Witness, entry: Handed, row: Message) -> None:
    person = entry.facts.people[row.application.candidate_id]
    if entry.outgoing.to != person.addresses[entry.channel] or row.contact_version != person.version:
        fail("I8 address", f"message {row.pk} went to an address that was not theirs at the gate")


def _words(world: Witness, entry: Handed, row: Message) -> None:
    said = f"{entry.outgoing.subject} {entry.outgoing.body} {entry.outgoing.attachments}"
    mine = row.application.candidate.family_name
    for name in set(world.names) - {mine}:
        if mine and name in said:  # whoever was erased meanwhile has no name to compare with
            fail("I8 person", f"message {row.pk} to {mine} names {name}")
    for token in TOKEN.findall(entry.outgoing.body):
        hashed = hashlib.sha256(token.encode()).hexdigest()
        link = Link.objects.filter(token_hash=hashed).first()
        if link and link.application_id != row.application_id:
            fail("I8 token", f"message {row.pk} carries a link of application {link.application_id}")


def _blocked(world: Witness, entry: Handed, row: Message) -> None:
    if entry.facts.people[row.application.candidate_id].is_erased:
        fail("I9 erased", f"message {row.pk} went to somebody who was erased")
    if (entry.channel, entry.outgoing.to) in entry.facts.blocked:
        fail("I9 blocked", f"message {row.pk} went to an address that is blocked")
    if entry.facts.is_held:
        fail("hold", f"message {row.pk} left while sending was on hold")


def said_once(world: Witness) -> None:
    """I2: a provider takes one message once; mail twice at most, the second time from doubt alone."""
    taken: dict[tuple[str, int], list[Handed]] = defaultdict(list)
    keys: Counter[str] = Counter()
    for entry in taken_of(world):
        taken[entry.channel, entry.outgoing.message_id].append(entry)
        keys[entry.outgoing.key] += 1
    for (channel, message), entries in taken.items():
        most = 2 if channel in MAY_BE_REPEATED else 1
        if len(entries) > most:
            fail("I2 twice", f"message {message} was taken {len(entries)} times by {channel}")
        if len(entries) > 1 and not _was_in_doubt(message, entries[0]):
            fail("I2 twice", f"message {message} was repeated by {channel} without a doubt")
        key = entries[0].outgoing.key  # what a person wrote has none
        if key and keys[key] > len(entries):
            fail("I2 twice", f"{key} was said by two messages")


def _was_in_doubt(message: int, first: Handed) -> bool:
    return Attempt.objects.filter(pk=first.outgoing.attempt_id, outcome="unknown").exists()


def people_are_left_in_peace(world: Witness) -> None:
    """I20: six automatic texts a person in 24 hours, and one automatic answer with the link."""
    rows = {
        row.pk: row
        for row in Message.objects.filter(
            pk__in={entry.outgoing.message_id for entry in taken_of(world)}
        ).select_related("application")
    }
    texts: dict[int, list[tuple[datetime, object]]] = defaultdict(list)
    answers: dict[int, list[datetime]] = defaultdict(list)
    for entry in taken_of(world):
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

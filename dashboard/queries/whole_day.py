"""Before a whole day changes: every person it concerns, what becomes of them, and the exact words.

The first few messages are those that would really leave: the deed is done in a transaction that is then given
up. For everybody else the channels are worked out from how they can be reached.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from company.models import Location, Staff
from dashboard.queries.day_seats import free_seats, take_seat
from dashboard.queries.day_ways import BEST_FIRST, channels_for, ways_of
from dashboard.queries.queue import page
from dashboard.scope import Scope
from dashboard.services.day_deeds import Choices, Deed, Refused, booked_on, do, may_be_online
from dashboard.words import channel_icon, channel_word
from messaging.models import Message
from messaging.policy import OPEN, ChannelName, Kind
from messaging.rendering import MissingValue
from messaging.services.composing import preview
from scheduling.models import Closure, Interview, Slot
from scheduling.policy.whole_day import bounds_of, same_hour_on
from scheduling.services.closures import effect_of

SAMPLES = 3
TYPED_ABOVE = 50
SAYS = [Kind.CANCELLED, Kind.MOVED, Kind.MANUAL]


@dataclass(frozen=True)
class Concerned:
    """One person, and what becomes of them. ``stays``: nothing can be done for them, as a code."""

    interview: Interview
    deed: Deed
    to: datetime | None
    channels: tuple[ChannelName, ...]
    stays: str = ""
    is_instead: bool = False

    @property
    def name(self) -> str:
        return str(self.interview.application.candidate)

    @property
    def kana(self) -> str:
        return self.interview.application.candidate.full_kana

    @property
    def url(self) -> str:
        return page(self.interview.application_id)

    @property
    def starts_at(self) -> datetime | None:
        return self.interview.starts_at

    @property
    def is_to_be_called(self) -> bool:
        return not self.stays and not self.channels

    @property
    def ways(self) -> list[tuple[str, str]]:
        return [(channel_icon(channel), channel_word(channel)) for channel in self.channels]


@dataclass(frozen=True)
class Words:
    """One message as it would leave."""

    channel: str
    icon: str
    subject: str
    body: str


@dataclass(frozen=True)
class Sample:
    name: str
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Outlook:
    """What would happen. ``mark`` changes when the people, their times or what becomes of them do."""

    people: tuple[Concerned, ...]
    samples: tuple[Sample, ...]
    open_times: int
    hidden: int

    @property
    def acting(self) -> list[Concerned]:
        return [one for one in self.people if not one.stays]

    @property
    def staying(self) -> list[Concerned]:
        return [one for one in self.people if one.stays]

    @property
    def to_call(self) -> list[Concerned]:
        return [one for one in self.people if one.is_to_be_called]

    @property
    def instead(self) -> list[Concerned]:
        return [one for one in self.people if one.is_instead]

    @property
    def by_channel(self) -> list[tuple[str, str, int]]:
        counts = Counter(channel for one in self.acting for channel in one.channels)
        return [(channel_icon(name), channel_word(name), counts[name]) for name in BEST_FIRST if counts[name]]

    @property
    def needs_typing(self) -> bool:
        return len(self.acting) > TYPED_ABOVE

    @property
    def mark(self) -> str:
        told = ";".join(
            f"{one.interview.pk}@{one.starts_at}>{one.deed}{one.to}{one.stays}" for one in self.people
        )
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def outlook(scope: Scope, place: Location, choices: Choices, *, now: datetime) -> Outlook:
    everybody = booked_on(place, choices.on, now)
    visible = set(
        Interview.objects.visible_to(scope.staff)
        .filter(pk__in=[one.pk for one in everybody])
        .values_list("pk", flat=True)
    )
    mine = [one for one in everybody if one.pk in visible]
    people = _concerned(mine, place, choices, now)
    acting = [one for one in people if not one.stays]
    return Outlook(
        people=tuple(people),
        samples=_samples(acting[:SAMPLES], choices, scope.staff, now),
        open_times=_open_times(place, choices, now),
        hidden=len(everybody) - len(mine),
    )


def with_starts(choices: Choices, people: Iterable[Concerned]) -> Choices:
    """The times as they were shown."""
    starts = {str(one.interview.pk): one.starts_at.isoformat() for one in people if one.starts_at}
    return replace(choices, starts=starts)


def _concerned(
    interviews: Sequence[Interview], place: Location, choices: Choices, now: datetime
) -> list[Concerned]:
    ways = ways_of([one.application.candidate for one in interviews])
    seats = free_seats(place, choices, now)
    found = []
    for interview in interviews:
        deed, to, stays = _becomes(interview, place, choices, seats, now)
        is_instead = bool(stays) and choices.else_call_off and choices.deed != Deed.CALL_OFF
        if is_instead:
            deed, to, stays = Deed.CALL_OFF, None, ""
        found.append(
            Concerned(
                interview=interview,
                deed=deed,
                to=to,
                channels=() if stays else channels_for(interview, deed, ways),
                stays=stays,
                is_instead=is_instead,
            )
        )
    return found


def _becomes(
    interview: Interview, place: Location, choices: Choices, seats: list[Slot], now: datetime
) -> tuple[Deed, datetime | None, str]:
    held = _slot(interview)
    if choices.deed == Deed.MOVE and choices.to is not None and interview.starts_at is not None:
        wanted = same_hour_on(interview.starts_at, choices.to, place.zone)
        slot = take_seat(seats, wanted, held)
        return Deed.MOVE, wanted if slot else None, "" if slot else "no_time"
    if choices.deed == Deed.ONLINE and held is not None:
        if held.is_online:
            return Deed.ONLINE, None, "online"
        may = may_be_online(interview, held, choices.online_url, now)
        return Deed.ONLINE, None, "" if may else "facts"
    return Deed.CALL_OFF, None, ""


def _slot(interview: Interview) -> Slot | None:
    return next((seat.slot for seat in interview.bookings.all() if seat.active), None)


def _open_times(place: Location, choices: Choices, now: datetime) -> int:
    start, end = bounds_of(choices.on, place.zone)
    return effect_of(Closure(location=place, starts_at=start, ends_at=end), now=now).open_times


def _samples(people: Sequence[Concerned], choices: Choices, by: Staff, now: datetime) -> tuple[Sample, ...]:
    known = with_starts(choices, people)
    return tuple(Sample(one.name, _said(one, known, by, now)) for one in people)


def _said(one: Concerned, choices: Choices, by: Staff, now: datetime) -> tuple[Words, ...]:
    """Done and given up again: nothing of it stays, and nothing leaves."""
    with transaction.atomic():
        try:
            do(
                Interview.objects.select_related("application__candidate", "application__job__location").get(
                    pk=one.interview.pk
                ),
                choices,
                by=by,
                now=now,
            )
            rows = Message.objects.outgoing().filter(
                application=one.interview.application_id, created_at=now, state__in=OPEN, kind__in=SAYS
            )
            rows = rows.exclude(channel=ChannelName.PHONE).select_related(
                "application__candidate", "application__job__location", "author"
            )
            words = tuple(_words(row) for row in rows.order_by("pk"))
        except Refused:
            words = ()
        transaction.set_rollback(True)
    return words


def _words(message: Message) -> Words:
    try:
        subject, body = preview(message)
    except MissingValue:
        subject, body = "", ""
    return Words(channel_word(message.channel), channel_icon(message.channel), subject, body)

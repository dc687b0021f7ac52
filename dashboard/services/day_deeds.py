"""One person of a day that changes as a whole: what is done for them, and how it is taken back.

The same functions do it for real and, in a transaction that is given up again, to show the exact messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any  # what was chosen is JSON

from django.db import transaction
from django.utils.translation import gettext as _

from candidates.services.locking import lock_person
from company.models import Location, Staff
from company.moments import day_hour_words
from messaging.models import Message
from messaging.policy import OPEN, ChannelName, Kind, State
from messaging.services import writing
from messaging.services.holding_back import ask_to_call, hold_back
from reminders.policy.facts import about_details
from reminders.services.day_facts import notice_words
from reminders.services.facts import reach
from reminders.services.values import spoken_to
from scheduling.models import Booking, Interview, Slot
from scheduling.policy import InterviewState, Mode
from scheduling.policy.whole_day import TAKEN_BACK_WITHIN, DayReason, bounds_of, same_hour_on
from scheduling.services.going_online import hold_at_the_place, hold_online
from scheduling.services.seats import SlotTaken
from scheduling.services.slot_changes import SlotChanged, SlotPast
from scheduling.services.slots import MeetingLinkMissing, SlotExists
from scheduling.services.telling import FactsMissing, missing_for
from scheduling.services.whole_day import (
    Before,
    ChangedSince,
    InterviewOver,
    call_off_and_ask,
    move_to,
    take_back,
)

TOLD_BY = [Kind.CANCELLED, Kind.MOVED]


class Deed(StrEnum):
    """What becomes of the day."""

    CALL_OFF = "call_off"
    MOVE = "move"
    ONLINE = "online"


class Refused(Exception):
    """This person stays as they are; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Choices:
    """What was decided for one place and day. ``starts`` are the times as they were shown, by interview."""

    place: int
    on: date
    deed: Deed
    reason: DayReason
    to: date | None = None
    online_url: str = ""
    else_call_off: bool = True
    starts: Mapping[str, str] | None = None

    @classmethod
    def read(cls, known: Mapping[str, Any]) -> "Choices":
        return cls(
            place=int(known["place"]),
            on=date.fromisoformat(known["on"]),
            deed=Deed(known["deed"]),
            reason=DayReason(known["reason"]),
            to=date.fromisoformat(known["to"]) if known.get("to") else None,
            online_url=known.get("online_url", ""),
            else_call_off=bool(known.get("else_call_off", True)),
            starts=known.get("starts", {}),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "on": self.on.isoformat(),
            "deed": self.deed.value,
            "reason": self.reason.value,
            "to": self.to.isoformat() if self.to else "",
            "online_url": self.online_url,
            "else_call_off": self.else_call_off,
            "starts": dict(self.starts or {}),
        }

    def shown_at(self, interview: int) -> datetime:
        return datetime.fromisoformat((self.starts or {})[str(interview)])


def do(interview: Interview, choices: Choices, *, by: Staff, now: datetime) -> dict[str, Any]:
    """Returns what an undo goes back to. Raises Refused."""
    starts_at = choices.shown_at(interview.pk)
    if starts_at <= now:
        raise Refused("begun")
    try:
        if choices.deed == Deed.CALL_OFF:
            return _call_off(interview, choices, starts_at, by, now)
        return _first_choice(interview, choices, starts_at, by, now)
    except ChangedSince as changed:
        raise Refused("changed") from changed
    except InterviewOver as over:
        raise Refused("over") from over


def undo(
    interview: Interview, before: Mapping[str, Any], since: datetime, *, by: Staff, now: datetime
) -> None:
    """As if it had not been, for whom nothing has left yet. Raises Refused."""
    with transaction.atomic():
        lock_person(interview.application.candidate_id)
        if _is_told(interview, before, since):
            raise Refused("told")
        try:
            if before["deed"] == Deed.ONLINE:
                _back_to_the_place(interview, before, by=by, now=now)
            else:
                take_back(interview, Before.from_json(before["was"]), by=by, now=now)
        except (ChangedSince, SlotTaken, SlotChanged, SlotPast, SlotExists) as changed:
            raise Refused("changed") from changed


def _call_off(
    interview: Interview, choices: Choices, starts_at: datetime, by: Staff, now: datetime
) -> dict[str, Any]:
    was = call_off_and_ask(interview, starts_at=starts_at, by=by, now=now, reason=choices.reason)
    return {"deed": Deed.CALL_OFF.value, "was": was.as_json()}


def _first_choice(
    interview: Interview, choices: Choices, starts_at: datetime, by: Staff, now: datetime
) -> dict[str, Any]:
    """Moved or held online; where that cannot be, called off, if that was chosen for them."""
    try:
        with transaction.atomic():
            if choices.deed == Deed.MOVE:
                return _move(interview, choices, starts_at, by, now)
            return _online(interview, choices, starts_at, by, now)
    except Refused:
        if not choices.else_call_off:
            raise
    return _call_off(Interview.objects.get(pk=interview.pk), choices, starts_at, by, now)


def _move(
    interview: Interview, choices: Choices, starts_at: datetime, by: Staff, now: datetime
) -> dict[str, Any]:
    slot = slot_for(interview, choices, starts_at, now)
    if slot is None:
        raise Refused("no_time")
    try:
        was = move_to(interview, slot, starts_at=starts_at, by=by, now=now, reason=choices.reason)
    except SlotTaken as taken:
        raise Refused("no_time") from taken
    except FactsMissing as missing:
        raise Refused("facts") from missing
    return {"deed": Deed.MOVE.value, "was": was.as_json(), "to": slot.pk}


def slot_for(interview: Interview, choices: Choices, starts_at: datetime, now: datetime) -> Slot | None:
    """A free time at the same hour of the other day, met in the same way, by the same person if they can."""
    if choices.to is None:
        return None
    place = Location.objects.get(pk=choices.place)
    held = Booking.objects.select_related("slot").filter(interview=interview, active=True).first()
    free = Slot.objects.open(now).filter(
        location=place, starts_at=same_hour_on(starts_at, choices.to, place.zone)
    )
    if held is None:
        return free.first()
    same_way = list(free.filter(mode=held.slot.mode))
    same_way.sort(key=lambda slot: (slot.interviewer_id != held.slot.interviewer_id, slot.pk))
    return next(iter(same_way), None)


def may_be_online(interview: Interview, slot: Slot, online_url: str, now: datetime) -> bool:
    """Whether the job's page says all that somebody who joins by video needs to know."""
    wanted = Slot(
        location=slot.location, interviewer=slot.interviewer, mode=Mode.ONLINE, online_url=online_url
    )
    return slot.mode == Mode.ONSITE and not missing_for(interview.application, now=now, slot=wanted)


def _online(
    interview: Interview, choices: Choices, starts_at: datetime, by: Staff, now: datetime
) -> dict[str, Any]:
    lock_person(interview.application.candidate_id)
    interview.refresh_from_db()
    held = Booking.objects.select_related("slot").filter(interview=interview, active=True).first()
    if held is None or interview.starts_at != starts_at or not interview.is_booked:
        raise ChangedSince
    slot = held.slot
    is_first = not slot.is_online
    if is_first and not may_be_online(interview, slot, choices.online_url, now):
        raise Refused("facts")
    if slot.is_online and slot.online_url != choices.online_url:
        raise Refused("online")
    try:
        hold_online(slot, choices.online_url, by=by, now=now)
    except (SlotExists, SlotChanged, SlotPast, MeetingLinkMissing) as refusal:
        raise Refused("no_time") from refusal
    said = _say_online(interview, choices, by, now)
    return {"deed": Deed.ONLINE.value, "slot": slot.pk, "message": said.pk}


def _say_online(interview: Interview, choices: Choices, by: Staff, now: datetime) -> Message:
    """Written to on the best way there is, a minute later; who cannot be written to is called."""
    application = interview.application
    ways = reach(application.candidate) if application.is_started else ()
    if not ways:
        until = choices.shown_at(interview.pk)
        return ask_to_call(application, by=by, now=now, until=until, about=f"interview:{interview.pk}")
    with spoken_to(application):
        body, subject = online_words(choices.shown_at(interview.pk), choices), _("We meet online ({company})")
    message = writing.write(application, channel=ways[0], body=body, subject=subject, author=by, now=now)
    starts_at = choices.shown_at(interview.pk)
    about = about_details(interview.pk, starts_at)
    hold_back(message, until=now + TAKEN_BACK_WITHIN, about=about, ends_at=starts_at)
    return message


def online_words(starts_at: datetime, choices: Choices) -> str:
    return _(
        "{name}, this is {company}. %(notice)s Let us meet online on %(when)s, at the same time."
        " You need not come to us. How to join:\n{link}"
    ) % {"notice": notice_words(choices.reason), "when": day_hour_words(starts_at)}


def _is_told(interview: Interview, before: Mapping[str, Any], since: datetime) -> bool:
    """Whether any of the words has left, or may have."""
    if before["deed"] == Deed.ONLINE:
        seated = Booking.objects.filter(slot=before["slot"], active=True)
        people = seated.values("interview__application")
        said = Message.objects.filter(kind=Kind.MANUAL, application__in=people, created_at__gte=since)
        said = said.exclude(channel=ChannelName.PHONE)
    else:
        said = Message.objects.filter(
            application=interview.application_id, kind__in=TOLD_BY, created_at__gte=since
        )
    return said.exclude(state__in=[*OPEN, State.CANCELLED, State.SUPPRESSED, State.EXPIRED]).exists()


def _back_to_the_place(interview: Interview, before: Mapping[str, Any], *, by: Staff, now: datetime) -> None:
    message = Message.objects.get(pk=before["message"])
    Message.objects.filter(pk=message.pk, state__in=OPEN).update(
        state=State.CANCELLED, reason="taken_back", claim="", lease_until=None, settled_at=now
    )
    slot = Slot.objects.get(pk=before["slot"])
    if slot.is_online:
        hold_at_the_place(slot, by=by, now=now)


def booked_on(place: Location, on: date, now: datetime) -> "list[Interview]":
    """Everybody who is to be met at the place on that local day and has not begun, soonest first."""
    start, end = bounds_of(on, place.zone)
    rows = Interview.objects.filter(
        state=InterviewState.BOOKED,
        bookings__active=True,
        bookings__slot__location=place,
        starts_at__gte=max(start, now),
        starts_at__lt=end,
    )
    return list(
        rows.select_related("application__candidate", "application__job__location")
        .prefetch_related("bookings__slot__interviewer")
        .order_by("starts_at", "pk")
    )

"""嵐の日: a place's whole day, decided once and carried out person by person in the background."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any  # a bulk act's choices are JSON

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from company.models import BulkAct, BulkItem, Location, Staff
from company.services import trail
from dashboard.services import bulk
from dashboard.services.day_deeds import Choices, Deed, Refused, do, undo
from scheduling.models import Closure, Interview, Slot
from scheduling.policy import Mode
from scheduling.policy.whole_day import bounds_of
from scheduling.services.closures import ClosureInThePast, close, open_again
from scheduling.services.slots import SlotBooked, SlotRefused, reopen_slot, withdraw_slot

KIND, UNDO = "whole_day", "whole_day_undo"
REASONS = {
    "begun": _("It has begun meanwhile"),
    "changed": _("They moved or withdrew themselves meanwhile, or a colleague acted"),
    "over": _("The application has ended"),
    "no_time": _("No free time at that hour, so it stays as it was"),
    "facts": _("What they would need to know is not all filled in, so it stays as it was"),
    "online": _("It is online already"),
    "told": _("They have been told already"),
    "not_allowed": _("You may no longer act here"),
    "not_theirs": _("It belongs to another place now"),
}


def ask(
    choices: Choices, interviews: Sequence[Interview], label: str, *, by: Staff, now: datetime
) -> BulkAct:
    """Close the day for new bookings and write down what is to be done for whom."""
    place = Location.objects.get(pk=choices.place)

    def first(act: BulkAct) -> dict[str, Any]:
        closed = _close(place, choices, label, by=by, now=now)
        trail.record("day_changed", act, now=now, by=by, deed=choices.deed.value, place=place.pk)
        return closed

    people = [interview.pk for interview in interviews]
    return bulk.ask(KIND, people, choices.as_json(), by=by, now=now, first=first)


def take_back(act: BulkAct, *, by: Staff, now: datetime) -> BulkAct | None:
    """Stop it, open the day again, and go back for everybody who has not been told; None the second time."""
    with transaction.atomic():
        back = bulk.undo(act, by=by, now=now)
        if back is not None:
            _open_again(act, by=by, now=now)
    return back


@bulk.kind(KIND, title=_("A whole day"), about="interview", undo=UNDO, reasons=REASONS)
def _one(item: BulkItem, act: BulkAct, now: datetime) -> None:
    interview = Interview.objects.select_related("application__candidate", "application__job__location").get(
        pk=item.about_id
    )
    try:
        item.before = do(interview, Choices.read(act.choices), by=_author(act), now=now)
    except Refused as refusal:
        raise bulk.Skipped(refusal.code) from refusal


@bulk.kind(UNDO, title=_("A whole day, taken back"), about="interview", reasons=REASONS)
def _one_back(item: BulkItem, act: BulkAct, now: datetime) -> None:
    done = BulkItem.objects.select_related("act").get(act=act.choices["act"], about_id=item.about_id)
    if done.outcome != bulk.Outcome.DONE:
        raise bulk.Skipped("changed")
    interview = Interview.objects.select_related("application__candidate").get(pk=item.about_id)
    try:
        undo(interview, done.before, done.act.asked_at, by=_author(act), now=now)
    except Refused as refusal:
        raise bulk.Skipped(refusal.code) from refusal


def _author(act: BulkAct) -> Staff:
    if act.by is None:
        raise bulk.Skipped("not_allowed")
    return act.by


def _close(place: Location, choices: Choices, label: str, *, by: Staff, now: datetime) -> dict[str, Any]:
    """Nobody books that day any more; for a day that is held online only the times at the place go."""
    start, end = bounds_of(choices.on, place.zone)
    if choices.deed == Deed.ONLINE:
        return {"withdrawn": _withdraw(place, start, end, by=by, now=now)}
    closure = Closure(location=place, starts_at=start, ends_at=end, label=label)
    try:
        close(closure, by=by, now=now)
    except ClosureInThePast:
        return {}
    return {"closure": closure.pk}


def _withdraw(place: Location, start: datetime, end: datetime, *, by: Staff, now: datetime) -> list[int]:
    free = Slot.objects.filter(
        location=place, mode=Mode.ONSITE, is_open=True, starts_at__gte=max(start, now), starts_at__lt=end
    ).exclude(bookings__active=True)
    gone = []
    for slot in free.order_by("pk"):
        try:
            withdraw_slot(slot, by=by, now=now)
        except SlotBooked:
            continue
        gone.append(slot.pk)
    return gone


def _open_again(act: BulkAct, *, by: Staff, now: datetime) -> None:
    closure = Closure.objects.filter(pk=act.choices.get("closure", 0)).first()
    if closure is not None:
        open_again(closure, by=by, now=now)
    for slot in Slot.objects.filter(pk__in=act.choices.get("withdrawn", [])).order_by("pk"):
        with suppress(SlotRefused):  # begun meanwhile, or offered again already
            reopen_slot(slot, by=by, now=now)

"""A time of the calendar is changed, and whoever sits there under another meeting link hears of it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from company.models import Staff
from dashboard.texts import details_again, details_subject
from messaging.services import writing
from reminders.services.facts import reach
from reminders.services.values import spoken_to
from scheduling.models import Interview, Slot
from scheduling.services.locking import retried
from scheduling.services.slot_changes import Changed, SlotFacts, change_slot


@dataclass(frozen=True)
class Told:
    """What changed, and how many of those with a new link are written to, or are to be called."""

    changed: Changed
    written: int = 0
    to_call: int = 0


def change_and_tell(slot: Slot, facts: SlotFacts, *, by: Staff, now: datetime) -> Told:
    """Together or not at all: nobody is left with a dead link. Raises what ``change_slot`` raises."""
    return retried(lambda: _change_and_tell(slot, facts, by=by, now=now))


@transaction.atomic
def _change_and_tell(slot: Slot, facts: SlotFacts, *, by: Staff, now: datetime) -> Told:
    changed = change_slot(slot, facts, by=by, now=now)
    if not changed.is_link_new:
        return Told(changed)
    written = sum(_details_again(interview, by=by, now=now) for interview in changed.interviews)
    return Told(changed, written, len(changed.interviews) - written)


def _details_again(interview: Interview, *, by: Staff, now: datetime) -> bool:
    """The details once more on the best way there is; False where no way to write is open."""
    application = interview.application
    ways = reach(application.candidate)
    if not ways:
        return False
    with spoken_to(application):
        body, subject = details_again(interview), details_subject()
    writing.write(application, channel=ways[0], body=body, subject=subject, author=by, now=now)
    return True

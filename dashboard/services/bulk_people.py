"""What can be done with many applicants at once: one function a kind, each for one person.

Whom each would pass over, and why, is told by ``bulk_looks``.
"""

from datetime import datetime, timedelta
from typing import Any  # what a row was like is JSON

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.intake import start_contact
from candidates.services.locking import lock_person_of
from candidates.services.offers import UndoTooLate
from candidates.services.owning import hand_over
from candidates.services.staging import StageNotAllowed
from company.models import BulkAct, BulkItem, Staff
from company.policy import NoticeKind
from company.services.notices import tell
from dashboard.services import bulk
from dashboard.services.bulk import Skipped
from dashboard.services.bulk_looks import (
    CLOSE,
    HAND,
    INVITE,
    REASONS,
    START,
    WRITE,
    channel_for,
    heir,
    subject_for,
    why_not,
)
from messaging.models import Message
from messaging.services.writing import USEFUL_FOR, TooLate, stop, write
from reminders.services.deciding import WordUnanswered, take_back_decision, turn_down
from scheduling.services.inviting import AlreadyBooked, FactsMissing, InterviewOver, invite

GRACE = timedelta(minutes=1)
"""What many people are written waits so long, so that it can be taken back."""
DAYS = (1, 2, 3, 5, 7)


def _checked(item: BulkItem, act: BulkAct, now: datetime) -> Application:
    """The application as it is this moment, and stays until the row is done. Raises Skipped.

    What could not be done for a day, because the background stood still, is not done late.
    """
    if now > act.asked_at + USEFUL_FOR:
        raise Skipped("late")
    lock_person_of(item.about_id)
    rows = Application.objects.select_related("candidate", "job__location", "job__owner", "owner")
    application = rows.get(pk=item.about_id)
    if reason := why_not(application, act, now):
        raise Skipped(reason)
    return application


@bulk.kind(START, title=_("Starting contact"), reasons=REASONS)
def _start(item: BulkItem, act: BulkAct, now: datetime) -> None:
    if not start_contact([_checked(item, act, now)], by=act.by, now=now):
        raise Skipped("started")


@bulk.kind(WRITE, title=_("Writing to many"), undo="people_unwrite", reasons=REASONS)
def _write(item: BulkItem, act: BulkAct, now: datetime) -> None:
    application = _checked(item, act, now)
    channel = channel_for(application, act)
    if channel is None or act.by is None:
        raise Skipped("unreachable")
    message = write(
        application,
        channel=channel,
        body=act.choices["body"],
        subject=subject_for(act, channel),
        author=act.by,
        now=now,
    )
    Message.objects.filter(pk=message.pk).update(due_at=now + GRACE)
    item.before = {"message": message.pk}


@bulk.kind("people_unwrite", title=_("Taking back what was written"), reasons=REASONS)
def _unwrite(item: BulkItem, act: BulkAct, now: datetime) -> None:
    message = Message.objects.filter(pk=_before(item, act).get("message") or 0).first()
    if message is None or act.by is None:
        raise Skipped("left")
    try:
        stop(message, by=act.by, now=now)
    except TooLate:
        raise Skipped("left") from None


@bulk.kind(INVITE, title=_("Inviting to choose a time"), reasons=REASONS)
def _invite(item: BulkItem, act: BulkAct, now: datetime) -> None:
    application = _checked(item, act, now)
    try:
        invite(application, by=act.by, now=now, days=act.choices.get("days"))
    except AlreadyBooked:
        raise Skipped("booked") from None
    except FactsMissing:
        raise Skipped("facts") from None
    except InterviewOver:
        raise Skipped("over") from None


def _tell_heir(act: BulkAct, now: datetime) -> None:
    """One notice for all of them, to a colleague who got some."""
    owner, people = heir(act), act.items.filter(outcome=bulk.Outcome.DONE).count()
    if owner is None or owner == act.by or not people:
        return
    with translation.override(owner.language):
        name = ngettext("%(n)d person", "%(n)d people", people) % {"n": people}
    tell(
        NoticeKind.HANDED_OVER,
        to=[owner],
        key=f"bulk:{act.pk}",
        path=f"{reverse('dashboard:applications')}?owner=me",
        now=now,
        name=name,
        detail=str(act.by),
    )


@bulk.kind(HAND, title=_("Handing over"), undo="people_hand_back", reasons=REASONS, ending=_tell_heir)
def _hand(item: BulkItem, act: BulkAct, now: datetime) -> None:
    application = _checked(item, act, now)
    item.before = {"owner": application.owner_id}
    if act.by is None or (act.choices.get("owner") and heir(act) is None):
        raise Skipped("cannot_see")
    hand_over(application, heir(act), by=act.by, now=now)


@bulk.kind("people_hand_back", title=_("Taking back the hand-over"), reasons=REASONS)
def _hand_back(item: BulkItem, act: BulkAct, now: datetime) -> None:
    lock_person_of(item.about_id)
    application = Application.objects.select_related("owner").get(pk=item.about_id)
    if application.owner_id != act.choices.get("owner") or act.by is None:
        raise Skipped("not_possible")
    before = Staff.objects.filter(pk=_before(item, act).get("owner") or 0, is_active=True).first()
    hand_over(application, before, by=act.by, now=now)


@bulk.kind(CLOSE, title=pgettext_lazy("for several", "Not this time"), undo="people_reopen", reasons=REASONS)
def _close(item: BulkItem, act: BulkAct, now: datetime) -> None:
    application = _checked(item, act, now)
    if act.by is None:
        raise Skipped("not_allowed")
    try:
        turn_down(application, by=act.by, now=now, kindly=bool(act.choices.get("tell")))
    except StageNotAllowed:
        raise Skipped("not_possible") from None
    except WordUnanswered:
        raise Skipped("unanswered") from None


@bulk.kind("people_reopen", title=_("Opening again"), reasons=REASONS)
def _reopen(item: BulkItem, act: BulkAct, now: datetime) -> None:
    if act.by is None:
        raise Skipped("not_allowed")
    lock_person_of(item.about_id)
    application = Application.objects.get(pk=item.about_id)
    if application.stage != Stage.REJECTED or application.closed_at != _done_at(item, act):
        raise Skipped("not_possible")  # somebody has decided anew since
    try:
        take_back_decision(application, by=act.by, now=now)
    except UndoTooLate:
        raise Skipped("left") from None


def _before(item: BulkItem, act: BulkAct) -> dict[str, Any]:
    """What the row was like before the act that is being taken back."""
    undone = _undone(item, act)
    return dict(undone.before) if undone else {}


def _done_at(item: BulkItem, act: BulkAct) -> datetime | None:
    """When the act that is being taken back did this row."""
    undone = _undone(item, act)
    return undone.done_at if undone else None


def _undone(item: BulkItem, act: BulkAct) -> BulkItem | None:
    return BulkItem.objects.filter(act=act.choices.get("act"), about_id=item.about_id).first()

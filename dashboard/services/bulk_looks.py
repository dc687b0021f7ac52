"""Whom an act on many applicants would pass over, and why: asked before it, and again at each row."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from candidates.models import Application
from company.models import BulkAct, Staff
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.rendering import MissingValue
from messaging.services.composing import WRITTEN, WRITTEN_SUBJECT, preview
from reminders.services.deciding import unanswered
from reminders.services.facts import reach
from scheduling.services.telling import missing_for

BEST = "best"
START, WRITE, INVITE = "people_start", "people_write", "people_invite"
HAND, CLOSE = "people_hand", "people_close"

REASONS = {
    "over": _("The application has ended."),
    "started": _("Contact has begun already."),
    "not_started": _("Contact has not been started yet."),
    "unreachable": _("No channel reaches them."),
    "no_channel": _("They cannot be reached this way."),
    "missing": _("Something the text needs is not known of them."),
    "booked": _("A time is booked already."),
    "facts": _("Facts about the place or the interview are missing."),
    "same": _("It is so already."),
    "cannot_see": _("The colleague does not work at this place."),
    "not_possible": _("This step is not possible from where they stand."),
    "left": _("It has left already."),
    "unanswered": _("They wrote, and nobody has answered yet: read it first."),
    "answered": _("They have spoken or acted since: please look once more."),
    "late": _("It was asked for more than a day ago and could not be done in time."),
    "erased": _("Their data has been erased."),
    "not_theirs": _("You no longer see this application."),
    "not_allowed": _("You may no longer do this."),
}
Look = Callable[[Application, BulkAct, datetime], str]


def why_not(application: Application, act: BulkAct, now: datetime) -> str:
    """Why this act would pass this person over now, as a code; empty if it would not."""
    if application.candidate.erased_at is not None:
        return "erased"
    return LOOKS[act.kind](application, act, now)


def _look_start(application: Application, act: BulkAct, now: datetime) -> str:
    if application.is_over:
        return "over"
    return "started" if application.is_started else ""


def _look_write(application: Application, act: BulkAct, now: datetime) -> str:
    if reason := _look_open(application):
        return reason
    channel = channel_for(application, act)
    if channel is None:
        return "unreachable" if act.choices.get("channel", BEST) == BEST else "no_channel"
    try:
        preview(draft(application, act, channel))
    except MissingValue:
        return "missing"
    return ""


def _look_invite(application: Application, act: BulkAct, now: datetime) -> str:
    if reason := _look_open(application):
        return reason
    if application.interviews.filter(state="booked").exists():
        return "booked"
    return "facts" if missing_for(application, now=now) else ""


def _look_hand(application: Application, act: BulkAct, now: datetime) -> str:
    owner = heir(act)
    if owner is not None and not sees(owner, application):
        return "cannot_see"
    return "same" if application.owner_id == (owner.pk if owner else None) else ""


def _look_close(application: Application, act: BulkAct, now: datetime) -> str:
    if application.is_over:
        return "over"
    if application.offer_accepted_at is not None:
        return "not_possible"
    if application.last_word_at is not None and application.last_word_at > act.asked_at:
        return "answered"
    return "unanswered" if unanswered(application) else ""


def _look_open(application: Application) -> str:
    if application.is_over:
        return "over"
    return "" if application.is_started else "not_started"


LOOKS: dict[str, Look] = {
    START: _look_start,
    WRITE: _look_write,
    INVITE: _look_invite,
    HAND: _look_hand,
    CLOSE: _look_close,
}


def channel_for(application: Application, act: BulkAct) -> ChannelName | None:
    """The wanted channel if it reaches them; for "best" the one they prefer among those that do."""
    ways, wanted = reach(application.candidate), act.choices.get("channel", BEST)
    if wanted == BEST:
        return ways[0] if ways else None
    return next((way for way in ways if way == wanted), None)


def draft(application: Application, act: BulkAct, channel: ChannelName) -> Message:
    """The message as it would be written, not stored."""
    words = {WRITTEN: act.choices.get("body") or "", WRITTEN_SUBJECT: subject_for(act, channel)}
    return Message(application=application, kind=Kind.MANUAL, channel=channel, author=act.by, values=words)


def heir(act: BulkAct) -> Staff | None:
    """Who is to be in charge; nobody, if so chosen."""
    chosen = act.choices.get("owner")
    return Staff.objects.filter(pk=chosen, is_active=True).first() if chosen else None


def sees(staff: Staff, application: Application) -> bool:
    if not staff.may_act:
        return False
    return staff.sees_everything or staff.locations.filter(pk=application.location_id).exists()


def subject_for(act: BulkAct, channel: ChannelName) -> str:
    return str(act.choices.get("subject") or "") if channel == ChannelName.EMAIL else ""

"""What happened, from the audit trail, as one line of a conversation."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from candidates.models import Application, PageOpening
from candidates.policy import Source, Stage
from candidates.services.reading import readings_of
from company.models import AuditEvent
from company.moments import day_hour_words
from company.policy import Actor
from noshow.models import REASONS
from scheduling.models import EXCUSES, LEAVING_REASONS, MOVING_REASONS, WAYS, Interview, Slot
from scheduling.policy import By, InterviewState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

ONE_VISIT_SECONDS = 3600
OUTCOMES = [state for state in InterviewState if state.is_outcome]
TOLD_WAYS = {By.TABLET, By.MAIL, By.CHECK_IN}


@dataclass(frozen=True)
class Happening:
    """``head`` stands in bold, ``text`` behind it."""

    at: datetime
    icon: str
    head: str
    text: str = ""


@dataclass(frozen=True)
class Seen:
    """One audit event with what its words need."""

    event: AuditEvent
    slots: Mapping[int, Slot]

    @property
    def who(self) -> str:
        if self.event.actor_kind == Actor.CANDIDATE:
            return pgettext("who did it", "the candidate")
        if self.event.actor_kind == Actor.STAFF and self.event.actor:
            return str(self.event.actor)
        return pgettext("who did it", "automatic")

    @property
    def slot_time(self) -> str:
        slot = self.slots.get(self.event.details.get("slot", 0))
        return day_hour_words(slot.starts_at) if slot else ""

    def detail(self, name: str) -> str:
        value = self.event.details.get(name)
        return "" if value is None else str(value)


Words = Callable[[Seen], tuple[str, str]]


def _by(head: "StrPromise") -> Words:
    """A head and who did it."""
    return lambda seen: (str(head), seen.who)


def _alone(head: "StrPromise") -> Words:
    return lambda seen: (str(head), "")


def _outcome(seen: Seen) -> tuple[str, str]:
    """What it says, why or how late; by which way where that is not the desk, and what it corrects."""
    labels = {str(value): str(label) for value, label in Interview._meta.get_field("state").flatchoices}
    late, way, before = seen.detail("late"), seen.detail("way"), seen.detail("before")
    corrected = labels[before] if before in OUTCOMES and before != seen.detail("outcome") else ""
    text = _joined(
        reason_words(EXCUSES, seen.detail("why")),
        _("%(n)s minutes late") % {"n": late} if late else "",
        _("before: %(what)s") % {"what": corrected} if corrected else "",
        reason_words(WAYS, way) if way in TOLD_WAYS else "",
        "" if way == By.CHECK_IN else seen.who,
    )
    return labels.get(seen.detail("outcome"), pgettext("event", "Outcome recorded")), text


def _chosen(head: "StrPromise") -> Words:
    return lambda seen: (str(head), _("%(time)s, %(who)s") % {"time": seen.slot_time, "who": seen.who})


def _time(head: "StrPromise") -> Words:
    """A head and the time it is about."""
    return lambda seen: (str(head), seen.slot_time)


def _left(seen: Seen) -> tuple[str, str]:
    return pgettext("event", "Withdrew"), _joined(
        reason_words(LEAVING_REASONS, seen.detail("reason")), seen.who
    )


def _why_left(seen: Seen) -> tuple[str, str]:
    return pgettext("event", "Told why they left"), reason_words(LEAVING_REASONS, seen.detail("reason"))


def _moved(seen: Seen) -> tuple[str, str]:
    where = _("%(time)s, %(who)s") % {"time": seen.slot_time, "who": seen.who}
    return pgettext("event", "Interview moved"), _joined(
        where, reason_words(MOVING_REASONS, seen.detail("reason"))
    )


def reason_words(reasons: "Iterable[tuple[str, StrPromise]]", code: str) -> str:
    """The label of a code; nothing for none, or for one this list does not know."""
    return next((str(label) for value, label in reasons if value == code), "")


def _joined(*parts: str) -> str:
    return "・".join(part for part in parts if part)


def _late(seen: Seen) -> tuple[str, str]:
    minutes = seen.detail("minutes")
    return pgettext("event", "Running late"), _("%(n)s minutes") % {"n": minutes} if minutes else seen.who


def _moved_stage(seen: Seen) -> tuple[str, str]:
    """Only steps that nothing else in the conversation tells."""
    new, old = seen.detail("to"), seen.detail("from")
    labels = {str(value): str(label) for value, label in Application._meta.get_field("stage").flatchoices}
    if new in {Stage.OFFERED, Stage.JOINED, Stage.REJECTED, Stage.DECLINED, Stage.CLOSED}:
        return labels[new], seen.who
    if new == Stage.DECIDING and old == Stage.OFFERED:
        return "", ""
    if old and Stage(old).is_over and new in labels:
        return pgettext("event", "Opened again"), seen.who
    return "", ""


def _reason(seen: Seen) -> tuple[str, str]:
    return pgettext("event", "Told why they could not come"), reason_words(REASONS, seen.detail("reason"))


WORDS: Mapping[str, tuple[str, Words]] = {
    "application_repeated": ("user", _alone(pgettext_lazy("event", "Sent the form again"))),
    "application_withdrawn": ("bye", _left),
    "call_taken_back": ("undo", _by(pgettext_lazy("event", "Outcome of a call taken back"))),
    "case_answered": ("chair", _reason),
    "case_closed_by_hand": ("chair", _by(pgettext_lazy("event", "Closed after an absence"))),
    "case_closed_by_rule": ("chair", _by(pgettext_lazy("event", "Closed by the written rule"))),
    "case_handed_over": ("chair", _alone(pgettext_lazy("event", "The rule cannot decide; a person does"))),
    "case_held": ("chair", _by(pgettext_lazy("event", "Absence put on hold"))),
    "case_opened": ("chair", _by(pgettext_lazy("event", "Absence noted; a first word goes out"))),
    "case_released": ("chair", _by(pgettext_lazy("event", "Absence no longer on hold"))),
    "case_resolved": ("chair", _by(pgettext_lazy("event", "Absence settled"))),
    "case_undone": ("undo", _by(pgettext_lazy("event", "Absence taken back"))),
    "closing_confirmed": ("chair", _by(pgettext_lazy("event", "Closing confirmed"))),
    "closing_proposed": ("chair", _alone(pgettext_lazy("event", "The rule proposes to close"))),
    "closing_taken_back": ("undo", _by(pgettext_lazy("event", "Closing taken back"))),
    "contact_started": ("play", _by(pgettext_lazy("event", "Contact started"))),
    "earlier_time_accepted": ("swap", _chosen(pgettext_lazy("event", "Took an earlier time that opened"))),
    "earlier_time_declined": ("heart", _chosen(pgettext_lazy("event", "Keeps the later time"))),
    "earlier_time_expired": ("clock", _time(pgettext_lazy("event", "No answer about the earlier time"))),
    "earlier_time_offered": ("swap", _time(pgettext_lazy("event", "An earlier time opened and was offered"))),
    "earlier_time_stopped": ("stop", _by(pgettext_lazy("event", "Offer of an earlier time ended"))),
    "earlier_time_taken": ("people", _time(pgettext_lazy("event", "Somebody else took the earlier time"))),
    "interview_booked": ("calendar", _chosen(pgettext_lazy("event", "Interview booked"))),
    "interview_cancelled": ("x", _by(pgettext_lazy("event", "Interview cancelled"))),
    "interview_confirmed": ("check", _by(pgettext_lazy("event", "“I am coming”"))),
    "interview_invited": ("calendar", _by(pgettext_lazy("event", "Invited to choose a time"))),
    "interview_lapsed": ("clock", _alone(pgettext_lazy("event", "The invitation ended without a time"))),
    "interview_late_noted": ("late", _late),
    "interview_way_asked": ("map", _by(pgettext_lazy("event", "Asked for the way"))),
    "interview_meeting_changed": (
        "link",
        _by(pgettext_lazy("event", "Interviewer or meeting link changed")),
    ),
    "interview_moved": ("swap", _moved),
    "interview_reopened": ("undo", _by(pgettext_lazy("event", "Interview open again"))),
    "constraints_noted": ("calendar", _by(pgettext_lazy("event", "When they can come noted"))),
    "invitation_taken_up": ("undo", _by(pgettext_lazy("event", "Came back to the ended invitation"))),
    "invitation_extended": ("calendar", _by(pgettext_lazy("event", "Invitation extended"))),
    "leaving_reason_given": ("bye", _why_left),
    "document_added": ("doc", _by(pgettext_lazy("event", "Paper added"))),
    "first_day_set": ("calendar", _by(pgettext_lazy("event", "First day of work noted"))),
    "offer_accepted": ("heart", _by(pgettext_lazy("event", "Accepted the offer"))),
    "offer_answer_undone": ("undo", _by(pgettext_lazy("event", "Answer to the offer taken back"))),
    "decision_taken_back": ("undo", _by(pgettext_lazy("event", "Decision taken back"))),
    "outcome_recorded": ("flag", _outcome),
    "outcome_taken_back": ("undo", _by(pgettext_lazy("event", "Outcome taken back"))),
    "merge_undone": ("undo", _by(pgettext_lazy("event", "Two records of the person again"))),
    "people_merged": ("knot", _by(pgettext_lazy("event", "Two records of the person made one"))),
    "owner_changed": ("user", _by(pgettext_lazy("event", "In charge changed"))),
    "stage_moved": ("flag", _moved_stage),
    "wish_matched": ("calendar", _alone(pgettext_lazy("event", "Times opened that suit the wish"))),
    "times_wished": ("calendar", _by(pgettext_lazy("event", "None of the days fitted"))),
    "withdrawal_undone": ("undo", _by(pgettext_lazy("event", "Withdrawal taken back"))),
}


def happenings(application: Application) -> list[Happening]:
    """Everything worth a line, in any order."""
    events = list(
        AuditEvent.objects.filter(application_id=application.pk, action__in=WORDS).select_related("actor")
    )
    slots = Slot.objects.in_bulk({pk for event in events if (pk := event.details.get("slot"))})
    told = [_happening(Seen(event, slots)) for event in events]
    theirs = [*_visits(application), *_readings(application)]
    return [_applied(application), *(one for one in told if one.head), *theirs]


def _happening(seen: Seen) -> Happening:
    icon, words = WORDS[seen.event.action]
    head, text = words(seen)
    return Happening(seen.event.at, icon, head, text)


def _applied(application: Application) -> Happening:
    came = application.source_note or {
        Source.FORM: _("own page"),
        Source.CSV: _("CSV file"),
        Source.DESK: _("entered by hand"),
    }.get(Source(application.source), "")
    return Happening(application.applied_at, "user", pgettext("event", "Applied"), came)


def _visits(application: Application) -> Iterable[Happening]:
    """The linked page was touched; taps within an hour are one visit."""
    last: datetime | None = None
    rows = PageOpening.objects.filter(link__application=application).order_by("opened_at")
    for opened_at in rows.values_list("opened_at", flat=True):
        if last is None or (opened_at - last).total_seconds() > ONE_VISIT_SECONDS:
            yield Happening(opened_at, "tap", pgettext("event", "Opened the link"))
        last = opened_at


def _readings(application: Application) -> Iterable[Happening]:
    """They opened something to read or to watch: a sign of interest."""
    for title, opened_at in readings_of(application):
        yield Happening(opened_at, "tap", pgettext("event", "Read on their page"), title)

"""One application's page: its steps, its interview, what was before, how the person can be reached."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates.models import Application
from candidates.policy import Stage
from company.moments import hour_words
from dashboard.queries.day_row import Row
from dashboard.queries.today import rows_for
from dashboard.words import near_day, span
from messaging.channels import available_channels
from messaging.policy import ChannelName
from messaging.services.suppressing import address_on, is_blocked
from reminders.services.facts import reach
from scheduling.models import AvailabilityWish, Interview, Slot
from scheduling.policy import UNDO_WITHDRAWAL_FOR, InterviewState
from scheduling.services.inviting import may_be_taken_up

TIMES_SHOWN = 40
MET = {InterviewState.CAME, InterviewState.CAME_LATE}


@dataclass(frozen=True)
class Step:
    """``state`` is done, now or plan; ``when`` a few words of real time."""

    name: str
    when: str
    state: str


@dataclass(frozen=True)
class Way:
    """A channel the composer offers; ``closed`` says why it cannot be used."""

    name: str
    address: str
    closed: str = ""


@dataclass(frozen=True)
class FreeTime:
    """``is_kept``: candidates are not offered it just now."""

    slot: Slot
    is_kept: bool

    @property
    def starts_at(self) -> datetime:
        return self.slot.starts_at


def steps(application: Application, interview: Interview | None, now: datetime) -> list[Step]:
    """応募 → 連絡 → 面接 → 合否, with the dates there are."""
    reached = _reached(application)
    names = [
        (pgettext("step", "Applied"), _moment(application.applied_at)),
        (pgettext("step", "Contact"), _contact(application)),
        (pgettext("step", "Interview"), _interview(interview, now)),
        (_last_name(application), _closed(application)),
    ]
    return [
        Step(name, when, "done" if n < reached else "now" if n == reached else "plan")
        for n, (name, when) in enumerate(names)
    ]


def _reached(application: Application) -> int:
    order = {
        Stage.RECEIVED: 1,
        Stage.IN_CONTACT: 2,
        Stage.INTERVIEWING: 2,
        Stage.DECIDING: 3,
        Stage.OFFERED: 3,
    }
    return order.get(Stage(application.stage), 4)


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.month}/{local.day} {hour_words(moment)}"


def _contact(application: Application) -> str:
    if application.contacted_at is None:
        return pgettext("step", "not yet") if application.stage == Stage.RECEIVED else "–"
    since = application.started_at or application.applied_at
    return _("%(span)s later") % {"span": span(application.contacted_at - since)}


def _interview(interview: Interview | None, now: datetime) -> str:
    if interview is None:
        return pgettext("step", "not yet")
    if interview.starts_at is None:
        return pgettext("step", "Invited")
    if timezone.localdate(interview.starts_at) != timezone.localdate(now):
        return _moment(interview.starts_at)
    return f"{near_day(interview.starts_at, now)} {hour_words(interview.starts_at)}"


def _last_name(application: Application) -> str:
    if application.is_over or application.stage == Stage.OFFERED:
        return str(application.get_stage_display())
    return pgettext("step", "Decision")


def _closed(application: Application) -> str:
    if application.stage == Stage.OFFERED and application.offered_at:
        accepted = application.offer_accepted_at
        return (
            _("Accepted %(when)s") % {"when": _moment(accepted)}
            if accepted
            else _moment(application.offered_at)
        )
    return _moment(application.closed_at) if application.closed_at else pgettext("step", "planned")


def current_interview(application: Application) -> Interview | None:
    """The open one, or the last one that was more than an invitation without an answer."""
    rows = application.interviews.exclude(state=InterviewState.LAPSED).order_by("-pk")
    return rows.first()


def lapsed_invitation(application: Application) -> Interview | None:
    """The last invitation, when nobody answered it in time and nothing came after it."""
    last = application.interviews.order_by("-pk").first()
    return last if last is not None and may_be_taken_up(last, application) else None


def interview_row(interview: Interview | None, now: datetime) -> Row | None:
    """The interview with its seat, ticks and case; None without a booked time."""
    if interview is None or interview.starts_at is None:
        return None
    return rows_for(Interview.objects.filter(pk=interview.pk), now)[0]


def times_to_offer(application: Application, interview: Interview | None, now: datetime) -> list[FreeTime]:
    """The next free times at the job's location, for booking or moving by hand; also what candidates are
    not offered, because the interviewer is busy, the place closed, or somebody else is asked first."""
    if application.is_over:
        return []
    free = Slot.objects.free(now, for_interview=interview).filter(location=application.job.location_id)
    offered = set(free.offered(now, for_interview=interview).order_by().values_list("pk", flat=True))
    slots = free.select_related("location", "interviewer")[:TIMES_SHOWN]
    return [FreeTime(slot, slot.pk not in offered) for slot in slots]


def open_wishes(application: Application) -> list[AvailabilityWish]:
    return list(application.availability_wishes.filter(handled_at=None).order_by("told_at"))


def ways(application: Application) -> list[Way]:
    """SMS, e-mail and, once they have linked it, LINE; and why one of them may be closed."""
    candidate = application.candidate
    linked = (ChannelName.LINE,) if candidate.line_id else ()
    open_now = reach(candidate)
    return [
        Way(channel, address, "" if channel in open_now else _why_closed(channel, address))
        for channel in (*linked, ChannelName.SMS, ChannelName.EMAIL)
        for address in [address_on(candidate, channel)]
    ]


def _why_closed(channel: ChannelName, address: str) -> str:
    if channel not in available_channels():
        return _("This channel is switched off")
    if not address:
        return _("There is no number or address for it")
    if is_blocked(channel, address):
        return _("This address is blocked")
    return _("What may be sent in this month is used up")


def may_undo_withdrawal(application: Application, now: datetime) -> bool:
    closed = application.closed_at
    return application.stage == Stage.WITHDRAWN and closed is not None and now <= closed + UNDO_WITHDRAWAL_FOR

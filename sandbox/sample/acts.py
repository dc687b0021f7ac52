"""What the people of the sample do, as the product's own verbs."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from candidates.models import Application
from candidates.policy import Coming, Stage
from candidates.services.offers import FirstDay, offer
from candidates.services.staging import move_stage
from company.models import Staff
from messaging.models import Message
from messaging.policy import CallOutcome, ChannelName, Direction, State
from messaging.services.calling import log_call
from messaging.services.hearing import hear
from messaging.services.receipts import apply_receipt
from noshow.models import Case
from noshow.policy import Reason
from noshow.services.attendance import record_attendance
from noshow.services.cases import answer_case
from noshow.services.closing import RULE_REASON, close_by_hand
from sandbox.sample.people import Act, At
from sandbox.sample.place import TOKYO
from scheduling.models import Interview, Slot
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.confirming import confirm_interview
from scheduling.services.inviting import invite
from scheduling.services.lateness import note_late
from scheduling.services.leaving import withdraw
from scheduling.services.wishing import wish


def moment(today: datetime, at: At) -> datetime:
    """``at`` is (days from today, hour, minute) in Tokyo; ``today`` any moment of the sample's today."""
    day, hour, minute = at
    return datetime.combine(
        today.astimezone(TOKYO).date() + timedelta(days=day), datetime.min.time(), TOKYO
    ) + timedelta(hours=hour, minutes=minute)


def perform(act: Act, application: Application, *, by: Staff, today: datetime, now: datetime) -> None:
    """Let one act of the sample happen at ``now``."""
    application = Application.objects.select_related("candidate", "job__location").get(pk=application.pk)
    if act.verb in OUTCOMES:
        record_attendance(_interview(application), OUTCOMES[act.verb], by=by, now=now)
    elif act.verb in {"book", "move"}:
        book(_interview(application), _slot(application, act.value, today), now=now)
    else:
        VERBS[act.verb](application, act.value, by, now)


OUTCOMES = {
    "came": InterviewState.CAME,
    "came_late": InterviewState.CAME_LATE,
    "absent": InterviewState.ABSENT,
}


def _interview(application: Application) -> Interview:
    return Interview.objects.filter(application=application).latest("pk")


def _slot(application: Application, at: object, today: datetime) -> Slot:
    if not isinstance(at, tuple):
        raise TypeError("A booking names its time.")
    return Slot.objects.get(location=application.job.location, starts_at=moment(today, at))


def _call(application: Application, value: object, by: Staff, now: datetime) -> None:
    log_call(application, outcome=CallOutcome.REACHED, by=by, now=now)


def _no_answer(application: Application, value: object, by: Staff, now: datetime) -> None:
    log_call(application, outcome=CallOutcome.NO_ANSWER, by=by, now=now, note="留守番電話に伝言")


def _invite(application: Application, value: object, by: Staff, now: datetime) -> None:
    invite(application, by=by, now=now)


def _confirm(application: Application, value: object, by: Staff, now: datetime) -> None:
    confirm_interview(_interview(application), now=now)


def _late(application: Application, value: object, by: Staff, now: datetime) -> None:
    note_late(_interview(application), minutes=int(str(value)), now=now)


def _say(application: Application, value: object, by: Staff, now: datetime) -> None:
    hear(application, channel=ChannelName.SMS, text=str(value), now=now, address=application.candidate.phone)


def _wish(application: Application, value: object, by: Staff, now: datetime) -> None:
    coming = Coming(leave_by=time(15), words=str(value))
    wish(application, [], str(value), now, coming=coming)


def _undelivered(application: Application, value: object, by: Staff, now: datetime) -> None:
    last = Message.objects.filter(
        application=application,
        direction=Direction.OUT,
        channel=ChannelName.SMS,
        state__in=[State.DELIVERED, State.ACCEPTED],
    ).latest("sent_at")
    apply_receipt(last, "undelivered", code="30003", now=now)


def _reason(application: Application, value: object, by: Staff, now: datetime) -> None:
    answer_case(_case(application), Reason(str(value)), "", now)


def _close(application: Application, value: object, by: Staff, now: datetime) -> None:
    close_by_hand(_case(application), by=by, now=now, reason=RULE_REASON)


def _stage(application: Application, value: object, by: Staff, now: datetime) -> None:
    move_stage(application, Stage(str(value)), now=now, by=by)


def _offer(application: Application, value: object, by: Staff, now: datetime) -> None:
    """``value`` is how many days they have to answer; the first day is a good week after that."""
    days = int(str(value))
    day = (now + timedelta(days=days + 9)).astimezone(TOKYO).date()
    first_day = FirstDay(day, time(10), bring="筆記用具、口座のわかるもの")
    offer(application, answer_by=now + timedelta(days=days, hours=7), first_day=first_day, by=by, now=now)


def _withdraw(application: Application, value: object, by: Staff, now: datetime) -> None:
    withdraw(application, now=now, reason=str(value))


def _cancel_by_us(application: Application, value: object, by: Staff, now: datetime) -> None:
    cancel_by_us(_interview(application), by=by, now=now, reason=str(value))


def _case(application: Application) -> Case:
    return Case.objects.filter(interview__application=application).latest("pk")


VERBS: dict[str, Callable[[Application, object, Staff, datetime], None]] = {
    "call": _call,
    "no_answer": _no_answer,
    "invite": _invite,
    "confirm": _confirm,
    "late": _late,
    "say": _say,
    "wish": _wish,
    "undelivered": _undelivered,
    "reason": _reason,
    "close": _close,
    "stage": _stage,
    "offer": _offer,
    "withdraw": _withdraw,
    "cancel_by_us": _cancel_by_us,
}

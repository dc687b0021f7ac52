"""Which happenings staff are told of, whom, and when a notice has become needless."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any  # rows of one column

from django.db.models import Q, QuerySet
from django.urls import reverse

from candidates.models import Application, Candidate
from candidates.policy import Source, Stage
from candidates.services.caring import carers_of, works_at
from company.models import AuditEvent, Notice, Staff
from company.policy import Actor, NoticeKind, Role
from company.services import notice_sending, notices
from messaging.models import Message
from messaging.policy import State
from messaging.services.attention import waiting_for_a_person
from messaging.services.holding import current_hold
from messaging.services.vitals import LATE_AFTER, oldest_due
from noshow.models import Case
from noshow.policy import CaseState
from scheduling.models import Interview
from scheduling.policy import ExcuseReason
from scheduling.services.recording import last_recording

ASKED_FROM, ASKED_UNTIL = timedelta(minutes=10), timedelta(hours=6)
"""From and until how long after its start an interview without an outcome is asked about."""
LOOKED_BACK = timedelta(days=1)
AT_ONCE = 200
NEWS_OF_CASES = {
    CaseState.ANSWERED: "answered",
    CaseState.PROPOSED: "proposed",
    CaseState.HANDED: "handed",
}


def tell_of_application(application: Application, *, now: datetime) -> None:
    """Whom staff entered or began to contact is no news to them."""
    if application.source not in {Source.CSV, Source.DESK}:
        key = f"application:{application.pk}"
        _tell(NoticeKind.APPLICATION, application, key, now, application.job.title)


def tell_of_withdrawal(application: Application, *, now: datetime) -> None:
    """Only what the candidate did, and only in its moment: staff know what they did themselves.

    An application that ended long ago is no news when something else about it changes.
    """
    is_news = application.stage == Stage.WITHDRAWN and application.closed_at == now
    if is_news and _was_the_candidate(application, "stage_moved"):
        key = f"withdrawn:{application.pk}@{now.isoformat()}"
        _tell(NoticeKind.MOVED, application, key, now, "withdrawn")


def tell_of_word(message: Message, *, now: datetime) -> None:
    """Read when it was answered by a rule: then nobody has to look."""
    if message.needs_answer:
        _tell(NoticeKind.WORD, message.application, f"word:{message.pk}", now)


def tell_of_lateness(interview: Interview, *, now: datetime, is_lost: bool) -> None:
    if not _was_the_candidate(interview):
        return
    detail = "" if is_lost else str(interview.late_minutes or 0)
    key = f"{'lost' if is_lost else 'late'}:{interview.pk}:{detail}@{now:%Y%m%d%H%M}"
    also = [one for one in (_interviewer(interview),) if one]
    _tell(NoticeKind.LATE, interview.application, key, now, detail, also=also)


def tell_of_move(interview: Interview, *, now: datetime) -> None:
    """Moved by the candidate, or excused on the day; a withdrawal and our own absence tell of themselves."""
    if not _was_the_candidate(interview) or _is_ours(interview):
        return
    is_booked = interview.is_booked and interview.starts_at is not None
    detail = interview.starts_at.isoformat() if is_booked and interview.starts_at else "excused"
    also = [one for one in (_interviewer(interview),) if one]
    key = f"moved:{interview.pk}:{interview.version}"
    _tell(NoticeKind.MOVED, interview.application, key, now, detail, also=also)


def tell_of_wish(application: Application, *, now: datetime) -> None:
    _tell(NoticeKind.MOVED, application, f"wish:{application.pk}@{now:%Y%m%d%H%M}", now, "wish")


def tell_of_case(case: Case, *, now: datetime) -> None:
    if case.we_were_absent:
        _alarm(case, now=now)
        return
    detail = NEWS_OF_CASES.get(CaseState(case.state))
    if detail is not None:
        application = case.interview.application
        key = f"case:{case.pk}:{detail}@{now:%Y%m%d%H%M}"
        path = reverse("dashboard:case", args=[case.pk])
        _tell(NoticeKind.CASE, application, key, now, detail, path=path)


def _alarm(case: Case, *, now: datetime) -> None:
    """They came and met nobody of ours: everybody of the place hears of it, and the owners, once."""
    application, starts_at = case.interview.application, case.interview.starts_at
    place = application.job.location
    theirs = Q(locations=place) | Q(role=Role.OWNER)
    _tell(
        NoticeKind.NOBODY_THERE,
        application,
        f"nobody-there:{case.pk}",
        now,
        starts_at.isoformat() if starts_at else "",
        also=Staff.objects.filter(theirs, is_active=True).distinct(),
        path=reverse("dashboard:case", args=[case.pk]),
    )


def watch(*, now: datetime) -> int:
    """What only time brings: outcomes nobody entered, messages that went no further, trouble with sending."""
    return _watch_outcomes(now) + _watch_messages(now) + _watch_sending(now)


def settle(kinds: Iterable[NoticeKind], application_id: int, *, now: datetime) -> None:
    """Somebody has seen to it: nobody else needs to hear of it any more."""
    rows = Notice.objects.filter(application_id=application_id, kind__in=list(kinds), read_at=None)
    rows.update(read_at=now, mail_due_at=None, hook_due_at=None)


def forget(candidate: Candidate, *, now: datetime) -> None:
    """The first name goes from notices, and from every mail and post that was made of them."""
    theirs = Application.objects.filter(candidate=candidate).values("pk")
    rows = Notice.objects.filter(application_id__in=theirs)
    rows.update(name="", mail_due_at=None, hook_due_at=None, read_at=now)
    notice_sending.forget(rows, now=now)


def forget_old(*, now: datetime) -> int:
    """Notices are news: what is older than three months goes."""
    return Notice.objects.filter(at__lt=now - timedelta(days=90)).delete()[0]


def _tell(
    kind: NoticeKind,
    application: Application,
    key: str,
    now: datetime,
    detail: str = "",
    *,
    also: Iterable[Staff] = (),
    path: str = "",
) -> int:
    return notices.tell(
        kind,
        to=[*carers_of(application), *also],
        key=key,
        path=path or reverse("dashboard:application", args=[application.pk]),
        now=now,
        name=application.candidate.given_name,
        detail=detail,
        application_id=application.pk,
    )


def _was_the_candidate(entity: Application | Interview, action: str = "") -> bool:
    events = AuditEvent.objects.about(entity)
    last = (events.filter(action=action) if action else events).first()
    return last is not None and last.actor_kind == Actor.CANDIDATE


def _is_ours(interview: Interview) -> bool:
    """Nobody of ours was there."""
    last = last_recording(interview)
    return last is not None and last.reason == ExcuseReason.OUR_FAULT


def _interviewer(interview: Interview) -> Staff | None:
    booking = interview.booking
    who = booking.interviewer if booking else None
    return who if who and works_at(who, interview.application.job.location) else None


def _watch_outcomes(now: datetime) -> int:
    rows = Interview.objects.awaiting_outcome(now, ASKED_FROM).filter(starts_at__gt=now - ASKED_UNTIL)
    rows = rows.exclude(application_id__in=_told(NoticeKind.OUTCOME_OWED, now))
    found = rows.select_related("application__candidate", "application__job__location", "application__owner")
    return sum(
        _tell(
            NoticeKind.OUTCOME_OWED,
            interview.application,
            f"outcome:{interview.pk}@{interview.starts_at:%Y%m%d%H%M}",
            now,
            interview.starts_at.isoformat() if interview.starts_at else "",
            also=[one for one in (_interviewer(interview),) if one],
        )
        for interview in found.order_by("starts_at", "pk")[:AT_ONCE]
    )


def _watch_messages(now: datetime) -> int:
    recent = Q(settled_at__gt=now - LOOKED_BACK) | Q(settled_at=None, state=State.UNKNOWN)
    told = _told(NoticeKind.UNREACHABLE, now)
    rows = waiting_for_a_person(now).filter(recent).exclude(application_id__in=told)
    found = rows.select_related("application__candidate", "application__job__location", "application__owner")
    return sum(
        _tell(NoticeKind.UNREACHABLE, row.application, f"message:{row.pk}", now)
        for row in found.order_by("pk")[:AT_ONCE]
    )


def _told(kind: NoticeKind, now: datetime) -> QuerySet[Notice, Any]:
    """Applications somebody was told of lately, so that the usual tick writes nothing."""
    rows = Notice.objects.filter(kind=kind, at__gt=now - LOOKED_BACK, application_id__isnull=False)
    return rows.values("application_id")


def _watch_sending(now: datetime) -> int:
    """Owners hear once an hour at most that nothing leaves."""
    hold = current_hold()
    waited = oldest_due(now) if hold is None else None
    detail = "hold" if hold else "late" if waited and waited > LATE_AFTER else ""
    if not detail:
        return 0
    key = f"hold:{hold.pk}" if hold else f"late:{now:%Y%m%d%H}"
    owners = Staff.objects.filter(role=Role.OWNER, is_active=True)
    return notices.tell(
        NoticeKind.SYSTEM, to=owners, key=key, path=reverse("dashboard:status"), now=now, detail=detail
    )

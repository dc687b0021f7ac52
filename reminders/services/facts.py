"""One read of what is true of an application now, as plain facts for ``plan``."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from candidates.models import Application, Candidate
from candidates.policy import Source, Stage
from company.models import Company
from company.services.profile import the_company
from messaging.channels import available_channels
from messaging.models import Message, Suppression
from messaging.policy import MISSED, OPEN, Attachment, CallOutcome, ChannelName, Direction, Kind, State
from messaging.services.hearing import AUTOMATIC
from messaging.services.quotas import used_up_channels
from messaging.services.suppressing import address_on, is_blocked
from noshow.models import Case
from noshow.policy import CaseState
from noshow.services.cases import the_rule
from reminders.policy.facts import CaseFacts, Facts, Heard, InterviewFacts, Spoken
from reminders.policy.replies import Meaning
from reminders.services.earlier_facts import earlier_facts
from reminders.services.values import application_values, interview_values, spoken_to
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState
from scheduling.services.calendars import calendar_file

BEST_FIRST = (ChannelName.LINE, ChannelName.SMS, ChannelName.EMAIL)
HEARD_WITHIN = timedelta(days=1)
ENDED_BY_US = {Stage.REJECTED, Stage.CLOSED}
ANSWERED = "answered"
"""In an inbound row's ``values``: a machine answers it."""
ANSWERS = {"yes": Kind.CONFIRMED, "late": Kind.LATE_NOTED, "link": Kind.REPLY_LINK}


def read_facts(application: Application, *, now: datetime) -> Facts:
    """``application`` with candidate and job; ``now`` only bounds how far back replies are looked at."""
    company = the_company()
    location = application.job.location
    candidate = application.candidate
    spoken, inbound = _spoken(application), _inbound(application, now)
    return Facts(
        application_id=application.pk,
        contact_starts_at=(application.started_at or application.applied_at)
        if application.is_started
        else None,
        applied_by_own_act=application.source == Source.FORM,
        is_over=application.is_over or candidate.erased_at is not None,
        ended_by_us=application.stage in ENDED_BY_US and candidate.erased_at is None,
        over_at=application.closed_at,
        zone=location.zone,
        hours=location.speaking_hours(company),
        reach=reach(candidate),
        line_since=_line_since(candidate),
        can_call=bool(candidate.phone) and not is_blocked(ChannelName.PHONE, candidate.phone),
        values=application_values(application, company),
        interview=_interview_facts(application, company),
        case=_case_facts(application),
        spoken=spoken,
        heard=_heard(inbound, application),
        wrote_at=max((row.created_at for row in inbound), default=None),
        spoken_with_at=max((one.at for one in spoken if one.at and _is_talk(one)), default=None),
    )


def _is_talk(spoken: Spoken) -> bool:
    return spoken.channel == ChannelName.PHONE and spoken.reason == CallOutcome.REACHED


def reach(candidate: Candidate) -> tuple[ChannelName, ...]:
    """The channels we can write to this person on, the preferred one first, the others as they are seen."""
    addresses = {channel: address_on(candidate, channel) for channel in BEST_FIRST}
    blocked = set(
        Suppression.objects.filter(
            lifted_at=None, address__in=[one for one in addresses.values() if one]
        ).values_list("channel", "address")
    )
    open_now = available_channels() - (used_up_channels() if candidate.line_id else set())
    usable = [
        channel
        for channel, address in addresses.items()
        if address and channel in open_now and (channel, address) not in blocked
    ]
    return tuple(sorted(usable, key=lambda channel: channel != candidate.preferred_channel))


def _line_since(candidate: Candidate) -> datetime | None:
    """When they connected LINE, if they are connected: what was said of it tells."""
    if not candidate.line_id:
        return None
    told = Message.objects.filter(application__candidate=candidate, kind=Kind.LINKED)
    return told.order_by("-created_at").values_list("created_at", flat=True).first()


def _interview_facts(application: Application, company: Company) -> InterviewFacts | None:
    interviews = Interview.objects.filter(application=application)
    open_states = [InterviewState.INVITED, InterviewState.BOOKED]
    interview = interviews.filter(state__in=open_states).first() or interviews.order_by("pk").last()
    if interview is None:
        return None
    cancelled = interview.state == InterviewState.CANCELLED_BY_US
    wish = _open_wish(application)
    return InterviewFacts(
        id=interview.pk,
        is_invited=interview.state == InterviewState.INVITED,
        is_booked=interview.is_booked,
        invited_at=interview.invited_at,
        invited_again=interview.invited_again,
        answer_by=None if wish and wish.matched_at is None else interview.answer_by,
        new_times_at=wish.matched_at if wish else None,
        new_times_for=wish.pk if wish else 0,
        booked_at=interview.booked_at,
        by_candidate=interview.booked_by_id is None,
        moves=interview.moves,
        starts_at=interview.starts_at,
        confirmed_at=interview.confirmed_at,
        way_asked_at=interview.lost_at,
        cancelled_by_us_at=interview.cancelled_at if cancelled else None,
        values=interview_values(interview, application),
        invitation=(_file(interview, company, "REQUEST"),) if interview.is_booked else (),
        cancellation=(_file(interview, company, "CANCEL"),) if cancelled and interview.starts_at else (),
        earlier=earlier_facts(interview, application) if interview.is_booked else (),
    )


def _open_wish(application: Application) -> AvailabilityWish | None:
    """They told us when they could come. Until something suits, the next word is ours and nobody chases them."""
    return application.availability_wishes.filter(handled_at=None).order_by("-pk").first()


def _file(interview: Interview, company: Company, method: str) -> Attachment:
    """The calendar file; equal facts give equal text, so plans compare."""
    content = calendar_file(interview, company_name=company.name, method=method)
    return Attachment("interview.ics", content, f"text/calendar; method={method}")


def _case_facts(application: Application) -> CaseFacts | None:
    case = (
        Case.objects.filter(interview__application=application)
        .exclude(state=CaseState.UNDONE)
        .order_by("pk")
        .last()
    )
    if case is None:
        return None
    return CaseFacts(
        id=case.pk,
        opened_at=case.opened_at,
        asking=case.state in {CaseState.OPEN, CaseState.PROPOSED},
        hours=the_rule().hours,
        closed_at=case.closed_at if case.state == CaseState.CLOSED else None,
    )


def _spoken(application: Application) -> tuple[Spoken, ...]:
    rows = (
        Message.objects.filter(application=application, direction=Direction.OUT)
        .exclude(state=State.CANCELLED)
        .exclude(state__in=OPEN, doubted_since=None)  # in doubt it may have been said
        .exclude(key="")
        .order_by("pk")
    )
    return tuple(
        Spoken(
            row.kind,
            row.about,
            row.step,
            row.channel,
            missed=row.state in MISSED and row.reason != "stopped",
            due_at=row.wanted_due_at or row.due_at,
            at=row.sent_at or row.settled_at,
            reason=row.reason,
        )
        for row in rows
    )


def _inbound(application: Application, now: datetime) -> list[Message]:
    """What they wrote lately, without what machines wrote for them."""
    rows = Message.objects.filter(
        application=application, direction=Direction.IN, created_at__gt=now - HEARD_WITHIN
    )
    return list(rows.exclude(reason=AUTOMATIC).order_by("pk"))


def _heard(inbound: Sequence[Message], application: Application) -> tuple[Heard, ...]:
    return tuple(
        Heard(
            message_id=row.pk,
            at=row.created_at,
            channel=ChannelName(row.channel),
            answer=ANSWERS.get(row.reason) if row.values.get(ANSWERED) else None,
            values=_answer_values(row, application),
        )
        for row in inbound
        if row.channel in BEST_FIRST
    )


def _answer_values(heard: Message, application: Application) -> dict[str, str]:
    """What the automatic answer says beyond its text: the minutes noted, or that we do not know them."""
    if heard.reason == "late":
        return {"minutes": str(heard.values["minutes"])}
    if heard.values.get("meaning") == Meaning.LATE:
        with spoken_to(application):
            return {"ask": _("Please tell us here about how many minutes late you will be.")}
    return {}

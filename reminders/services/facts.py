"""One read of what is true of an application now, as plain facts for ``plan``."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property

from django.db import models
from django.utils.translation import gettext as _

from candidates.models import Application, Candidate
from candidates.policy import Source, Stage
from company.models import Company
from company.prepared import Prepared
from company.services.profile import the_company
from messaging.channels import available_channels
from messaging.models import Message, Suppression
from messaging.policy import MISSED, OPEN, Attachment, CallOutcome, ChannelName, Direction, Kind, State
from messaging.services.hearing import AUTOMATIC
from messaging.services.quotas import used_up_channels
from messaging.services.suppressing import address_on
from messaging.services.taking_back_calls import AGREED
from noshow.models import Case, RiskNote
from noshow.policy import CaseState
from noshow.services.cases import the_rule
from noshow.services.chances import is_tighter
from reminders.policy.facts import CaseFacts, Facts, Heard, InterviewFacts, Spoken
from reminders.policy.replies import Meaning
from reminders.services.day_facts import called_off_for, day_reason, notice_values, told_from
from reminders.services.earlier_facts import earlier_facts
from reminders.services.offer_facts import offer_facts, rejected_at
from reminders.services.values import application_values, interview_values, spoken_to
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState
from scheduling.services.calendars import calendar_file

OPEN_FIRST = models.Case(
    models.When(state__in=[InterviewState.INVITED, InterviewState.BOOKED], then=0), default=1
)
_LAST_NOTED_HIGH = models.Subquery(
    RiskNote.objects.filter(interview=models.OuterRef("pk"))
    .order_by("-at", "-pk")
    .annotate(
        high_at=models.Case(
            models.When(is_high=True, starts_at=models.OuterRef("starts_at"), then=models.F("at"))
        )
    )
    .values("high_at")[:1]
)
"""When its risk was last noted, for the time it has now, if it was high then."""
_LOWER_LATER = RiskNote.objects.filter(
    interview=models.OuterRef("interview"),
    starts_at=models.OuterRef("starts_at"),
    is_high=False,
    at__gt=models.OuterRef("at"),
)
_HIGH_SINCE = models.Subquery(
    RiskNote.objects.filter(
        ~models.Exists(_LOWER_LATER),
        interview=models.OuterRef("pk"),
        starts_at=models.OuterRef("starts_at"),
        is_high=True,
    )
    .order_by("at", "pk")
    .values("at")[:1]
)
"""The first of the notes that called it high without a lower one since."""
_INTERVIEW = Prepared(
    lambda application: (
        Interview.objects.filter(application=application)
        .annotate(doubtful_at=_LAST_NOTED_HIGH, doubtful_since=_HIGH_SINCE)
        .order_by(OPEN_FIRST, "-pk")[:1]
    )
)
_OPEN_WISH = Prepared(
    lambda application: AvailabilityWish.objects.filter(application=application, handled_at=None).order_by(
        "-pk"
    )[:1]
)
_LAST_CASE = Prepared(
    lambda application: (
        Case.objects.filter(interview__application=application)
        .exclude(state=CaseState.UNDONE)
        .order_by("-pk")[:1]
    )
)
_STOPPED = Prepared(
    lambda *addresses: Suppression.objects.filter(lifted_at=None, address__in=addresses).values_list(
        "channel", "address"
    )
)
_SAID = Prepared(
    lambda application: (
        Message.objects.filter(application=application, direction=Direction.OUT)
        .exclude(state=State.CANCELLED)
        .exclude(state__in=OPEN, doubted_since=None)  # in doubt it may have been said
        .exclude(key="")
        .order_by("pk")
        .only(
            *("kind", "about", "step", "channel", "state", "reason"),
            *("wanted_due_at", "due_at", "sent_at", "settled_at"),
        )
    )
)
_AGREED = Prepared(
    lambda application: Message.objects.filter(application=application, step=AGREED, state__in=OPEN).order_by(
        "due_at"
    )[:1]
)
_HEARD_SINCE = Prepared(
    lambda application, since: (
        Message.objects.filter(application=application, direction=Direction.IN, created_at__gt=since)
        .exclude(reason=AUTOMATIC)
        .order_by("pk")
    )
)

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
    spoken, inbound, blocked = _spoken(application), _inbound(application, now), _blocked(candidate)
    case = _case_facts(application)
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
        reach=_reach(candidate, blocked),
        line_since=_line_since(candidate),
        can_call=bool(candidate.phone) and (ChannelName.PHONE, candidate.phone) not in blocked,
        values=application_values(application, company),
        interview=_second_chance(_interview_facts(application, company), case),
        case=case,
        spoken=spoken,
        heard=_heard(inbound, application),
        wrote_at=max((row.created_at for row in inbound), default=None),
        spoken_with_at=max((one.at for one in spoken if one.at and _is_talk(one)), default=None),
        call_agreed_at=_agreed_call(application, spoken),
        offer=offer_facts(application),
        rejected_at=rejected_at(application),
    )


def _agreed_call(application: Application, spoken: Sequence[Spoken]) -> datetime | None:
    """The call somebody set a time for. There is none before a call was in vain, so it is seldom asked."""
    if not any(one.channel == ChannelName.PHONE and one.missed for one in spoken):
        return None
    agreed = _AGREED.first(application.pk)
    return agreed.due_at if agreed else None


def _is_talk(spoken: Spoken) -> bool:
    return spoken.channel == ChannelName.PHONE and spoken.reason == CallOutcome.REACHED


def reach(candidate: Candidate) -> tuple[ChannelName, ...]:
    """The channels we can write to this person on, the preferred one first, the others as they are seen."""
    return _reach(candidate, _blocked(candidate))


def _blocked(candidate: Candidate) -> set[tuple[str, str]]:
    return set(_STOPPED.all(candidate.phone, candidate.email, candidate.line_id))


def _reach(candidate: Candidate, blocked: set[tuple[str, str]]) -> tuple[ChannelName, ...]:
    addresses = {channel: address_on(candidate, channel) for channel in BEST_FIRST}
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
    interview = _INTERVIEW.first(application.pk)
    if interview is None:
        return None
    facts = _facts_of(interview, application, company)
    if interview.is_booked:
        at, since = (getattr(interview, name, None) for name in ("doubtful_at", "doubtful_since"))
        facts = replace(facts, doubtful_at=at, doubtful_since=since)
    before = called_off_for(interview, application)
    return replace(facts, called_off=_facts_of(before, application, company)) if before else facts


def _facts_of(interview: Interview, application: Application, company: Company) -> InterviewFacts:
    interview.application = application
    cancelled = interview.state == InterviewState.CANCELLED_BY_US
    wish, reason = _open_wish(application), day_reason(interview)
    notice = notice_values(interview, reason, application)
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
        told_from=told_from(interview, reason),
        values=interview_values(interview, application) | notice,
        invitation=(_file(interview, company, "REQUEST"),) if interview.is_booked else (),
        cancellation=(_file(interview, company, "CANCEL"),) if cancelled and interview.starts_at else (),
        earlier=earlier_facts(interview, application) if interview.is_booked else (),
    )


def _open_wish(application: Application) -> AvailabilityWish | None:
    """They told us when they could come. Until something suits the next word is ours; nobody chases them."""
    return _OPEN_WISH.first(application.pk)


class _CalendarFile(Attachment):
    """Most plans say nothing that it goes with: it is written when somebody first asks what is in it."""

    def __init__(self, name: str, write: Callable[[], str], content_type: str) -> None:
        super().__init__(name, "", content_type)
        del self.__dict__["content"]
        self.__dict__["_write"] = write

    @cached_property
    def content(self) -> str:
        write: Callable[[], str] = self.__dict__["_write"]
        return write()


def _file(interview: Interview, company: Company, method: str) -> Attachment:
    """The calendar file; equal facts give equal text, so plans compare."""
    return _CalendarFile(
        "interview.ics",
        lambda: calendar_file(interview, company_name=company.name, method=method),
        f"text/calendar; method={method}",
    )


def _case_facts(application: Application) -> CaseFacts | None:
    case = _LAST_CASE.first(application.pk)
    if case is None:
        return None
    rule = the_rule()
    return CaseFacts(
        id=case.pk,
        opened_at=case.opened_at,
        asking=case.state in {CaseState.OPEN, CaseState.PROPOSED},
        hours=rule.hours,
        notice_hours=rule.notice_hours,
        closed_at=case.closed_at if case.state == CaseState.CLOSED else None,
    )


def _second_chance(interview: InterviewFacts | None, case: CaseFacts | None) -> InterviewFacts | None:
    """Only after a case an interview can be one, so it is seldom asked."""
    if interview is None or case is None or not is_tighter(interview.id):
        return interview
    return replace(interview, is_second_chance=True)


def _spoken(application: Application) -> tuple[Spoken, ...]:
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
        for row in _SAID.all(application.pk)
    )


def _inbound(application: Application, now: datetime) -> list[Message]:
    """What they wrote lately, without what machines wrote for them."""
    return _HEARD_SINCE.all(application.pk, now - HEARD_WITHIN)


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

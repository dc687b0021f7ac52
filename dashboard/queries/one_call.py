"""Everything somebody needs to have in view while they call one person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from candidates.models import Application
from candidates.policy.reachable import read_hours
from company.services.profile import the_company
from messaging.models import Message
from messaging.policy import ChannelName, Direction, State
from reminders.policy.next_call import Next, Place, next_attempt
from scheduling.models import Interview

SHOWN = 8
JUST_NOW = timedelta(minutes=30)


@dataclass(frozen=True)
class Said:
    """A line of the history: a call or a message, with what became of it."""

    at: datetime
    channel: str
    state: str
    reason: str
    is_inbound: bool
    text: str
    by: str


def last_said(application: Application) -> list[Said]:
    """The newest messages and calls of this application, newest first."""
    rows = application.messages.exclude(state=State.CANCELLED).filter(sent_at__isnull=False)
    return [
        Said(
            row.sent_at or row.created_at,
            row.channel,
            row.state,
            row.reason,
            row.direction == Direction.IN,
            " ".join(row.body.split()),
            str(row.author) if row.author else "",
        )
        for row in rows.select_related("author").order_by("-sent_at", "-pk")[:SHOWN]
    ]


def suggested_next(application: Application, interview: Interview | None, now: datetime) -> Next | None:
    """When to try again, from their hours, ours, and when it was in vain."""
    place, company = application.job.location, the_company()
    tried = Message.objects.filter(
        application=application,
        channel=ChannelName.PHONE,
        state=State.FAILED,
        sent_at__gt=now - timedelta(days=7),
    )
    starts_at = interview.starts_at if interview is not None and interview.is_booked else None
    return next_attempt(
        now,
        place=Place(place.opens, place.closes, place.zone, frozenset(place.closed_weekdays)),
        wish=read_hours(application.candidate.preferred_hours),
        quiet_from=company.speaking_closes,
        quiet_until=company.speaking_opens,
        tried=[at for at in tried.values_list("sent_at", flat=True) if at],
        before=starts_at if starts_at and starts_at > now else None,
    )


def last_call(application: Application, now: datetime) -> Message | None:
    """The call just made about this application, whose outcome may still be taken back."""
    rows = application.messages.filter(channel=ChannelName.PHONE, sent_at__gt=now - JUST_NOW)
    return rows.order_by("-sent_at", "-pk").first()


def as_typed(moment: datetime, zone: str) -> str:
    """For a field of date and time, in the place's zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")

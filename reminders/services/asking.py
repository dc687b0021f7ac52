"""What a short answer answers: which interview, and whether it was asked about at all."""

from datetime import datetime, timedelta

from django.db.models import Q

from messaging.models import Message
from messaging.policy import SAID, Kind
from reminders.policy.replies import Meaning
from reminders.services.facts import BEST_FIRST
from scheduling.models import Interview

ASKS = frozenset(
    {
        Kind.BOOKED,
        Kind.MOVED,
        Kind.REMINDER_DAYS,
        Kind.REMINDER_AHEAD,
        Kind.REMINDER_EVE,
        Kind.REMINDER_AGAIN,
        Kind.DIRECTIONS,
        Kind.CONFIRMED,
        Kind.LATE_NOTED,
        Kind.THE_WAY,
    }
)
"""After these a mere "yes" can only mean the interview."""

LATELY = timedelta(hours=24)


def the_interview_meant(message: Message, meaning: Meaning, *, now: datetime) -> Interview | None:
    """The booked interview of this conversation; None where the words may mean another one of theirs."""
    interview = Interview.objects.booked().filter(application=message.application).first()
    if interview is None or interview.starts_at is None:
        return None
    person = message.application.candidate_id
    others = Interview.objects.booked().filter(application__candidate=person, starts_at__gt=now)
    others = others.exclude(pk=interview.pk)
    if meaning == Meaning.LATE:
        near = Q(starts_at__lte=now + LATELY)
        return None if others.filter(near).exists() else interview
    open_ones = others.filter(confirmed_at=None).values_list("application_id", flat=True)
    told = Message.objects.outgoing().filter(
        application__in=list(open_ones), kind__in=ASKS, state__in=SAID, sent_at__gt=now - LATELY
    )
    return None if told.filter(channel__in=BEST_FIRST).exists() else interview


def is_about(interview: Interview, message: Message) -> bool:
    """Whether what we last said to them there was about this interview: a mere yes answers just that.

    A question of a person of ours comes between, and so do words about another application.
    """
    said = (
        Message.objects.outgoing()
        .filter(
            application__candidate=message.application.candidate_id,
            channel__in=BEST_FIRST,
            state__in=SAID,
            sent_at__lte=message.created_at,
        )
        .order_by("-sent_at", "-pk")
    )
    last = said.filter(channel=message.channel).first() or said.first()
    return last is None or (last.kind in ASKS and last.application_id == interview.application_id)


def may_mean_an_earlier_time(interview: Interview, *, now: datetime) -> bool:
    """An earlier time was offered to them lately: a yes that names no time may be meant for that one."""
    return interview.earlier_offers.filter(offered_at__gt=now - LATELY).exists()

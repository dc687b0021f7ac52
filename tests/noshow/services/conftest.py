"""A case everything was done for: reminded, tried three times on two channels, noticed, and silent."""

from datetime import datetime, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from noshow.models import Case
from reminders.models import CadenceStep
from reminders.policy.cadence import Anchor
from scheduling.policy import InterviewState
from tests import factories as make
from tests.factories import tokyo

START = tokyo(2026, 6, 8, 13)
OPENED = START + timedelta(minutes=10)
DEADLINE = tokyo(2026, 6, 10, 17)
LATER = DEADLINE + timedelta(minutes=1)


def said(case: Case, kind: Kind, channel: ChannelName, at: datetime, **values: object) -> Message:
    """A case's message that arrived a minute after it was sent."""
    known = {"about": f"case:{case.pk}", "kind": kind, "step": kind.value, "channel": channel}
    times = {"due_at": at, "sent_at": at, "settled_at": at + timedelta(minutes=1)}
    message: Message = make.a_sent_message(
        case.interview.application, **known | times | {"state": State.DELIVERED} | values
    )
    return message


@pytest.fixture
def application() -> Application:
    return make.an_application(stage=Stage.INTERVIEWING)


@pytest.fixture
def case(application: Application) -> Case:
    CadenceStep.objects.filter(anchor=Anchor.CASE).delete()  # what is said here is all there is to say
    interview = make.a_booked_interview(START, application, state=InterviewState.ABSENT)
    case = make.a_case(interview, opened_at=OPENED)
    said(
        case,
        Kind.REMINDER_EVE,
        ChannelName.SMS,
        START - timedelta(hours=19),
        about=f"interview:{interview.pk}@2026-06-08T04:00",
    )
    said(case, Kind.ABSENCE_FIRST, ChannelName.SMS, OPENED + timedelta(minutes=1))
    said(case, Kind.ABSENCE_SECOND, ChannelName.EMAIL, OPENED + timedelta(hours=1))
    said(
        case,
        Kind.FINAL_NOTICE,
        ChannelName.SMS,
        DEADLINE - timedelta(days=1),
        values={"deadline_at": DEADLINE.isoformat()},
    )
    return case

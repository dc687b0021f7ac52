"""Only a reminder of this very time counts as one: a move makes those of the earlier time void."""

from datetime import timedelta

import pytest

from messaging.policy import ChannelName, Kind
from noshow.models import Case
from noshow.policy import Verdict
from noshow.services.closing import look_at
from scheduling.models import Interview
from tests.noshow.services.conftest import LATER, START, said

pytestmark = pytest.mark.django_db


def test_a_reminder_of_the_time_before_the_move_is_none_of_the_time_after_it(case: Case) -> None:
    about = f"interview:{case.interview_id}@{START - timedelta(days=4, hours=9):%Y-%m-%dT%H:%M}"
    case.interview.application.messages.filter(kind=Kind.REMINDER_EVE).delete()
    said(case, Kind.REMINDER_EVE, ChannelName.SMS, START - timedelta(days=5), about=about)

    decision = look_at(case, now=LATER, approved=True)

    assert Interview.objects.get().starts_at == START
    assert [one.code for one in decision.findings if not one.holds] == ["reminded_before"]
    assert decision.verdict == Verdict.HAND_OVER

"""Whatever happens in whatever order, nobody is closed by the rule who must not be, and every case ends.

``HYPOTHESIS_PROFILE=long pytest tests/noshow/test_case_machine.py`` looks further, at random.
"""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from candidates.policy import Stage
from noshow.services.attendance import record_attendance
from scheduling.policy import InterviewState
from scheduling.services.booking import book
from scheduling.services.inviting import invite
from tests import factories as make
from tests.factories import NOW, tokyo
from tests.noshow.case_machine import Cases
from tests.noshow.test_story import live_until

IS_LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
PROFILE = settings(
    max_examples=int(os.environ.get("MACHINE_RUNS", "300" if IS_LONG else "12")),
    stateful_step_count=30 if IS_LONG else 10,
    derandomize=not IS_LONG,
    database=None,
    deadline=None,
    print_blob=True,
    phases=(Phase.generate, *([Phase.shrink] if IS_LONG else [])),
    suppress_health_check=list(HealthCheck),
)
START = tokyo(2026, 6, 12, 13)


@pytest.mark.django_db
def test_nobody_is_wrongly_closed_and_every_case_ends() -> None:
    make.a_company(name="ひなた食堂", caller_number="0422-00-0120")
    application = make.an_application(stage=Stage.IN_CONTACT, started_at=NOW)
    interview = invite(application, by=make.a_staff(), now=NOW)
    book(interview, make.a_slot(START, location=application.job.location), now=NOW + timedelta(hours=1))
    Cases.opened = START + timedelta(minutes=10)
    live_until(Cases.opened, NOW + timedelta(hours=1))
    case = record_attendance(interview, InterviewState.ABSENT, by=make.a_staff(), now=Cases.opened)
    assert case is not None
    Cases.case = case

    run_state_machine_as_test(Cases, settings=PROFILE)

    assert Cases.closings, "no run came to a closing: it would have shown nothing"

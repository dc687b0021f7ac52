"""One of everything the administration shows, in Japanese as a company would have it."""

from datetime import time

from candidates.models import Import
from company.models import Staff, StaffMail, StaffMailState
from company.policy import Role
from company.services.trail import record
from messaging.models import Attempt, DeliveryReceipt, Suppression, Template
from messaging.policy import ChannelName, Kind, State
from noshow.models import ClosingRule
from reminders.models import CadenceStep
from reminders.policy.cadence import Anchor
from scheduling.policy import InterviewState
from tests.factories import (
    NOW,
    a_booked_interview,
    a_busy_feed,
    a_candidate,
    a_case,
    a_closure,
    a_company,
    a_job,
    a_location,
    a_message,
    a_rule,
    a_slot,
    a_staff,
    an_application,
)

EVENING = {
    "kind": Kind.REMINDER_EVE,
    "anchor": Anchor.START,
    "days": -1,
    "local_time": time(18),
}


def one_of_everything(owner: Staff) -> None:
    """May be called again: the company and its rule stay one row each."""
    number = Staff.objects.count()
    a_company(name="ひなた食堂")
    ClosingRule.objects.get_or_create()
    CadenceStep.objects.get_or_create(step="evening-before", defaults=EVENING)  # migrated, at times flushed
    location = a_location(name="吉祥寺店", postal_address="東京都武蔵野市")
    job = a_job(location=location, title="ホールスタッフ", owner=owner, contract="パート")
    person = a_staff(Role.RECRUITER, username=f"おおの{number}", display_name="大野 健", locations=[location])
    applied = an_application(
        job=job, candidate=a_candidate(family_kana="ささき", email=""), owner=person, motivation="近いので"
    )
    slot = a_slot(NOW, location=location, interviewer=person)
    interview = a_booked_interview(NOW, applied, slot=slot, state=InterviewState.ABSENT)
    a_case(interview, closed_by=person)
    message = a_message(
        applied, state=State.FAILED, reason="unknown_number", body="ありがとうございます", attempts=1
    )
    Attempt.objects.create(message=message, number=1, started_at=NOW, ended_at=NOW)
    DeliveryReceipt.objects.create(message=message, status="", received_at=NOW)
    Suppression.objects.create(
        channel=ChannelName.SMS, address=applied.candidate.phone, reason="opted_out", since=NOW
    )
    Template.objects.create(
        kind=Kind.THANKS, channel=ChannelName.SMS, job=job, body="{名前}さん、ありがとうございます"
    )
    Import.objects.create(job=job, file_name="応募者", encoding="", uploaded_by=person, uploaded_at=NOW)
    StaffMail.objects.create(
        to=person,
        key=f"interview:{interview.pk}:0:REQUEST:{person.pk}",
        subject="佐々木さんの面接",
        body="6月11日",
        state=StaffMailState.FAILED,
        error="busy",
        next_attempt_at=NOW,
        created_at=NOW,
    )
    a_rule(location=location, interviewer=person)
    a_closure(location=location, label="棚卸し")
    a_busy_feed(person, name="カレンダー")
    record("location_changed", location, now=NOW, by=owner, fields=["opens", "postal_address"])
    record("interview_booked", interview, now=NOW, application_id=applied.pk, slot=slot.pk)

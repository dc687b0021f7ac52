"""What happens is told to whoever sees to it, and settled when somebody has."""

from datetime import timedelta

import pytest
from django.db.models import Q

from candidates.models import Candidate
from candidates.policy import Applicant, PhoneKind, Source
from candidates.services.caring import carers_of
from candidates.services.erasing import erase
from candidates.services.intake import receive
from candidates.services.owning import hand_over
from candidates.services.standing import note_standing
from company.models import Notice, Staff, StaffMail, Webhook
from company.policy import NoticeKind, Role
from company.services import notice_sending
from dashboard.services import noticing
from messaging.policy import CallOutcome, ChannelName, State
from messaging.services.calling import log_call
from messaging.services.hearing import hear
from scheduling.policy import InterviewState
from scheduling.services.lateness import note_late
from scheduling.services.leaving import undo_withdrawal, withdraw
from scheduling.services.outcomes import record_outcome
from tests.factories import (
    NOW,
    a_booked_interview,
    a_job,
    a_location,
    a_message,
    a_slot,
    a_staff,
    an_application,
    brought_to,
)

pytestmark = pytest.mark.django_db
APPLICANT = Applicant(
    family_name="佐々木",
    given_name="蓮",
    phone="+819012345678",
    phone_kind=PhoneKind.MOBILE,
    consent_text="同意します",
)


@pytest.fixture
def recruiter() -> Staff:
    return a_staff(
        Role.RECRUITER, username="tanaka", locations=[a_location(name="吉祥寺店", slug="kichijoji")]
    )


def told(kind: NoticeKind) -> list[Notice]:
    return list(Notice.objects.filter(kind=kind))


def test_a_new_application_is_told_to_the_recruiters_of_its_place_by_first_name(recruiter: Staff) -> None:
    a_staff(Role.RECRUITER, username="elsewhere", locations=[a_location()])
    a_staff(Role.OWNER, username="owner")
    job = a_job(location=recruiter.locations.get(), title="ホール")

    receive(APPLICANT, job=job, now=NOW)

    notice = Notice.objects.get()
    assert (notice.to, notice.name, notice.detail) == (recruiter, "蓮", "ホール")
    assert "佐々木" not in f"{notice.name}{notice.detail}{notice.path}"


def test_whom_staff_entered_themselves_is_no_news(recruiter: Staff) -> None:
    receive(
        APPLICANT, job=a_job(location=recruiter.locations.get()), now=NOW, source=Source.DESK, by=recruiter
    )

    assert told(NoticeKind.APPLICATION) == []


def test_whoever_is_in_charge_hears_alone_and_owners_where_nobody_works(recruiter: Staff) -> None:
    owner = a_staff(Role.OWNER, username="owner")
    colleague = a_staff(Role.RECRUITER, username="colleague", locations=[recruiter.locations.get()])
    here = an_application(job=a_job(location=recruiter.locations.get()), owner=colleague)
    empty = an_application()

    assert carers_of(here) == [colleague]
    assert carers_of(empty) == [owner]


def test_a_word_is_told_and_a_call_settles_it(recruiter: Staff) -> None:
    application = an_application(job=a_job(location=recruiter.locations.get()))
    hear(
        application=application,
        text="駐車場はありますか",
        channel=ChannelName.SMS,
        now=NOW,
        address="+819012345678",
    )
    assert [notice.read_at for notice in told(NoticeKind.WORD)] == [None]

    log_call(application, outcome=CallOutcome.REACHED, by=recruiter, now=NOW + timedelta(minutes=3))

    notice = told(NoticeKind.WORD)[0]
    assert notice.read_at == NOW + timedelta(minutes=3)
    assert notice.mail_due_at is None


def test_running_late_is_told_to_the_interviewer_too(recruiter: Staff) -> None:
    interviewer = a_staff(Role.INTERVIEWER, username="suzuki", locations=[recruiter.locations.get()])
    application = an_application(job=a_job(location=recruiter.locations.get()))
    interview = a_booked_interview(
        NOW, application, slot=a_slot(NOW + timedelta(hours=1), interviewer=interviewer)
    )

    note_late(interview, minutes=10, now=NOW)

    assert {notice.to for notice in told(NoticeKind.LATE)} == {recruiter, interviewer}
    assert {notice.detail for notice in told(NoticeKind.LATE)} == {"10"}


def test_a_withdrawal_is_told_once(recruiter: Staff) -> None:
    application = an_application(job=a_job(location=recruiter.locations.get()))
    a_booked_interview(NOW + timedelta(days=1), application=application)

    withdraw(application, now=NOW)

    assert [notice.detail for notice in told(NoticeKind.MOVED)].count("withdrawn") == 1


def test_an_old_withdrawal_is_no_news_when_something_else_changes(recruiter: Staff) -> None:
    application = an_application(job=a_job(location=recruiter.locations.get()))
    withdraw(application, now=NOW)
    heard = told(NoticeKind.MOVED)
    newcomer = a_staff(Role.RECRUITER, username="ono", locations=[recruiter.locations.get()])

    note_standing(
        application, keenness="low", other_applications=2, by=recruiter, now=NOW + timedelta(days=3)
    )
    hand_over(application, newcomer, by=recruiter, now=NOW + timedelta(days=4))

    assert told(NoticeKind.MOVED) == heard


def test_somebody_who_withdraws_once_more_is_told_once_more(recruiter: Staff) -> None:
    application = an_application(job=a_job(location=recruiter.locations.get()))

    withdraw(application, now=NOW)
    undo_withdrawal(application, now=NOW + timedelta(minutes=1))
    withdraw(application, now=NOW + timedelta(minutes=2))

    assert [notice.detail for notice in told(NoticeKind.MOVED)].count("withdrawn") == 2


def test_an_outcome_nobody_entered_is_asked_for_after_ten_minutes_and_settled_when_entered(
    recruiter: Staff,
) -> None:
    application = an_application(job=a_job(location=recruiter.locations.get()))
    interview = a_booked_interview(NOW, application=application)

    assert noticing.watch(now=NOW + timedelta(minutes=9)) == 0
    assert noticing.watch(now=NOW + timedelta(minutes=10)) == 1
    assert noticing.watch(now=NOW + timedelta(minutes=11)) == 0
    record_outcome(interview, InterviewState.CAME, now=NOW + timedelta(minutes=12), by=recruiter)

    assert told(NoticeKind.OUTCOME_OWED)[0].read_at == NOW + timedelta(minutes=12)


def test_a_message_that_went_no_further_is_told(recruiter: Staff) -> None:
    application = an_application(job=a_job(location=recruiter.locations.get()))
    brought_to(a_message(application, due_at=NOW), State.NEEDS_PERSON, settled_at=NOW)

    assert noticing.watch(now=NOW + timedelta(minutes=1)) == 1
    assert noticing.watch(now=NOW + timedelta(minutes=2)) == 0


def test_erasing_somebody_takes_their_first_name_from_every_notice(recruiter: Staff) -> None:
    receive(APPLICANT, job=a_job(location=recruiter.locations.get()), now=NOW)

    erase(Candidate.objects.get(), now=NOW)

    assert Notice.objects.get().name == ""


def test_no_mail_or_post_that_did_not_leave_keeps_the_name_of_whoever_was_erased(
    recruiter: Staff,
) -> None:
    Staff.objects.filter(pk=recruiter.pk).update(email="tanaka@example.jp")
    receive(APPLICANT, job=a_job(location=recruiter.locations.get()), now=NOW)
    erased, notice = Candidate.objects.get(), Notice.objects.get()
    other = Notice.objects.create(
        to=recruiter, kind=notice.kind, key="application:0", name="葵", path="/desk/applications/0/", at=NOW
    )
    hook = Webhook.objects.create(
        name="slack", url="https://hooks.example.jp/", format="slack", staff=recruiter, made_at=NOW
    )
    Notice.objects.update(mail_due_at=NOW, hook_due_at=NOW, is_digest=False)
    notice_sending.send_due(now=NOW, machine_now=NOW)
    StaffMail.objects.create(
        to=recruiter,
        key=f"notices:{recruiter.pk}:{notice.pk}-{notice.pk}",
        subject="蓮さん",
        body=f"蓮さん\n  https://x{notice.path}\n",
        state="failed",
        created_at=NOW,
        next_attempt_at=NOW,
    )

    erase(erased, now=NOW)
    notice_sending.send_due(now=NOW, machine_now=NOW)

    left = StaffMail.objects.get(state="planned")
    assert "葵" in left.body
    assert not StaffMail.objects.filter(Q(body__contains="蓮") | Q(subject__contains="蓮")).exists()
    states = dict(hook.deliveries.values_list("key", "state"))
    assert states == {f"notice:{notice.pk}": "cancelled", f"notice:{other.pk}": "planned"}
    assert hook.deliveries.get(state="cancelled").payload == {}

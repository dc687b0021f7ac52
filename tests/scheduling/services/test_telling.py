"""Nobody is invited before all they need can be told; page and calendar tell the same."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from candidates.models import Application, Job
from candidates.services.posting import conditions_of
from company.models import AuditEvent, Company, Location
from company.services.profile import the_company
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState, Mode
from scheduling.policy.checklist import Need
from scheduling.services.booking import book
from scheduling.services.excusing import ask_another_day
from scheduling.services.inviting import FactsMissing, invite
from scheduling.services.telling import interview_facts, missing_for, unsaid_for, untold
from tests.factories import (
    NOW,
    a_booked_interview,
    a_company,
    a_job,
    a_location,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
)

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=1)


def test_an_invitation_that_could_not_say_the_way_is_not_made() -> None:
    application = an_application(job=a_job(location=a_location(postal_address="", entrance="")))

    with pytest.raises(FactsMissing) as refusal:
        invite(application, by=a_staff(), now=NOW)

    assert refusal.value.missing == [Need.ADDRESS, Need.ENTRANCE]
    assert not Interview.objects.exists()


def test_directions_lead_in_as_well_as_a_word_about_the_door() -> None:
    place = a_location(entrance="", directions="駅を出て右\n白い看板")

    assert missing_for(an_application(job=a_job(location=place)), now=NOW) == []


def test_only_the_ways_that_are_offered_ask_for_their_facts() -> None:
    place = a_location(postal_address="")
    application = an_application(job=a_job(location=place))
    a_slot(SOON, location=place, mode=Mode.PHONE)
    a_slot(NOW - timedelta(days=1), location=place, mode=Mode.ONSITE)

    assert missing_for(application, now=NOW) == []

    a_slot(SOON, location=place, mode=Mode.ONSITE)
    assert missing_for(application, now=NOW) == [Need.ADDRESS]


def test_an_online_time_needs_its_link_a_test_and_a_number() -> None:
    place = a_location(phone="")
    Company.objects.update(online_test_url="", caller_number="")
    application = an_application(job=a_job(location=place))
    a_slot(SOON, location=place, mode=Mode.ONLINE)

    assert missing_for(application, now=NOW) == [Need.MEETING_LINK, Need.TEST_PAGE, Need.HELP_PHONE]


def test_one_online_time_without_a_link_is_one_too_many() -> None:
    place = a_location()
    application = an_application(job=a_job(location=place))
    a_slot(SOON, location=place, mode=Mode.ONLINE, online_url="https://meet.example/a")
    a_slot(SOON + timedelta(hours=1), location=place, mode=Mode.ONLINE)

    assert missing_for(application, now=NOW) == [Need.MEETING_LINK]


def test_staff_book_no_time_whose_facts_are_missing_and_the_candidate_still_may() -> None:
    place = a_location(postal_address="")
    interview = an_invited_interview(an_application(job=a_job(location=place), stage="interviewing"))
    slot = a_slot(SOON, location=place)

    with pytest.raises(FactsMissing):
        book(interview, slot, by=a_staff(), now=NOW)

    assert book(interview, slot, now=NOW).active


def test_booking_by_hand_asks_only_for_the_facts_of_that_time() -> None:
    place = a_location(postal_address="")
    application = an_application(job=a_job(location=place))
    call = a_slot(SOON, location=place, mode=Mode.PHONE)
    a_slot(SOON, location=place, mode=Mode.ONSITE)

    assert invite(application, by=a_staff(), now=NOW, slot=call).pk


def test_an_excuse_whose_invitation_could_not_say_all_waits_for_a_person() -> None:
    place = a_location()
    application = an_application(job=a_job(location=place), stage="interviewing")
    interview = a_booked_interview(NOW + timedelta(hours=2), application)
    Location.objects.update(entrance="", directions="")

    assert ask_another_day(interview, now=NOW) is None

    assert AvailabilityWish.objects.get().application == application
    assert Interview.objects.get().state == InterviewState.EXCUSED


@pytest.mark.parametrize(
    ("ways", "kept"),
    [([], ["onsite"]), ([Mode.PHONE], ["phone"]), ([Mode.PHONE, Mode.ONSITE], ["onsite", "phone"])],
)
def test_an_invitation_keeps_the_ways_it_had_to_be_complete_for(ways: list[Mode], kept: list[str]) -> None:
    application = an_application()
    for way in ways:
        a_slot(SOON, location=application.job.location, mode=way)

    interview = invite(application, by=a_staff(), now=NOW)

    assert AuditEvent.objects.about(interview).get().details["ways"] == kept


def test_an_invitation_to_one_time_keeps_its_way_alone() -> None:
    application = an_application()
    call = a_slot(SOON, location=application.job.location, mode=Mode.PHONE)
    a_slot(SOON, location=application.job.location)

    interview = invite(application, by=a_staff(), now=NOW, slot=call)
    Location.objects.update(postal_address="")

    assert untold(interview, Application.objects.get(pk=application.pk)) == []


def test_a_face_would_help() -> None:
    place = a_location()
    application = an_application(job=a_job(location=place))
    a_slot(SOON, location=place, interviewer=a_staff(greeting=""))

    assert unsaid_for(application, now=NOW) == ([], [Need.FACE])

    a_slot(SOON + timedelta(hours=1), location=place, interviewer=a_staff(greeting="お待ちしています"))
    assert unsaid_for(application, now=NOW) == ([], [Need.FACE])


def labels(job: Job, mode: Mode, online_url: str = "") -> list[str]:
    slot = a_slot(SOON, location=job.location, mode=mode, online_url=online_url)
    with override("en"):
        return [one.need for one in interview_facts(job, slot, the_company())]


def test_each_way_of_meeting_tells_what_it_needs() -> None:
    a_company(caller_number="0422-00-0120", online_help_phone="0422-00-0199")
    job = a_job(location=a_location(map_url="https://maps.example/x"))

    assert labels(job, Mode.ONSITE) == [
        "job",
        "bring",
        "dress",
        "arrive",
        "talk",
        "access",
        "entrance",
        "map",
        "phone",
    ]
    assert labels(job, Mode.ONLINE, online_url="https://meet.example/a") == [
        "job",
        "meeting_link",
        "test_page",
        "help_phone",
        "dress",
        "talk",
        "phone",
    ]
    assert labels(job, Mode.PHONE) == ["job", "caller_number", "talk", "phone"]


def test_a_booking_keeps_the_conditions_as_they_were_shown() -> None:
    job = a_job(pay="時給1,250円〜")
    interview = an_invited_interview(an_application(job=job, stage="interviewing"))
    book(interview, a_slot(SOON, location=job.location), now=NOW)
    shown = conditions_of(job, the_company())

    Job.objects.update(pay="時給1,100円")

    kept = Interview.objects.get()
    assert kept.conditions == shown
    assert kept.conditions["pay"] == "時給1,250円〜"
    assert kept.conditions_at == NOW


def test_a_move_keeps_the_conditions_of_the_moment_it_was_made() -> None:
    job = a_job(pay="時給1,250円〜")
    interview = an_invited_interview(an_application(job=job, stage="interviewing"))
    book(interview, a_slot(SOON, location=job.location), now=NOW)
    Job.objects.update(pay="時給1,300円〜")
    later = NOW + timedelta(hours=1)

    book(
        Interview.objects.get(),
        a_slot(SOON + timedelta(hours=3), location=job.location),
        now=later,
    )

    kept = Interview.objects.get()
    assert (kept.conditions["pay"], kept.conditions_at) == ("時給1,300円〜", later)

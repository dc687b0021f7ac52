"""Earlier times and long waits on the desk: seen, stopped, switched off; numbers stand beside the deed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.models import Application, Job
from candidates.policy import Stage
from company.models import AuditEvent
from company.policy import Role
from company.services.profile import the_company
from scheduling.models import EarlierOffer, Slot
from scheduling.policy import OfferState
from scheduling.services.earlier import accept
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
FRIDAY = tokyo(2026, 6, 12, 15)
NEXT_WEEK = tokyo(2026, 6, 17, 15)


@pytest.fixture
def job() -> Job:
    return make.a_job(location=make.a_location(name="吉祥寺店"))


def signed_in(role: Role = Role.OWNER, **values: object) -> Client:
    client = Client()
    client.force_login(make.a_staff(role, **values))
    return client


def offered(job: Job, name: str = "森") -> EarlierOffer:
    person = make.an_application(
        job=job, stage=Stage.INTERVIEWING, candidate=make.a_candidate(family_name=name)
    )
    interview = make.a_booked_interview(NEXT_WEEK, person)
    slot, _ = Slot.objects.get_or_create(
        location=job.location, starts_at=FRIDAY, defaults={"ends_at": FRIDAY + timedelta(minutes=30)}
    )
    return EarlierOffer.objects.create(
        slot=slot, interview=interview, offered_at=NOW, until=NOW + timedelta(hours=1)
    )


def test_the_desk_shows_what_is_offered_to_whom_since_when(job: Job) -> None:
    offered(job)

    page = signed_in().get("/desk/earlier/").content.decode()

    assert "6月12日(金) 15:00" in page
    assert "森" in page
    assert "今日 10:00 にお知らせ" in page
    assert "今日 11:00 まで" in page


def test_the_desk_shows_how_offers_ended_and_what_was_gained(job: Job) -> None:
    accept(offered(job), now=NOW)

    page = signed_in().get("/desk/earlier/").content.decode()

    assert "1人が早い時間に" in page
    assert "あわせて5日早く" in page


def test_one_offer_is_stopped_by_a_button(job: Job) -> None:
    offer = offered(job)
    client = signed_in(Role.RECRUITER, locations=[job.location])

    assert client.get(f"/desk/earlier/{offer.pk}/stop/").status_code == 405
    answer = client.post(f"/desk/earlier/{offer.pk}/stop/")

    assert answer.status_code == 302
    offer.refresh_from_db()
    assert offer.state == OfferState.STOPPED


def test_who_may_only_look_or_works_elsewhere_stops_nothing(job: Job) -> None:
    offer = offered(job)
    viewer = signed_in(Role.VIEWER, locations=[job.location])
    elsewhere = signed_in(Role.RECRUITER, locations=[make.a_location()])

    assert viewer.post(f"/desk/earlier/{offer.pk}/stop/").status_code == 403
    assert elsewhere.post(f"/desk/earlier/{offer.pk}/stop/").status_code == 404
    assert "森" not in elsewhere.get("/desk/earlier/").content.decode()

    offer.refresh_from_db()
    assert offer.state == OfferState.OPEN


def test_an_owner_switches_it_off_for_the_company_and_on_again(job: Job) -> None:
    offer = offered(job)
    owner, recruiter = signed_in(), signed_in(Role.RECRUITER, locations=[job.location])
    assert recruiter.post("/desk/earlier/switch/", {"on": "0"}).status_code == 403
    assert the_company().offers_earlier_times

    owner.post("/desk/earlier/switch/", {"on": "0"})

    offer.refresh_from_db()
    assert offer.state == OfferState.STOPPED
    assert not the_company().offers_earlier_times
    assert AuditEvent.objects.filter(action="earlier_times_switched").count() == 1
    assert "また始める" in owner.get("/desk/earlier/").content.decode()
    owner.post("/desk/earlier/switch/", {"on": "1"})
    assert the_company().offers_earlier_times


def test_the_list_costs_the_same_for_one_offer_and_for_three(job: Job) -> None:
    client = signed_in()
    client.get("/desk/earlier/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/desk/earlier/")
        return len(seen)

    offered(job)
    one = cost()
    offered(job, "林")
    offered(job, "原")

    assert cost() == one


def test_the_conversation_tells_why_the_time_changed(job: Job) -> None:
    offer = offered(job)
    accept(offer, now=NOW)

    page = signed_in().get(f"/desk/applications/{offer.interview.application_id}/").content.decode()

    assert "早い時間が空いたため、変更" in page


# --- the governor -------------------------------------------------------------------------------


def somebody_to_meet(job: Job, **values: object) -> Application:
    return make.an_application(job=job, stage=Stage.IN_CONTACT, **values)


def the_desk() -> str:
    content: str = signed_in().get("/desk/").content.decode()
    return content


def test_the_desk_warns_when_the_first_free_time_is_too_far(job: Job) -> None:
    somebody_to_meet(job)
    make.a_slot(tokyo(2026, 6, 19, 10), location=job.location)

    page = the_desk()

    assert "吉祥寺店: いちばん早い空きまで9日" in page
    assert "目安は7日です。" in page
    assert "1人の方をお待たせします。" in page
    make.a_slot(tokyo(2026, 6, 17, 10), location=job.location)
    assert "いちばん早い空きまで" not in the_desk()


def test_nobody_is_warned_where_nobody_waits(job: Job) -> None:
    make.a_slot(tokyo(2026, 6, 19, 10), location=job.location)
    assert "いちばん早い空きまで" not in the_desk()

    somebody_to_meet(job)

    assert "いちばん早い空きまで" in the_desk()


def test_times_that_suit_nobody_are_no_help(job: Job) -> None:
    somebody_to_meet(job, constraints={"leave_by": "12:00"})
    make.a_slot(FRIDAY, location=job.location)

    assert "吉祥寺店: 1人の方に合う近い時間がありません" in the_desk()


def test_the_wait_stands_beside_the_button_that_invites(job: Job) -> None:
    person = somebody_to_meet(job, applied_at=NOW - timedelta(days=3))
    make.a_slot(tokyo(2026, 6, 19, 10), location=job.location)

    page = signed_in().get(f"/desk/applications/{person.pk}/").content.decode()

    assert "この方に合ういちばん早い空きまで9日です。 目安は7日です。 応募からは12日になります。" in page
    make.a_slot(FRIDAY, location=job.location)
    page = signed_in().get(f"/desk/applications/{person.pk}/").content.decode()
    assert "いちばん早い空きまで" not in page


def test_two_locations_cost_the_desk_no_more_questions_than_one() -> None:
    client = signed_in()
    client.get("/desk/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/desk/")
        return len(seen)

    def a_far_place() -> None:
        place = make.a_job()
        somebody_to_meet(place)
        make.a_slot(tokyo(2026, 6, 19, 10), location=place.location)

    a_far_place()
    one = cost()
    a_far_place()

    assert cost() <= one

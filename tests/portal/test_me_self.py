"""How they want to be reached, in which language, and 心あたりがない."""

import pytest

from candidates.policy import PhoneKind
from company.models import AuditEvent
from messaging.models import Message, Suppression
from messaging.policy import ChannelName
from tests.factories import a_candidate, an_application
from tests.portal.linked import a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def test_the_way_and_the_hours_can_be_changed() -> None:
    application = an_application()
    door = a_door(application)

    answer = door.post(
        "preferences/", preferred_channel="email", preferred_hours=["8:00–11:00", "17:00–20:00"]
    )

    application.candidate.refresh_from_db()
    assert answer.status_code == 303
    assert application.candidate.preferred_channel == "email"
    assert application.candidate.preferred_hours == "8:00–11:00, 17:00–20:00"
    assert "うけとりました" in door.text("preferences/?saved=1")


def test_only_ways_that_reach_them_are_offered() -> None:
    person = a_candidate(
        email="", phone="+81422000120", phone_kind=PhoneKind.LANDLINE, preferred_channel="phone"
    )
    door = a_door(an_application(candidate=person))

    page, answer = door.text("preferences/"), door.post("preferences/", preferred_channel="sms")

    person.refresh_from_db()
    assert 'value="phone"' in page
    assert 'value="sms"' not in page
    assert 'value="email"' not in page
    assert answer.status_code == 422
    assert person.preferred_channel == "phone"


def test_another_language_is_for_the_page_and_for_what_we_send() -> None:
    application = an_application()
    door = a_door(application)

    answer = door.post("language/", language="en", next=door.address("preferences/"))

    application.candidate.refresh_from_db()
    assert answer.url == door.address("preferences/")
    assert application.candidate.language == "en"
    assert "How may we reach you?" in door.text("preferences/")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/desk/", ""])
def test_the_way_back_stays_on_the_page(back: str) -> None:
    door = a_door(an_application())

    answer = door.post("language/", language="en", next=back)

    assert answer.url == door.address()


def test_a_language_we_do_not_speak_changes_nothing() -> None:
    application = an_application()

    a_door(application).post("language/", language="xx")

    application.candidate.refresh_from_db()
    assert application.candidate.language == "ja"


def test_somebody_else_s_message_stops_contact_and_closes_every_link() -> None:
    person = a_candidate(phone="+819012345678", email="ren@example.jp")
    application = an_application(candidate=person)
    door, other_door = a_door(application), a_door(application)
    asked = door.text("not-me/")

    answer = door.post("not-me/")

    page = answer.content.decode()
    assert "佐々木" not in asked
    assert "佐々木" not in page
    assert answer.status_code == 200
    assert set(Suppression.objects.values_list("channel", "address", "reason")) == {
        (ChannelName.SMS, "+819012345678", "not_theirs"),
        (ChannelName.PHONE, "+819012345678", "not_theirs"),
        (ChannelName.EMAIL, "ren@example.jp", "not_theirs"),
    }
    assert (door.get().status_code, other_door.get().status_code) == (404, 404)
    assert Message.objects.get(channel="page").needs_answer
    assert AuditEvent.objects.filter(action="wrong_person_told", application_id=application.pk).exists()

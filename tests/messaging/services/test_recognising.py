"""Words are put where we last spoke with that person; strangers and erased people are nobody."""

from datetime import timedelta

import pytest

from candidates.policy import Stage
from messaging.policy import ChannelName
from messaging.services.recognising import application_of
from messaging.services.suppressing import suppress
from tests.factories import NOW, a_candidate, a_sent_message, an_application

pytestmark = pytest.mark.django_db
PHONE = "+819012345678"


def test_it_is_the_application_the_last_message_to_that_address_was_about() -> None:
    person = a_candidate(phone=PHONE)
    first, second = an_application(candidate=person), an_application(candidate=person)
    a_sent_message(first, address=PHONE, sent_at=NOW)
    a_sent_message(second, address=PHONE, sent_at=NOW - timedelta(hours=1))

    assert application_of(ChannelName.SMS, PHONE, now=NOW) == first


def test_on_a_shared_phone_the_last_message_says_who_is_meant() -> None:
    brother = an_application(candidate=a_candidate(phone=PHONE))
    sister = an_application(candidate=a_candidate(phone=PHONE))
    a_sent_message(sister, address=PHONE, sent_at=NOW - timedelta(hours=1))
    a_sent_message(brother, address=PHONE, sent_at=NOW - timedelta(hours=2))
    a_sent_message(brother, address="brother@example.jp", channel=ChannelName.EMAIL, sent_at=NOW)

    assert application_of(ChannelName.SMS, PHONE, now=NOW) == sister


def test_before_anything_was_sent_it_is_the_newest_running_application() -> None:
    person = a_candidate(phone=PHONE)
    running = an_application(candidate=person, applied_at=NOW - timedelta(days=2))
    an_application(candidate=person, stage=Stage.CLOSED)

    assert application_of(ChannelName.SMS, PHONE, now=NOW) == running


def test_a_closed_application_is_better_than_none() -> None:
    closed = an_application(candidate=a_candidate(phone=PHONE), stage=Stage.CLOSED)

    assert application_of(ChannelName.SMS, PHONE, now=NOW) == closed


def test_capitals_in_a_mail_address_are_no_other_person() -> None:
    application = an_application(candidate=a_candidate(email="ren@example.jp"))

    assert application_of(ChannelName.EMAIL, "Ren@Example.JP", now=NOW) == application


def test_a_line_account_is_found_by_its_id() -> None:
    application = an_application(candidate=a_candidate(line_id="U1"))

    assert application_of(ChannelName.LINE, "U1", now=NOW) == application


@pytest.mark.parametrize(
    "address", ["", "+819099999999", "ren@example.jp"], ids=["empty", "unknown", "not of this channel"]
)
def test_a_stranger_is_nobody(address: str) -> None:
    an_application(candidate=a_candidate(phone=PHONE, email="ren@example.jp"))

    assert application_of(ChannelName.SMS, address, now=NOW) is None


def test_an_erased_person_never_matches() -> None:
    an_application(candidate=a_candidate(phone=PHONE, erased_at=NOW))

    assert application_of(ChannelName.SMS, PHONE, now=NOW) is None


def test_a_phone_that_is_not_theirs_does_not_speak_for_them() -> None:
    an_application(candidate=a_candidate(phone=PHONE))
    suppress(ChannelName.SMS, PHONE, reason="not_theirs", now=NOW)

    assert application_of(ChannelName.SMS, PHONE, now=NOW) is None


def test_nobody_writes_from_their_own_page() -> None:
    an_application(candidate=a_candidate(phone=PHONE))

    assert application_of(ChannelName.PAGE, PHONE, now=NOW) is None

import re
from datetime import timedelta

import pytest

from candidates.models import Application, Candidate
from candidates.policy import Stage
from candidates.services.erasing import erase
from company.models import AuditEvent
from messaging.models import LineCode, Message, Suppression
from messaging.policy import ChannelName, Kind
from messaging.services.linking import (
    ALPHABET,
    MOST_CODES,
    VALID_FOR,
    TooManyCodes,
    code_in,
    forget_old_codes,
    make_code,
    unlink,
    use_code,
)
from messaging.services.suppressing import address_on, is_blocked, suppress
from tests.factories import NOW, a_candidate, an_application

pytestmark = pytest.mark.django_db

ME, OTHER = "U" + "a" * 32, "U" + "b" * 32
LINE = ChannelName.LINE


def a_code(application: Application, *, prefers_line: bool = False) -> str:
    return code_in(make_code(application, prefers_line=prefers_line, now=NOW).text)


def person_of(application: Application) -> Candidate:
    return Candidate.objects.get(pk=application.candidate_id)


def test_the_code_sent_in_line_connects_the_account() -> None:
    application = an_application()
    version = application.candidate.contact_version

    linked = use_code(a_code(application), ME, now=NOW + timedelta(minutes=9))

    person = person_of(application)
    assert linked == application
    assert address_on(person, LINE) == ME
    assert person.contact_version == version + 1
    assert person.preferred_channel == "sms"
    assert AuditEvent.objects.filter(action="line_linked", entity_id=person.pk).exists()


def test_it_is_said_in_line_that_it_worked_as_the_receipt_of_their_own_act() -> None:
    application = an_application()

    use_code(a_code(application), ME, now=NOW)

    told = Message.objects.get(kind=Kind.LINKED)
    assert (told.application, told.channel, told.due_at, told.own_act_at) == (application, LINE, NOW, NOW)


def test_whoever_has_left_may_connect_line_but_nothing_further_is_sent() -> None:
    application = an_application(stage=Stage.WITHDRAWN, closed_at=NOW)

    use_code(a_code(application), ME, now=NOW)

    assert person_of(application).line_id == ME
    assert not Message.objects.filter(kind=Kind.LINKED).exists()


def test_line_comes_first_only_when_they_asked_for_it() -> None:
    application = an_application()

    use_code(a_code(application, prefers_line=True), ME, now=NOW)

    assert person_of(application).preferred_channel == "line"


def test_a_code_works_once() -> None:
    application = an_application()
    code = a_code(application)

    assert use_code(code, ME, now=NOW) == application
    assert use_code(code, OTHER, now=NOW) is None
    assert person_of(application).line_id == ME


def test_a_code_works_for_ten_minutes() -> None:
    application = an_application()
    code = a_code(application)

    assert use_code(code, ME, now=NOW + VALID_FOR) is None
    assert person_of(application).line_id == ""


def test_a_new_code_takes_the_place_of_the_earlier_ones() -> None:
    application = an_application()
    first, second = a_code(application), a_code(application)

    assert use_code(first, ME, now=NOW) is None
    assert use_code(second, ME, now=NOW) == application


def test_nobody_needs_many_codes() -> None:
    application = an_application()
    for _ in range(MOST_CODES):
        a_code(application)

    with pytest.raises(TooManyCodes):
        a_code(application)

    later = make_code(application, prefers_line=False, now=NOW + VALID_FOR)
    assert later.expires_at == NOW + 2 * VALID_FOR


def test_a_code_is_unlikely_enough_and_only_its_hash_is_kept() -> None:
    application = an_application()
    codes = [a_code(an_application()) for _ in range(20)]
    text = make_code(application, prefers_line=False, now=NOW).text

    assert len(ALPHABET) ** 10 >= 2**50
    assert re.fullmatch(rf"[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}", text)
    assert len(set(codes)) == 20
    kept = LineCode.objects.get(application=application)
    assert code_in(text) not in kept.code_hash.upper()
    assert len(kept.code_hash) == 64


@pytest.mark.parametrize(
    "text",
    [
        "K7QXM-2PWRT",
        "連携コード K7QXM-2PWRT",
        "k7qxm-2pwrt です",
        "Ｋ７ＱＸＭ－２ＰＷＲＴ",
        "K7QXM2PWRT",
        "K7QXM ー2PWRT".replace(" ", ""),
        "コード：K7QXM–2PWRT\nお願いします",
    ],
)
def test_a_code_is_read_however_it_is_typed(text: str) -> None:
    assert code_in(text) == "K7QXM2PWRT"


@pytest.mark.parametrize(
    "text", ["", "伺います", "09012345678", "K7QXM", "XK7QXM-2PWRTX", "https://a.example/K0OII-10OI1"]
)
def test_other_words_are_no_code(text: str) -> None:
    assert code_in(text) == ""


def test_an_account_belongs_to_one_person_and_moves_to_the_latest() -> None:
    before = an_application(candidate=a_candidate(line_id=ME, preferred_channel="line", email=""))
    after = an_application()

    use_code(a_code(after), ME, now=NOW)

    assert (person_of(before).line_id, person_of(before).preferred_channel) == ("", "sms")
    assert person_of(before).contact_version == before.candidate.contact_version + 1
    assert person_of(after).line_id == ME


def test_connecting_again_is_new_consent() -> None:
    application = an_application()
    suppress(LINE, ME, reason="opted_out", now=NOW)

    use_code(a_code(application), ME, now=NOW)

    assert not is_blocked(LINE, ME)
    assert Suppression.objects.get().lifted_at == NOW
    allowed = AuditEvent.objects.get(action="address_allowed")
    assert allowed.details["by_own_word"] is True


def test_they_may_disconnect_again() -> None:
    application = an_application(candidate=a_candidate(line_id=ME, preferred_channel="line"))

    unlink(application.candidate, now=NOW)
    unlink(application.candidate, now=NOW)

    person = person_of(application)
    assert (person.line_id, person.preferred_channel) == ("", "sms")
    assert person.contact_version == 2
    assert AuditEvent.objects.filter(action="line_unlinked").count() == 1


@pytest.mark.parametrize(
    ("known", "way"),
    [
        ({"phone_kind": "landline"}, "email"),
        ({"phone_kind": "landline", "email": ""}, "phone"),
        ({}, "sms"),
    ],
)
def test_after_disconnecting_the_best_way_left_comes_first(known: dict[str, str], way: str) -> None:
    person = a_candidate(line_id=ME, preferred_channel="line", **known)

    unlink(person, now=NOW)

    assert person.preferred_channel == way


def test_erasing_forgets_the_account_and_its_codes() -> None:
    application = an_application(candidate=a_candidate(line_id=ME))
    code = a_code(application)

    erase(application.candidate, now=NOW)

    assert person_of(application).line_id == ""
    assert not LineCode.objects.exists()
    assert use_code(code, ME, now=NOW) is None


def test_codes_are_not_kept_longer_than_they_help() -> None:
    a_code(an_application())

    assert forget_old_codes(now=NOW + VALID_FOR) == 0
    assert forget_old_codes(now=NOW + 2 * VALID_FOR) == 1

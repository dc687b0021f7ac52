"""Who is told by mail of an interview, of what, and how often."""

import pytest
from django.core import mail

from candidates.services.erasing import erase
from company.models import Staff, StaffMail, StaffMailState
from company.policy import Role
from scheduling.models import Interview, Slot
from scheduling.services.booking import book
from scheduling.services.leaving import undo_withdrawal, withdraw
from tests import factories as make
from tests.factories import NOW, tokyo

pytestmark = pytest.mark.django_db


def an_interviewer(name: str, **values: str) -> Staff:
    return make.a_staff(Role.INTERVIEWER, display_name=name, **{"email": "i@hinata.example"} | values)


def an_invited(*interviewers: Staff | None) -> tuple[Interview, list[Slot]]:
    """Invited to a place where each of them has a time, a day apart."""
    place = make.a_location()
    candidate = make.a_candidate(family_name="佐々木", email="ren@example.jp", phone="+819012345678")
    application = make.an_application(
        candidate=candidate, job=make.a_job(location=place, title="ホール"), stage="interviewing"
    )
    slots = [
        make.a_slot(tokyo(2026, 6, 11 + day, 13), location=place, interviewer=one)
        for day, one in enumerate(interviewers)
    ]
    return make.an_invited_interview(application), slots


def told(person: Staff) -> list[tuple[str, int, str]]:
    """What is to leave or has left: method, sequence, state."""
    rows = StaffMail.objects.filter(to=person).order_by("pk")
    return [(row.key.split(":")[3], int(row.key.split(":")[2]), row.state) for row in rows]


def sent() -> None:
    StaffMail.objects.filter(state=StaffMailState.PLANNED).update(state=StaffMailState.SENT, attempts=1)


def test_a_booking_invites_its_interviewer_with_name_and_job_only() -> None:
    kobayashi = an_interviewer("小林")
    interview, [slot] = an_invited(kobayashi)

    book(interview, slot, now=NOW)

    row = StaffMail.objects.get()
    everything = row.subject + row.body + str(row.attachments)
    assert told(kobayashi) == [("REQUEST", 0, "planned")]
    assert "佐々木" in row.subject
    assert "ホール" in row.body
    assert f"/desk/applications/{interview.application_id}/" in row.body
    assert "ren@example.jp" not in everything
    assert "12345678" not in everything
    assert not mail.outbox


def test_a_move_to_another_interviewer_calls_off_one_and_invites_the_other() -> None:
    kobayashi, ono = an_interviewer("小林"), an_interviewer("大野")
    interview, slots = an_invited(kobayashi, ono)
    book(interview, slots[0], now=NOW)
    sent()

    book(interview, slots[1], now=NOW)

    assert told(kobayashi) == [("REQUEST", 0, "sent"), ("CANCEL", 1, "planned")]
    assert told(ono) == [("REQUEST", 1, "planned")]


def test_an_invitation_that_never_left_is_called_off_in_silence() -> None:
    kobayashi, ono = an_interviewer("小林"), an_interviewer("大野")
    interview, slots = an_invited(kobayashi, ono)
    book(interview, slots[0], now=NOW)

    book(interview, slots[1], now=NOW)

    assert told(kobayashi) == [("REQUEST", 0, "cancelled")]


def test_a_move_leaves_one_mail_to_send() -> None:
    kobayashi = an_interviewer("小林")
    interview, slots = an_invited(kobayashi, kobayashi)
    book(interview, slots[0], now=NOW)

    book(interview, slots[1], now=NOW)

    assert told(kobayashi) == [("REQUEST", 0, "cancelled"), ("REQUEST", 1, "planned")]


def test_a_withdrawal_calls_it_off_and_its_undoing_invites_again() -> None:
    kobayashi = an_interviewer("小林")
    interview, [slot] = an_invited(kobayashi)
    book(interview, slot, now=NOW)
    sent()

    withdraw(interview.application, now=NOW)
    sent()
    undo_withdrawal(interview.application, now=NOW)

    assert told(kobayashi) == [("REQUEST", 0, "sent"), ("CANCEL", 1, "sent"), ("REQUEST", 2, "planned")]


def test_what_is_leaving_at_this_moment_is_followed_by_the_word_that_calls_it_off() -> None:
    kobayashi = an_interviewer("小林")
    interview, [slot] = an_invited(kobayashi)
    book(interview, slot, now=NOW)
    lease = tokyo(2100, 1, 1)
    StaffMail.objects.update(attempts=1, lease_until=lease)

    withdraw(interview.application, now=NOW)

    assert told(kobayashi) == [("REQUEST", 0, "cancelled"), ("CANCEL", 1, "planned")]
    assert StaffMail.objects.get(key__contains="CANCEL").next_attempt_at == lease


def test_nobody_without_an_address_or_who_has_left_is_written_to() -> None:
    for person in (
        an_interviewer("小林", email=""),
        make.a_staff(email="x@hinata.example", is_active=False),
        None,
    ):
        interview, [slot] = an_invited(person)
        book(interview, slot, now=NOW)

    assert not StaffMail.objects.exists()


def test_an_erased_person_is_in_no_mail_and_the_word_still_goes() -> None:
    kobayashi = an_interviewer("小林")
    interview, [slot] = an_invited(kobayashi)
    book(interview, slot, now=NOW)
    sent()
    withdraw(interview.application, now=NOW)

    erase(interview.application.candidate, now=NOW)

    request, cancel = StaffMail.objects.order_by("pk")
    assert (request.subject, request.body, request.attachments) == ("", "", [])
    assert cancel.state == StaffMailState.PLANNED
    assert "METHOD:CANCEL" in cancel.attachments[0]["content"]
    assert "佐々木" not in cancel.subject + cancel.body + cancel.attachments[0]["content"]

"""The interviewer's mail, and the page behind its link."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from candidates.services.erasing import erase
from company.models import Staff, StaffMail, StaffMailState
from company.policy import Role
from company.services import staff_mail
from messaging.models import Message
from noshow.models import Case
from scheduling.models import Interview
from scheduling.policy import InterviewState
from scheduling.services.asking_interviewers import ask_due, sign, switch_asking
from scheduling.services.booking import book
from scheduling.services.outcomes import record_outcome
from tests.factories import NOW, a_booked_interview, a_candidate, a_location, a_slot, a_staff, an_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def tanabe() -> Staff:
    place = a_location(name="吉祥寺店")
    return a_staff(Role.INTERVIEWER, display_name="田辺 悠", email="tanabe@example.jp", locations=[place])


@pytest.fixture
def begun(tanabe: Staff) -> Interview:
    """It began sixteen minutes ago."""
    person = a_candidate(family_name="加藤", given_name="結衣", phone="+819012345678")
    slot = a_slot(NOW - 16 * MINUTE, interviewer=tanabe)
    return a_booked_interview(
        slot.starts_at, an_application(candidate=person, stage="interviewing"), slot=slot
    )


def ask(after: timedelta = timedelta()) -> int:
    return ask_due(now=NOW + after, machine_now=NOW + after)


def asking() -> StaffMail | None:
    return StaffMail.objects.filter(key__startswith="came:", state=StaffMailState.PLANNED).first()


def link(interview: Interview, person: Staff) -> str:
    return f"/came/{sign(interview, person)}/"


# --- the mail -------------------------------------------------------------------


def test_the_interviewer_is_asked_once_with_a_name_and_no_more(begun: Interview) -> None:
    assert (ask(), ask(MINUTE)) == (1, 0)

    mail = asking()
    assert mail is not None
    assert "加藤さん" in mail.subject
    assert "{link}" in mail.body
    assert "/came/" in mail.secret
    assert not any(word in mail.subject + mail.body for word in ("結衣", "9012345678"))


@pytest.mark.parametrize("minutes", [-2, 180])
def test_nobody_is_asked_too_soon_or_hours_later(begun: Interview, minutes: int) -> None:
    assert ask(minutes * MINUTE) == 0


def test_nobody_is_asked_what_is_known(begun: Interview, tanabe: Staff) -> None:
    record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW)

    assert ask() == 0


def test_what_is_said_before_it_leaves_calls_it_off(begun: Interview, tanabe: Staff) -> None:
    ask()
    record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW)

    assert staff_mail.send_due(now=NOW) == 0
    assert StaffMail.objects.get(key__startswith="came:").state == StaffMailState.CANCELLED


def test_it_is_looked_at_once_more_at_the_door(
    begun: Interview, tanabe: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claimed already, when somebody says it."""
    ask()
    claim = staff_mail._claim

    def claimed_and_then_said(*args: object) -> StaffMail | None:
        mail = claim(*args)  # type: ignore[arg-type]  # the machine's time
        if mail is not None:
            record_outcome(begun, InterviewState.CAME, by=tanabe, now=NOW)
        return mail

    monkeypatch.setattr(staff_mail, "_claim", claimed_and_then_said)
    with time_machine.travel(NOW + MINUTE, tick=False):
        staff_mail.send_due(now=NOW, limit=1)

    mail = StaffMail.objects.get(key__startswith="came:")
    assert (mail.state, mail.sent_at) == (StaffMailState.CANCELLED, None)


def test_a_move_calls_it_off(begun: Interview, tanabe: Staff) -> None:
    ask()
    book(begun, a_slot(NOW + timedelta(days=1), location=begun.location), now=NOW, by=tanabe)

    assert asking() is None


def test_the_company_and_each_person_may_do_without(begun: Interview, tanabe: Staff) -> None:
    switch_asking(on=False, by=a_staff(), now=NOW)
    company_says_no = ask()
    switch_asking(on=True, by=a_staff(), now=NOW)
    tanabe.notice_choices = {"one_tap": []}
    tanabe.save()

    assert (company_says_no, ask()) == (0, 0)


def test_an_erased_person_is_in_no_mail(begun: Interview) -> None:
    ask()
    erase(begun.application.candidate, now=NOW)

    mail = StaffMail.objects.get(key__startswith="came:")
    assert (mail.subject, mail.body, mail.state) == ("", "", StaffMailState.CANCELLED)


# --- the page -------------------------------------------------------------------


def test_looking_changes_nothing_and_needs_no_signing_in(begun: Interview, tanabe: Staff) -> None:
    client = Client()
    answer = client.get(link(begun, tanabe))
    client.head(link(begun, tanabe))

    text = answer.content.decode()
    assert "加藤さんは来られましたか？" in text
    assert "結衣" not in text
    assert answer["Referrer-Policy"] == "no-referrer"
    begun.refresh_from_db()
    assert begun.state == InterviewState.BOOKED


@pytest.mark.parametrize("outcome", ["came", "came_late", "absent"])
def test_one_press_records_it_by_name_and_way(begun: Interview, tanabe: Staff, outcome: str) -> None:
    answer = Client().post(link(begun, tanabe), {"outcome": outcome})

    assert answer.status_code == 303
    row = begun.attendance.get()
    assert (row.state, row.by, row.way) == (outcome, tanabe, "mail")
    assert Case.objects.filter(interview=begun).exists() == (outcome == "absent")


def test_undone_within_the_minute_nothing_is_said(
    begun: Interview, tanabe: Staff, at_now: time_machine.Traveller
) -> None:
    client = Client()
    client.post(link(begun, tanabe), {"outcome": "absent"})
    at_now.move_to(NOW + timedelta(seconds=50))
    begun.refresh_from_db()
    answer = client.post(link(begun, tanabe), {"do": "undo", "version": begun.version})

    assert answer.status_code == 303
    begun.refresh_from_db()
    assert begun.state == InterviewState.BOOKED
    assert (
        not Message.objects.outgoing().filter(about__startswith="case:").exclude(state="cancelled").exists()
    )


def test_after_the_minute_the_desk_corrects(
    begun: Interview, tanabe: Staff, at_now: time_machine.Traveller
) -> None:
    client = Client()
    client.post(link(begun, tanabe), {"outcome": "came"})
    at_now.move_to(NOW + 2 * MINUTE)
    answer = client.post(link(begun, tanabe), {"do": "undo"})

    assert answer.status_code == 409
    assert "1分を過ぎました" in answer.content.decode()


def test_who_is_second_is_told_what_stands(begun: Interview, tanabe: Staff) -> None:
    boss = a_staff(display_name="小林 美咲")
    record_outcome(begun, InterviewState.CAME, by=boss, now=NOW)
    answer = Client().post(link(begun, tanabe), {"outcome": "absent"})

    assert answer.status_code == 409
    assert "「来た」" in answer.content.decode()
    begun.refresh_from_db()
    assert begun.state == InterviewState.CAME


def test_a_moved_interview_takes_no_answer(begun: Interview, tanabe: Staff) -> None:
    address = link(begun, tanabe)
    book(begun, a_slot(NOW + timedelta(days=1), location=begun.location), now=NOW, by=tanabe)
    answer = Client().post(address, {"outcome": "absent"})

    assert answer.status_code == 409
    assert "この面接は変わりました" in answer.content.decode()


def test_a_day_later_the_link_is_over(
    begun: Interview, tanabe: Staff, at_now: time_machine.Traveller
) -> None:
    at_now.move_to(NOW + timedelta(days=1))

    assert Client().post(link(begun, tanabe), {"outcome": "came"}).status_code == 409
    assert "1日が過ぎました" in Client().get(link(begun, tanabe)).content.decode()


def test_a_changed_link_opens_nothing(begun: Interview, tanabe: Staff) -> None:
    other = a_booked_interview(NOW - 16 * MINUTE)
    forged = link(begun, tanabe).replace(f"/came/{begun.pk}-", f"/came/{other.pk}-")

    assert Client().get(forged).status_code == 404
    assert Client().post(forged, {"outcome": "absent"}).status_code == 404


def test_who_left_the_company_opens_nothing(begun: Interview, tanabe: Staff) -> None:
    Staff.objects.filter(pk=tanabe.pk).update(is_active=False)

    assert Client().get(link(begun, tanabe)).status_code == 404

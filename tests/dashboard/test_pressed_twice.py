"""The same button pressed twice, or on a page of earlier: done once, and nothing newer is overwritten."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from candidates.models import Candidate, Note
from candidates.policy import Stage
from candidates.services import offers
from candidates.services.noting import write_note
from candidates.services.preferences import change_email
from candidates.services.staging import move_stage
from company.models import BulkAct, Staff
from dashboard.forms import ContactForm
from dashboard.services import bulk
from dashboard.services.bulk_looks import WRITE
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.services.hearing import hear
from noshow.models import Case
from noshow.policy import CaseState
from noshow.services.attendance import record_attendance
from noshow.services.closing import as_seen
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.dashboard.application_page import page_of, press
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_booked_interview, a_candidate, a_staff, an_application

pytestmark = pytest.mark.django_db
WORDS = {"channel": "best", "subject": "", "body": "{名前}さん、お待ちしています。"}


def by_hand() -> int:
    return Message.objects.filter(kind=Kind.MANUAL, direction="out").count()


def test_a_message_sent_twice_by_a_line_that_broke_is_one(
    screen: Client, at_now: time_machine.Traveller
) -> None:
    application = an_application(stage=Stage.IN_CONTACT)
    words = {"channel": "sms", "body": "お電話ください。", "seen": ["sender"]}

    press(screen, application, "write", **words)
    press(screen, application, "write", **words)
    once = by_hand()
    press(screen, application, "write", **words | {"body": "メールでも大丈夫です。"})
    another = by_hand()
    at_now.shift(timedelta(minutes=1))
    press(screen, application, "write", **words)

    assert (once, another, by_hand()) == (1, 2, 3)


def test_a_note_pressed_twice_is_one() -> None:
    application, staff = an_application(), a_staff()

    notes = [write_note(application, "電話した", author=staff, now=NOW) for _ in range(2)]
    later = write_note(application, "電話した", author=staff, now=NOW + timedelta(minutes=1))

    assert notes[0] == notes[1] != later
    assert Note.objects.count() == 2


def test_a_decision_about_many_pressed_twice_is_carried_out_once(owner: Staff) -> None:
    people = [an_application(stage=Stage.IN_CONTACT).pk for _ in range(2)]

    acts = [bulk.ask(WRITE, people, WORDS, by=owner, now=NOW) for _ in range(2)]
    others = bulk.ask(WRITE, people[:1], WORDS, by=owner, now=NOW)
    bulk.work(now=NOW)

    assert acts[0] == acts[1] != others
    assert BulkAct.objects.count() == 2
    assert by_hand() == 3


def test_what_was_taken_back_can_be_asked_for_again_at_once(owner: Staff) -> None:
    people = [an_application(stage=Stage.IN_CONTACT).pk]
    first = bulk.ask(WRITE, people, WORDS, by=owner, now=NOW)
    bulk.work(now=NOW)
    bulk.undo(first, by=owner, now=NOW)

    assert bulk.ask(WRITE, people, WORDS, by=owner, now=NOW) != first


def test_what_many_were_to_be_written_is_not_written_a_day_late(owner: Staff) -> None:
    act = bulk.ask(WRITE, [an_application(stage=Stage.IN_CONTACT).pk], WORDS, by=owner, now=NOW)

    bulk.work(now=NOW + timedelta(days=1, minutes=1))

    assert [one.reason for one in act.items.all()] == ["late"]
    assert by_hand() == 0


def test_an_old_pages_reopen_leaves_what_a_colleague_has_decided(screen: Client, owner: Staff) -> None:
    application = an_application(stage=Stage.REJECTED, closed_at=NOW)
    move_stage(application, Stage.DECIDING, now=NOW, by=owner)
    by = NOW + timedelta(days=7)
    offers.offer(application, answer_by=by, first_day=offers.FirstDay(), by=owner, now=NOW)

    said = press(screen, application, "reopen")

    application.refresh_from_db()
    assert application.stage == Stage.OFFERED
    assert "いまの段階からは進めません" in said


@pytest.fixture
def met(at_now: time_machine.Traveller) -> Interview:
    return a_booked_interview(NOW - timedelta(minutes=30))


def test_the_undo_of_an_older_toast_leaves_the_outcome_a_colleague_recorded(
    screen: Client, owner: Staff, met: Interview
) -> None:
    screen.post(f"/desk/interviews/{met.pk}/outcome/", {"outcome": "came"})
    met.refresh_from_db()
    toast = f"/desk/interviews/{met.pk}/take-back/?of={met.version}"
    record_attendance(met, InterviewState.ABSENT, by=owner, now=NOW)

    said = text_of(screen.post(toast, follow=True))

    met.refresh_from_db()
    assert met.state == InterviewState.ABSENT
    assert Case.objects.get().state == CaseState.OPEN
    assert "そのあとの記録があるため" in said


def test_the_toast_of_an_outcome_takes_that_one_back(screen: Client, met: Interview) -> None:
    page = screen.post(f"/desk/interviews/{met.pk}/outcome/", {"outcome": "came"}, follow=True)
    met.refresh_from_db()
    toast = f"/desk/interviews/{met.pk}/take-back/?of={met.version}"
    assert toast in page.content.decode()

    screen.post(toast)

    met.refresh_from_db()
    assert met.state == InterviewState.BOOKED


def test_a_case_is_not_closed_by_hand_over_a_word_that_came_since(
    screen: Client, owner: Staff, met: Interview
) -> None:
    record_attendance(met, InterviewState.ABSENT, by=owner, now=NOW)
    case = Case.objects.get()
    page = screen.get(f"/desk/cases/{case.pk}/").content.decode()
    shown = as_seen(case)
    hear(met.application, channel=ChannelName.PAGE, text="電車が止まりました", now=NOW)

    said = text_of(
        screen.post(f"/desk/cases/{case.pk}/close/", {"reason": "agreed", "seen": shown}, follow=True)
    )

    assert f'value="{shown}"' in page
    case.refresh_from_db()
    assert case.state == CaseState.ANSWERED
    assert "新しい動きがあったようです" in said


def contact_form_of(person: Candidate) -> dict[str, str]:
    """Every field as the page shows it."""
    form = ContactForm(candidate=person)
    return {name: str(form[name].value() or "") for name in form.fields}


def test_an_older_page_overwrites_nothing_it_did_not_change(screen: Client) -> None:
    person = a_candidate(phone="+819012345678", email="old@example.jp")
    application = an_application(candidate=person)
    shown = contact_form_of(person)
    posted = shown | {f"initial-{name}": value for name, value in shown.items()}
    page = screen.get(page_of(application)).content.decode()
    change_email(person, "new@example.jp", now=NOW)  # on their own page, in the meantime

    press(screen, application, "contact", **posted | {"phone": "090-8765-4321"})

    person.refresh_from_db()
    assert (person.phone, person.email) == ("+819087654321", "new@example.jp")
    assert 'name="initial-email" value="old@example.jp"' in page


def test_changing_a_number_takes_nobodys_line_away(screen: Client) -> None:
    person = a_candidate(line_id="U1", preferred_channel="line")
    application = an_application(candidate=person)
    shown = contact_form_of(person)

    press(screen, application, "contact", **shown | {"phone": "090-8765-4321"})

    person.refresh_from_db()
    assert (person.phone, person.preferred_channel) == ("+819087654321", "line")

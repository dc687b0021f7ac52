"""People act while many are being written to: who left, refused or was erased hears nothing of it."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.erasing import erase
from candidates.services.staging import move_stage
from company.models import BulkAct, Staff
from dashboard.services import bulk
from dashboard.services.bulk_looks import CLOSE, INVITE, START, WRITE
from messaging.models import Message
from messaging.policy import ChannelName, Direction, Kind, State
from messaging.services.dispatching import dispatch
from messaging.services.hearing import hear
from messaging.services.suppressing import suppress
from messaging.services.writing import write
from scheduling.models import Interview
from scheduling.services.confirming import confirm_interview
from scheduling.services.leaving import withdraw
from tests.factories import NOW, a_booked_interview, a_message, a_staff, an_application
from tests.messaging.conftest import Providers, providers, while_it_commits

__all__ = ["providers"]

MINUTE = timedelta(minutes=1)
WORDS = {"channel": "best", "subject": "お知らせ", "body": "{名前}さん、お待ちしています。"}
alone = pytest.mark.django_db
together = pytest.mark.django_db(databases=[])


def asked(kind: str, application: Application, **choices: object) -> BulkAct:
    return bulk.ask(kind, [application.pk], choices, by=a_staff(), now=NOW)


def said() -> list[tuple[str, str]]:
    rows = Message.objects.filter(direction=Direction.OUT, kind=Kind.MANUAL)
    return list(rows.values_list("state", "reason"))


def reasons(act: BulkAct) -> list[str]:
    return list(act.items.values_list("reason", flat=True))


@together
def test_who_withdraws_in_the_moment_many_are_written_to_is_passed_over(shared_database: str) -> None:
    application = an_application(stage=Stage.IN_CONTACT)
    act = asked(WRITE, application, **WORDS)

    while_it_commits(lambda: withdraw(application, now=NOW), lambda: bulk.work(now=NOW))

    assert reasons(act) == ["over"]
    assert said() == []


@together
def test_who_is_erased_in_that_moment_is_passed_over(shared_database: str) -> None:
    application = an_application(stage=Stage.IN_CONTACT)
    acts = [asked(kind, application, **WORDS) for kind in (WRITE, INVITE)]

    while_it_commits(lambda: erase(application.candidate, now=NOW), lambda: bulk.work(now=NOW))

    assert [reasons(act) for act in acts] == [["erased"], ["erased"]]
    assert said() == []
    assert not Interview.objects.exists()


@together
def test_who_answers_in_that_moment_is_not_turned_down(shared_database: str) -> None:
    interview = a_booked_interview(NOW + timedelta(days=3))
    act = asked(CLOSE, interview.application, tell=True)

    while_it_commits(
        lambda: confirm_interview(interview, now=NOW + MINUTE), lambda: bulk.work(now=NOW + MINUTE)
    )

    assert reasons(act) == ["answered"]
    assert Application.objects.get().stage == Stage.INTERVIEWING


@alone
@pytest.mark.parametrize("kind", [WRITE, INVITE, START])
def test_who_withdrew_between_choosing_and_carrying_out_is_passed_over(kind: str) -> None:
    application = an_application(stage=Stage.IN_CONTACT)
    act = asked(kind, application, **WORDS)
    withdraw(application, now=NOW)

    bulk.work(now=NOW + MINUTE)

    assert reasons(act) == ["over"]
    assert said() == []


@alone
def test_who_refuses_messages_between_choosing_and_sending_gets_none(providers: Providers) -> None:
    before, after = an_application(stage=Stage.IN_CONTACT), an_application(stage=Stage.IN_CONTACT)
    for number, one in enumerate((before, after)):
        one.candidate.phone, one.candidate.email = f"+81901234567{number}", ""
        one.candidate.save()
    act = bulk.ask(WRITE, [before.pk, after.pk], WORDS, by=a_staff(), now=NOW)

    suppress(ChannelName.SMS, before.candidate.phone, reason="stop", now=NOW)
    bulk.work(now=NOW)
    suppress(ChannelName.SMS, after.candidate.phone, reason="stop", now=NOW)
    dispatch(now=NOW + 2 * MINUTE)

    assert reasons(act) == ["unreachable", ""]
    assert said() == [(State.SUPPRESSED, "blocked")]
    assert not providers.calls


@alone
@pytest.mark.parametrize("left", [Stage.WITHDRAWN, Stage.DECLINED])
def test_what_was_written_before_they_left_does_not_leave_after_it(left: Stage) -> None:
    """A minute's grace, a night's wait or a hold: the words are older than their no."""
    application, staff = an_application(stage=Stage.DECIDING), a_staff()
    asked(WRITE, application, **WORDS)
    bulk.work(now=NOW)
    a_message(application, kind=Kind.MANUAL, channel=ChannelName.PHONE, key="call")

    move_stage(application, left, now=NOW - MINUTE, by=staff)  # its clock was read before the words were
    write(application, channel=ChannelName.EMAIL, body="ありがとうございました。", author=staff, now=NOW)

    rows = Message.objects.filter(kind=Kind.MANUAL).exclude(key="call").order_by("pk")
    assert list(rows.values_list("state", "reason")) == [(State.CANCELLED, "not_wanted"), (State.PLANNED, "")]
    assert Message.objects.get(key="call").state == State.PLANNED


@alone
def test_what_went_no_further_is_not_sent_again_to_who_has_left(screen: Client) -> None:
    application = an_application(stage=Stage.IN_CONTACT)
    lost = a_message(
        application, kind=Kind.MANUAL, state=State.NEEDS_PERSON, reason="perhaps_sent", created_at=NOW
    )
    withdraw(application, now=NOW)

    screen.post(f"/desk/messages/{lost.pk}/again/", follow=True)

    assert [state for state, _reason in said()] == [State.NEEDS_PERSON]


@together
def test_details_are_not_repeated_to_who_withdraws_in_that_moment(shared_database: str) -> None:
    interview, desk = a_booked_interview(NOW + timedelta(days=400)), Client()
    staff: Staff = a_staff()
    desk.force_login(staff)

    while_it_commits(
        lambda: withdraw(interview.application, now=NOW),
        lambda: desk.post(f"/desk/interviews/{interview.pk}/resend/"),
    )

    assert said() == []


@alone
def test_who_has_said_yes_or_spoken_since_is_not_turned_down_among_many() -> None:
    spoke, heard = an_application(stage=Stage.DECIDING), an_application(stage=Stage.DECIDING)
    act = bulk.ask(CLOSE, [spoke.pk, heard.pk], {"tell": True}, by=a_staff(), now=NOW)
    hear(spoke, channel=ChannelName.PAGE, text="母の連絡先です", asks=False, now=NOW + MINUTE)
    hear(heard, channel=ChannelName.PAGE, text="まだ迷っています", now=NOW - MINUTE)

    bulk.work(now=NOW + MINUTE)

    assert reasons(act) == ["answered", "unanswered"]

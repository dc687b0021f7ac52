"""A decision of staff and a word or an act of the person in the same moment: nobody is overruled unread."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from candidates.services import offers
from company import clock
from company.models import Staff
from messaging.models import Message
from messaging.policy import ChannelName
from messaging.services.hearing import hear
from reminders.services.deciding import as_seen
from scheduling.services.confirming import confirm_interview
from scheduling.services.leaving import withdraw
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_booked_interview, a_staff, an_application
from tests.messaging.conftest import while_it_commits
from tests.portal.linked import a_door

pytestmark = pytest.mark.django_db(databases=[])


@pytest.fixture
def owner(shared_database: str) -> Staff:
    return a_staff()


@pytest.fixture
def met(shared_database: str) -> Application:
    return an_application(stage=Stage.DECIDING)


def pressed(owner: Staff, application: Application, action: str, **fields: str) -> Callable[[], str]:
    """The button of a page that was drawn now."""
    desk = Client()
    desk.force_login(owner)
    fields.setdefault("seen", as_seen(Application.objects.get(pk=application.pk)))
    address = f"/desk/applications/{application.pk}/{action}/"
    return lambda: text_of(desk.post(address, fields, follow=True))


def test_a_word_in_the_moment_of_a_rejection_is_read_first(owner: Staff, met: Application) -> None:
    word = hear(met, channel=ChannelName.PAGE, text="まだ迷っています", now=NOW)
    reject = pressed(owner, met, "not-this-time", kindly="1", has_read=str(word.pk))
    later = NOW + timedelta(minutes=1)

    said = while_it_commits(
        lambda: hear(met, channel=ChannelName.PAGE, text="やはり働きたいです", now=later), reject
    )

    assert Application.objects.get().stage == Stage.DECIDING
    assert "先に読んで" in said
    assert not Message.objects.filter(direction="out", kind="rejected").exists()


def test_an_answer_in_the_moment_of_a_rejection_is_seen_first(owner: Staff, shared_database: str) -> None:
    interview = a_booked_interview(NOW + timedelta(days=400))
    reject = pressed(owner, interview.application, "not-this-time", kindly="1")

    said = while_it_commits(lambda: confirm_interview(interview, now=NOW + timedelta(minutes=1)), reject)

    assert Application.objects.get().stage == Stage.INTERVIEWING
    assert "もう一度" in said


def test_a_withdrawal_in_the_moment_of_a_rejection_stands(owner: Staff, met: Application) -> None:
    reject = pressed(owner, met, "not-this-time", kindly="1")

    said = while_it_commits(lambda: withdraw(met, now=NOW + timedelta(minutes=1)), reject)

    assert Application.objects.get().stage == Stage.WITHDRAWN
    assert "もう一度" in said
    assert not Message.objects.filter(direction="out", kind="rejected").exists()


@pytest.mark.parametrize("action", ["declined", "not-this-time"])
def test_a_yes_in_the_moment_somebody_notes_a_no_is_seen_first(
    owner: Staff, met: Application, action: str
) -> None:
    by = NOW + timedelta(days=7)
    offers.offer(met, answer_by=by, first_day=offers.FirstDay(), by=owner, now=NOW)
    decline = pressed(owner, met, action)

    said = while_it_commits(lambda: offers.accept_offer(met, now=NOW + timedelta(minutes=1)), decline)

    application = Application.objects.get()
    assert (application.stage, application.offer_accepted_at) == (
        Stage.OFFERED,
        NOW + timedelta(minutes=1),
    )
    assert "もう一度" in said


@pytest.mark.parametrize("answer", ["accept", "decline"])
def test_an_answer_to_an_offer_that_is_changed_in_that_moment_is_none(
    owner: Staff, met: Application, answer: str
) -> None:
    by, now = clock.now() + timedelta(days=7), clock.now()
    offers.offer(met, answer_by=by, first_day=offers.FirstDay(date(2027, 7, 1)), by=owner, now=now)
    door, shown = a_door(met, now=now), offers.version_of(met)
    changed = offers.FirstDay(date(2027, 8, 1))

    while_it_commits(
        lambda: offers.offer(Application.objects.get(), answer_by=by, first_day=changed, by=owner, now=now),
        lambda: str(door.post(f"offer/{answer}/", offer=shown).status_code),
    )

    application = Application.objects.get()
    assert (application.stage, application.offer_accepted_at) == (Stage.OFFERED, None)

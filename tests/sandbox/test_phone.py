"""The trial phone: whose it is, and the way to it."""

from datetime import timedelta

import pytest
from django.test import Client

from messaging.models import Message
from messaging.policy import ChannelName, Direction
from messaging.services.trying import send_trials, try_out
from sandbox import queries
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_company, a_staff, an_application

pytestmark = pytest.mark.django_db


def test_the_latest_people_can_be_chosen_and_whoever_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SHOWN_PEOPLE", 2)
    oldest, older, newest = (an_application(applied_at=NOW - timedelta(days=days)) for days in (3, 2, 1))
    staff = a_staff()

    assert queries.people(staff, "") == [newest, older]
    assert queries.people(staff, str(older.pk)) == [newest, older]
    assert queries.people(staff, str(oldest.pk)) == [newest, older, oldest]
    assert queries.people(staff, "nobody") == [newest, older]


def test_every_public_page_of_a_trial_leads_to_the_phone_and_the_desk(client: Client) -> None:
    a_company()
    shown = client.get("/jobs/").content.decode()

    assert 'href="/sandbox/"' in shown
    assert 'href="/desk/"' in shown


@pytest.mark.parametrize("sent", [["行きます", ""], ["", "行きます"], ["行きます"]])
def test_a_quick_answer_counts_although_the_line_below_it_is_sent_along(sent: list[str]) -> None:
    application = an_application()

    signed_in(a_staff()).post(f"/sandbox/answer/{application.pk}/", {"text": sent})

    assert Message.objects.get(direction=Direction.IN).body == "行きます"


def test_an_answer_without_words_is_not_sent() -> None:
    application = an_application()

    signed_in(a_staff()).post(f"/sandbox/answer/{application.pk}/", {"text": ["", " "]})

    assert not Message.objects.exists()


def test_ones_own_test_messages_arrive_on_the_drawn_phone_and_on_nobody_elses() -> None:
    a_company()
    me, other = a_staff(phone="090-1111-2222"), a_staff(phone="090-3333-4444")
    application = an_application()
    try_out(me, ChannelName.SMS, "お待ちしています", now=NOW)
    send_trials(now=NOW)

    mine = signed_in(me).get("/sandbox/?who=me").content.decode()

    assert "【テスト】お待ちしています" in mine
    assert "お待ちしています" not in signed_in(other).get("/sandbox/?who=me").content.decode()
    assert "お待ちしています" not in signed_in(me).get(f"/sandbox/?who={application.pk}").content.decode()

"""The interview on an application's page: booked, moved, cancelled, told once more."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import Application
from messaging.models import ChannelQuota, Message
from messaging.policy import ChannelName, Kind
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.dashboard.application_page import page_of, press
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_booked_interview, a_candidate, a_slot, an_application, an_invited_interview

pytestmark = pytest.mark.django_db


def test_a_time_booked_by_hand_and_moved_keeps_one_interview(screen: Client, someone: Application) -> None:
    first = a_slot(NOW + timedelta(days=1), location=someone.job.location)
    second = a_slot(NOW + timedelta(days=2), location=someone.job.location)

    press(screen, someone, "book", slot=first.pk)
    version = Interview.objects.get().version
    moved = press(screen, someone, "book", slot=second.pk, version=version)

    interview = Interview.objects.get()
    assert interview.starts_at == second.starts_at
    assert "6月12日(金) 10:00に変えました" in moved


def test_a_time_taken_meanwhile_is_said_in_words(screen: Client, someone: Application) -> None:
    slot = a_slot(NOW + timedelta(days=1), location=someone.job.location)
    a_booked_interview(slot.starts_at, an_application(job=someone.job), slot=slot)

    assert "その時間は、いま埋まりました" in press(screen, someone, "book", slot=slot.pk)


def test_a_page_that_shows_an_older_state_is_refused(screen: Client, someone: Application) -> None:
    interview = an_invited_interview(someone, version=7)
    slot = a_slot(NOW + timedelta(days=1), location=someone.job.location)

    page = press(screen, someone, "book", slot=slot.pk, version=3)

    interview.refresh_from_db()
    assert interview.state == InterviewState.INVITED
    assert "その間に変わりました" in page


def test_we_cancel_and_it_is_told_at_once(screen: Client, someone: Application) -> None:
    interview = a_booked_interview(NOW + timedelta(days=1), someone)

    page = text_of(screen.post(f"/desk/interviews/{interview.pk}/cancel/", {"reason": "us_ill"}, follow=True))

    interview.refresh_from_db()
    assert (interview.state, interview.cancel_reason) == (InterviewState.CANCELLED_BY_US, "us_ill")
    assert "中止にしました" in page


def test_the_details_go_out_once_more_on_the_preferred_way(screen: Client, someone: Application) -> None:
    someone.candidate.preferred_channel = "email"
    someone.candidate.save()
    interview = a_booked_interview(NOW + timedelta(days=1), someone)

    screen.post(f"/desk/interviews/{interview.pk}/resend/")

    message = Message.objects.get(kind=Kind.MANUAL)
    assert message.channel == ChannelName.EMAIL
    assert "6月11日(木) 10:00の面接のご案内をもう一度" in message.body
    assert "{link}" in message.body


def test_a_way_whose_month_is_used_up_is_closed_and_the_details_take_the_next(screen: Client) -> None:
    someone = an_application(candidate=a_candidate(line_id="U1", preferred_channel="line"))
    interview = a_booked_interview(NOW + timedelta(days=1), someone)
    ChannelQuota.objects.create(channel=ChannelName.LINE, limit=200, used=190, checked_at=NOW)

    page = text_of(screen.get(page_of(someone)))
    screen.post(f"/desk/interviews/{interview.pk}/resend/")

    assert "今月の送信数を使い切りました" in page
    assert Message.objects.get(kind=Kind.MANUAL).channel == ChannelName.SMS


def test_without_any_way_the_details_are_not_sent_and_a_call_is_asked_for(screen: Client) -> None:
    silent = a_candidate(phone="", phone_kind="none", email="")
    interview = a_booked_interview(NOW + timedelta(days=1), an_application(candidate=silent))

    page = text_of(screen.post(f"/desk/interviews/{interview.pk}/resend/", follow=True))

    assert "文字で届けられる手段がありません" in page
    assert not Message.objects.filter(kind=Kind.MANUAL).exists()

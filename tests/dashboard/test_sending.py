"""送信のようす: the status page, the hold and its release, and the banners that every desk page shows."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from company.models import Heartbeat, Staff
from company.policy import Role
from messaging.models import ChannelQuota, Hold, Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.holding import hold
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_candidate, a_message, a_staff, an_application

pytestmark = pytest.mark.django_db
STATUS, HOLD, RELEASE = "/status", "/desk/sending/hold/", "/desk/sending/release/"


@pytest.fixture
def beating(at_now: object) -> None:
    Heartbeat.objects.create(name="dispatch", beat_at=timezone.now() - timedelta(seconds=3))


def test_the_page_says_that_all_is_well(screen: Client, beating: None) -> None:
    words = text_of(screen.get(STATUS))

    assert "順調です" in words
    assert "送信係 3秒前" in words


def test_the_page_says_what_is_in_the_way(screen: Client) -> None:
    a_message(due_at=NOW - timedelta(minutes=30))

    words = text_of(screen.get(STATUS))

    assert "滞っています" in words
    assert "まだ一度も動いていません" in words
    assert "1件、いちばん古いものは30分" in words


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.VIEWER, Role.INTERVIEWER])
def test_only_owners_see_it_and_hold_or_release(role: Role, client: Client) -> None:
    client.force_login(a_staff(role))

    answers = [client.get(STATUS), client.post(HOLD, {"reason": "x"}), client.post(RELEASE, {"how": "all"})]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not Hold.objects.exists()


def test_a_machine_with_the_token_reads_the_same_as_json(
    client: Client, settings: Settings, beating: None
) -> None:
    settings.STATUS_TOKEN = "a-long-secret"
    a_message(due_at=NOW - timedelta(seconds=30))

    right = client.get(STATUS, headers={"Authorization": "Bearer a-long-secret"})
    wrong = client.get(STATUS, headers={"Authorization": "Bearer another"})

    assert right.json()["due"] == 1
    assert right.json()["oldest_due_seconds"] == 30
    assert right.json()["well"] is True
    assert (wrong.status_code, wrong.json()) == (401, {"error": "unauthorized"})


def test_a_hold_needs_a_reason_and_is_told_on_every_page(screen: Client, beating: None) -> None:
    empty = screen.post(HOLD, {"reason": " "})
    screen.post(HOLD, {"reason": "復元したため"})

    words = text_of(screen.get("/desk/applications/"))

    assert empty.status_code == 422
    assert "理由をひとこと書いてください" in text_of(empty)
    assert "送信を止めています。 6月10日(水) 10:00から(小林 美咲)。 理由: 復元したため" in words


def test_a_recruiter_reads_who_holds_it_and_that_an_owner_releases(client: Client, owner: Staff) -> None:
    hold(by=owner, now=NOW, reason="確認中")
    client.force_login(a_staff(Role.RECRUITER))

    words = text_of(client.get("/desk/"))

    assert "再開はオーナーができます" in words
    assert "/status" not in client.get("/desk/").content.decode()


def test_a_release_shows_what_would_go_out(screen: Client, owner: Staff) -> None:
    person = an_application(candidate=a_candidate(family_name="清水", given_name="陽菜"))
    a_message(person, due_at=NOW - timedelta(hours=2))
    a_message(due_at=NOW - timedelta(hours=1), kind=Kind.BOOKED, channel=ChannelName.EMAIL)
    a_message(due_at=NOW + timedelta(hours=1))
    hold(by=owner, now=NOW, reason="確認中")

    words = text_of(screen.get(STATUS))

    assert "再開すると、2件がすぐに送られます" in words
    assert "応募のお礼・SMS 1" in words
    assert "清水 陽菜" in words
    assert "2時間遅れ" in words


def test_everything_is_sent_or_put_before_a_person(screen: Client, owner: Staff) -> None:
    late = a_message(due_at=NOW - timedelta(hours=2))
    hold(by=owner, now=NOW, reason="復元")

    unsaid = screen.post(RELEASE, {})
    screen.post(RELEASE, {"how": "without_overdue"})

    late.refresh_from_db()
    assert unsaid.status_code == 422
    assert (late.state, late.reason) == (State.NEEDS_PERSON, "held")
    assert Hold.objects.get().released_by == owner
    assert "清水" not in text_of(screen.get(STATUS))


def test_above_fifty_the_number_is_typed(screen: Client, owner: Staff) -> None:
    application = an_application()
    for _ in range(51):
        a_message(application, due_at=NOW)
    hold(by=owner, now=NOW, reason="復元")

    wrong = screen.post(RELEASE, {"how": "all", "typed": "50"})
    still = Hold.objects.get().is_open
    screen.post(RELEASE, {"how": "all", "typed": "51"})

    assert wrong.status_code == 422
    assert "いま51件が待っています" in text_of(wrong)
    assert still
    assert not Hold.objects.get().is_open
    assert Message.objects.filter(state=State.PLANNED).count() == 51


def test_late_messages_are_told_although_somebody_sweeps(screen: Client, beating: None) -> None:
    message = a_message(due_at=NOW - timedelta(seconds=119))
    young = text_of(screen.get("/desk/"))
    Message.objects.filter(pk=message.pk).update(due_at=NOW - timedelta(minutes=5))

    assert "送信が遅れています" not in young
    assert "送信が遅れています。いちばん古いものは5分待っています" in text_of(screen.get("/desk/"))


def test_a_quota_at_eighty_percent_is_told(screen: Client, beating: None, settings: Settings) -> None:
    quota = ChannelQuota.objects.create(
        channel=ChannelName.LINE, limit=200, used=159, checked_at=timezone.now()
    )
    below = text_of(screen.get("/desk/"))
    quota.used = 160
    quota.save()

    assert "通数を" not in below
    assert "今月のLINEの通数を80%使いました" in text_of(screen.get("/desk/"))

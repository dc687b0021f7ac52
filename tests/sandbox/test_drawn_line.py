"""LINE on the drawn phone goes the way LINE's own events go."""

import pytest
from django.test import Client
from django.utils import timezone

from candidates.models import Candidate
from messaging.models import Message
from messaging.policy import ChannelName, Direction, Kind
from messaging.services.linking import make_code
from tests.factories import a_candidate, a_sent_message, a_staff, an_application

pytestmark = pytest.mark.django_db

ME = "U" + "a" * 32


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(a_staff())
    return client


def test_the_code_of_the_page_connects_the_drawn_phone(desk: Client) -> None:
    application = an_application()
    code = make_code(application, prefers_line=True, now=timezone.now())
    address = f"/sandbox/?who={application.pk}&tab=line"
    assert "まだつながっていません" in desk.get(address).content.decode()

    desk.post(f"/sandbox/line/{application.pk}/", {"text": f"連携コード {code.text}"})

    assert Candidate.objects.get().line_id.startswith("U")
    assert "まだつながっていません" not in desk.get(address).content.decode()


def test_what_an_unknown_phone_writes_is_answered_on_the_screen(desk: Client) -> None:
    application = an_application()

    page = desk.post(f"/sandbox/line/{application.pk}/", {"text": "こんにちは"}, follow=True)

    assert "応募者ページのコードを送ってください" in page.content.decode()
    assert not Message.objects.exists()


def test_a_button_on_the_drawn_phone_is_a_press(desk: Client) -> None:
    application = an_application(candidate=a_candidate(line_id=ME))
    about = "interview:42@2026-06-11T13:00"
    asked = a_sent_message(
        application,
        channel=ChannelName.LINE,
        kind=Kind.REMINDER_EVE,
        about=about,
        body="お待ちしています。\nhttp://127.0.0.1:8000/i/…/",
    )

    page = desk.get(f"/sandbox/?who={application.pk}&tab=line").content.decode()
    desk.post(f"/sandbox/press/{asked.pk}/late/")

    assert f'formaction="/sandbox/press/{asked.pk}/yes/"' in page
    assert "くわしく見る" in page
    heard = Message.objects.get(direction=Direction.IN)
    assert (heard.body, heard.values["button"], heard.values["about"]) == ("遅れます", "late", about)
    assert desk.post(f"/sandbox/press/{asked.pk}/cancel/").status_code == 404

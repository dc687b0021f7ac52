"""The public pages: the list, and a job with its form."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from candidates.models import Application
from tests.factories import NOW, a_company, a_job, a_location, a_staff, tokyo
from tests.portal.applying import apply, at_ten, page

__all__ = ["at_ten"]
pytestmark = pytest.mark.django_db


# --- the list and the page -----------------------------------------------------------------------


def test_the_list_shows_open_jobs_by_place(client: Client) -> None:
    kichijoji = a_location(name="吉祥寺店", slug="kichijoji")
    a_job(title="ホールスタッフ", location=kichijoji, pay="時給1,250円〜")
    a_job(title="キッチン", location=a_location(name="三鷹店"))
    a_job(title="しめきった仕事", is_published=False)
    a_job(title="閉じた店の仕事", location=a_location(is_active=False))

    text = client.get("/jobs/").content.decode()
    narrowed = client.get("/jobs/?place=kichijoji").content.decode()

    assert "吉祥寺店" in text
    assert "1,250" in text
    assert "キッチン" in text
    assert "しめきった仕事" not in text
    assert "閉じた店の仕事" not in text
    assert "ホールスタッフ" in narrowed
    assert "キッチン" not in narrowed


def test_an_empty_list_says_the_next_step(client: Client) -> None:
    a_company(caller_number="0422-00-0120")

    assert "0422-00-0120" in client.get("/jobs/").content.decode()


def test_the_list_asks_as_much_for_one_job_as_for_three(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_company()
    a_job()
    with django_assert_num_queries(3) as one:
        client.get("/jobs/")
    a_job()
    a_job()

    with django_assert_num_queries(len(one.captured_queries)):
        client.get("/jobs/")


def test_the_front_leads_to_the_jobs(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/jobs/"


def test_a_job_page_tells_everything_about_the_job(client: Client) -> None:
    a_company(caller_number="0422-00-0120", retention_months=6)
    owner = a_staff(display_name="小林", title="店長", greeting="なんでも聞いてくださいね")
    job = a_job(
        title="ホールスタッフ",
        pay="時給1,250円〜・まかない無料",
        hours="週2日から",
        duties="ご案内\n配膳",
        welcome="未経験の方",
        bring="なし",
        dress="ふだん着",
        talk="シフトのご希望",
        contract="アルバイト",
        owner=owner,
        location=a_location(postal_address="吉祥寺本町1-2-3"),
    )

    text = page(client, job)

    for told in (
        "ホールスタッフ",
        "1,250",
        "まかない無料",
        "週2日から",
        "配膳",
        "未経験の方",
        "なし",
        "ふだん着",
        "シフトのご希望",
        "アルバイト",
        "店長の小林",
        "なんでも聞いてくださいね",
        "吉祥寺本町1-2-3",
        "0422-00-0120",
    ):
        assert told in text


def test_the_page_is_for_thumbs_and_for_autofill(client: Client) -> None:
    text = page(client, a_job(asks_birth_date=True))

    for attribute in (
        'autocomplete="family-name"',
        'autocomplete="given-name"',
        'autocomplete="tel"',
        'inputmode="tel"',
        'autocomplete="email"',
        'inputmode="email"',
        'autocomplete="bday"',
    ):
        assert attribute in text
    for name in (
        "family_name",
        "given_name",
        "family_kana",
        "given_kana",
        "phone",
        "email",
        "birth_on",
        "motivation",
    ):
        assert f'for="id_{name}"' in text
    assert "style=" not in text
    assert "<script>" not in text


def test_the_birth_date_is_asked_only_where_the_job_needs_it(client: Client) -> None:
    assert "birth_on" not in page(client, a_job())
    assert "birth_on" in page(client, a_job(asks_birth_date=True))


def test_consent_starts_unticked_beside_what_it_is_for(client: Client, settings: Settings) -> None:
    a_company(name="ひなた食堂", retention_months=6, privacy_contact="privacy@example.jp")
    settings.SMS_PROVIDER = "twilio"
    settings.EMAIL_PROVIDER = "django"
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"

    text = page(client, a_job())

    box = re.search(r'<input type="checkbox" name="consent"[^>]*>', text)
    assert box
    assert "checked" not in box[0]
    for told in (
        "ひなた食堂",
        "採用の選考",
        "6か月",
        "Twilio(アメリカ・SMS)",
        "Postmark(アメリカ・メール)",
        "privacy@example.jp",
    ):
        assert told in text


def test_only_channels_that_are_switched_on_are_offered(client: Client, settings: Settings) -> None:
    settings.SMS_PROVIDER = "off"

    text = page(client, a_job())

    assert 'name="preferred_channel" value="sms"' not in text
    assert 'name="preferred_channel" value="email"' in text


def test_by_night_the_page_says_by_when_we_call(client: Client) -> None:
    a_company(caller_number="0422-00-0120")
    job = a_job()
    assert "30分以内</b>" in page(client, job)

    with time_machine.travel(tokyo(2026, 6, 10, 23), tick=False):
        assert "6月11日(木) 10:30" in page(client, job)


def test_a_closed_job_and_an_unknown_one_show_what_is_open(client: Client) -> None:
    a_job(title="ホールスタッフ")
    closed = a_job(title="店長候補", is_published=False, published_at=NOW)

    gone = client.get(reverse("portal:job", args=[closed.slug]))
    unknown = client.get("/jobs/nothing-like-it/")

    assert (gone.status_code, unknown.status_code) == (410, 404)
    assert "店長候補" in gone.content.decode()
    assert "ホールスタッフ" in gone.content.decode()
    assert "ホールスタッフ" in unknown.content.decode()


def test_a_job_that_closes_while_somebody_writes_takes_nothing(client: Client) -> None:
    job = a_job(is_published=False, published_at=NOW)

    assert apply(client, job).status_code == 410
    assert Application.objects.count() == 0


def test_the_number_can_be_kept_as_a_contact(client: Client) -> None:
    a_company(name="ひなた;食堂\n", caller_number="0422-00-0120")
    job = a_job()

    card = client.get(reverse("portal:contact_card", args=[job.slug]))

    assert card.headers["Content-Type"].startswith("text/vcard")
    lines = card.content.decode().split("\r\n")
    assert "ORG:ひなた\\;食堂" in lines
    assert "TEL;TYPE=WORK,VOICE:0422-00-0120" in lines


def test_the_page_speaks_english_on_request(client: Client) -> None:
    job = a_job()
    client.cookies["django_language"] = "en"

    assert "Application form" in page(client, job)

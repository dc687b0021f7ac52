"""A job page for machines and for sharing: structured data, the card, the map of the site, the preview."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from typing import Any  # parsed JSON

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from candidates.models import Content, Job
from candidates.policy import ContentKind, EmploymentType, PayUnit
from company.policy import Role
from tests.candidates import hostile
from tests.factories import NOW, a_company, a_job, a_job_picture, a_location, a_staff

pytestmark = pytest.mark.django_db
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture(autouse=True)
def at_ten(settings: Settings) -> Iterator[None]:
    settings.PUBLIC_BASE_URL = "https://saiyo.example.jp"
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, job: Job) -> str:
    return client.get(reverse("portal:job", args=[job.slug])).content.decode()


def data(client: Client, job: Job) -> dict[str, Any]:
    (found,) = DATA.findall(page(client, job))
    known: dict[str, Any] = json.loads(found)
    return known


# --- structured data -----------------------------------------------------------------------------


def test_search_engines_read_every_fact_they_ask_for(client: Client) -> None:
    a_company(name="ひなた食堂", employer_name="株式会社ひなた")
    place = a_location(name="吉祥寺店", postal_address="東京都武蔵野市吉祥寺南町0-1-2")
    job = a_job(
        title="ホールスタッフ",
        slug="hall",
        location=place,
        employment_type=EmploymentType.PART_TIME,
        pay_lowest=1250,
        pay_highest=1400,
        pay_unit=PayUnit.HOUR,
        published_at=NOW,
        closes_on=date(2026, 6, 30),
    )

    known = data(client, job)

    assert (known["@context"], known["@type"]) == ("https://schema.org/", "JobPosting")
    assert known["title"] == "ホールスタッフ"
    assert known["description"].startswith("<ul><li>")
    assert known["datePosted"] == "2026-06-10"
    assert known["validThrough"] == "2026-06-30T23:59:59+09:00"
    assert known["hiringOrganization"] == {"@type": "Organization", "name": "株式会社ひなた"}
    assert known["employmentType"] == "PART_TIME"
    assert known["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "addressRegion": "東京都",
        "addressLocality": "武蔵野市",
        "streetAddress": "吉祥寺南町0-1-2",
        "addressCountry": "JP",
    }
    assert known["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "JPY",
        "value": {"@type": "QuantitativeValue", "minValue": 1250, "maxValue": 1400, "unitText": "HOUR"},
    }
    assert known["url"] == "https://saiyo.example.jp/jobs/hall/"


def test_figures_are_read_from_the_words_where_nobody_typed_them(client: Client) -> None:
    known = data(client, a_job(pay="月給28万円〜"))

    assert known["baseSalary"]["value"] == {
        "@type": "QuantitativeValue",
        "value": 280_000,
        "unitText": "MONTH",
    }


def test_what_is_not_known_is_left_out(client: Client) -> None:
    known = data(client, a_job(pay="応相談", closes_on=None))

    assert not {"baseSalary", "validThrough", "image"} & set(known)


@pytest.mark.parametrize(
    "text", [*hostile.NAMES, "</script><script>alert(1)</script>", "<!--<script>", "\u2028"]
)
def test_no_words_break_out_of_the_data(client: Client, text: str) -> None:
    job = a_job(title=text[:80], summary=text[:160], people=text)

    found = DATA.findall(page(client, job))

    assert len(found) == 1
    assert not set("<>&\u2028\u2029") & set(found[0])
    assert json.loads(found[0])["title"] == text[:80]


def test_words_inside_the_description_are_text_and_no_tags(client: Client) -> None:
    known = data(client, a_job(summary="<img src=x onerror=alert(1)>"))

    assert "<img" not in known["description"]
    assert "&lt;img" in known["description"]


# --- the card --------------------------------------------------------------------------------------


def test_a_shared_page_shows_its_first_picture_and_its_own_address(client: Client) -> None:
    a_company(name="ひなた食堂")
    job = a_job(title="ホール", slug="hall", summary="笑顔が似合う人")
    first = a_job_picture(job, caption="昼まえの店内")
    a_job_picture(job, colour="navy")

    text = page(client, job)

    image = f"https://saiyo.example.jp/pictures/{first.picture.digest}.jpg"
    assert '<link rel="canonical" href="https://saiyo.example.jp/jobs/hall/">' in text
    assert f'<meta property="og:image" content="{image}">' in text
    assert '<meta property="og:image:alt" content="昼まえの店内">' in text
    assert 'alt="昼まえの店内"' in text
    assert data(client, job)["image"][0] == image


def test_the_posting_stands_in_full_with_the_company_and_what_is_worth_reading(client: Client) -> None:
    a_company(employer_name="株式会社ひなた", about="2009年から", values="あいさつはこちらから\n休む日は休む")
    job = a_job(employment_type=EmploymentType.DISPATCHED, people="20代から60代まで")
    Content.objects.create(job=job, title="先輩のことば", body="たのしいです", kind=ContentKind.WORD)
    Content.objects.create(title="動画", url="https://video.example/1", kind=ContentKind.VIDEO)
    Content.objects.create(job=a_job(), title="ほかの求人のことば", body="…", kind=ContentKind.WORD)

    text = page(client, job)

    for told in (
        "募集要項",
        "試用期間",
        "屋内禁煙",
        "株式会社ひなた",
        "派遣労働者としての雇用です",
        "2009年から",
        "休む日は休む",
        "20代から60代まで",
        "先輩のことば",
        "https://video.example/1",
    ):
        assert told in text
    assert "ほかの求人のことば" not in text


# --- closing and the map of the site ------------------------------------------------------------------


def test_the_map_of_the_site_names_open_jobs_and_nothing_else(client: Client) -> None:
    a_job(slug="open", published_at=NOW)
    a_job(slug="draft", is_published=False)
    a_job(slug="over", closes_on=date(2026, 6, 9))
    a_job(slug="last-day", closes_on=date(2026, 6, 10))

    answer = client.get("/sitemap.xml")

    found = [one.text for one in ET.fromstring(answer.content).iter() if one.tag.endswith("loc")]  # noqa: S314  our own
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert sorted(str(one) for one in found) == [
        "https://saiyo.example.jp/jobs/",
        "https://saiyo.example.jp/jobs/last-day/",
        "https://saiyo.example.jp/jobs/open/",
    ]


def test_robots_learn_of_the_map_and_of_no_secret_path(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: https://saiyo.example.jp/sitemap.xml" in text
    assert "/i/" not in text


def test_after_its_last_day_a_job_shows_others_of_its_place_first(client: Client) -> None:
    place = a_location()
    job = a_job(
        slug="over", title="終わった仕事", location=place, closes_on=date(2026, 6, 9), published_at=NOW
    )
    a_job(title="遠い仕事", location=a_location(name="あ店"))
    a_job(title="近い仕事", location=place)

    answer = client.get(reverse("portal:job", args=[job.slug]))

    text = answer.content.decode()
    assert answer.status_code == 410
    assert answer["X-Robots-Tag"] == "noindex"
    assert text.index("近い仕事") < text.index("遠い仕事")
    assert "ld+json" not in text


def test_a_draft_nobody_has_seen_gives_nothing_away(client: Client) -> None:
    job = a_job(title="ひみつの新店", is_published=False)

    answer = client.get(reverse("portal:job", args=[job.slug]))

    assert answer.status_code == 404
    assert "ひみつの新店" not in answer.content.decode()


# --- preview --------------------------------------------------------------------------------------------


def test_a_preview_is_for_those_who_work_there(client: Client) -> None:
    place = a_location()
    job = a_job(title="ひみつの新店", is_published=False, location=place)
    address = reverse("portal:job_preview", args=[job.slug])

    stranger = client.get(address)
    client.force_login(a_staff(Role.RECRUITER, locations=[a_location()]))
    elsewhere = client.get(address)
    client.force_login(a_staff(Role.RECRUITER, locations=[place]))
    here = client.get(address)

    assert (stranger.status_code, elsewhere.status_code, here.status_code) == (404, 404, 200)
    text = here.content.decode()
    assert "ひみつの新店" in text
    assert "このように見えます" in text
    assert "<fieldset" in text
    assert here["X-Robots-Tag"] == "noindex, noarchive"
    assert not DATA.findall(text)
    assert client.post(address).status_code == 405


# --- pictures -------------------------------------------------------------------------------------------


def test_a_picture_is_served_as_what_it_is_and_for_long(client: Client) -> None:
    shown = a_job_picture()
    address = reverse("portal:picture", args=[shown.picture.digest])

    answer = client.get(address)
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})

    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (again.status_code, again.content) == (304, b"")


def test_no_other_name_opens_a_picture(client: Client) -> None:
    a_job_picture()

    assert client.get("/pictures/abc.jpg").status_code == 404
    assert client.get("/pictures/../settings.jpg").status_code == 404

"""The public pages: the list, a job with its form, the thanks."""

import html
import re
import uuid
from typing import Any  # form fields, by name

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from candidates.models import Application, Candidate, FormUse, Job
from candidates.policy import PhoneKind, Stage
from candidates.services.applying import TooManyApplications
from tests.candidates import hostile
from tests.factories import NOW, a_company, a_job, a_location, a_staff, tokyo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten() -> Any:  # a context manager's generator
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, job: Job) -> str:
    return client.get(reverse("portal:job", args=[job.slug])).content.decode()


def written(**values: Any) -> dict[str, Any]:
    """What a person's phone sends; ``None`` leaves a field out."""
    known = {
        "form_key": str(uuid.uuid4()),
        "website": "",
        "family_name": "森田",
        "given_name": "悠斗",
        "family_kana": "もりた",
        "given_kana": "ゆうと",
        "phone": "090-1234-5678",
        "email": "yuto@example.jp",
        "preferred_channel": "sms",
        "preferred_hours": ["8:00–11:00", "17:00–20:00"],
        "motivation": "接客が好きです",
        "availability": "水曜以外",
        "language": "ja",
        "consent": "on",
    }
    return {name: value for name, value in (known | values).items() if value is not None}


def apply(client: Client, job: Job, **values: Any) -> Any:  # the test client's response
    return client.post(reverse("portal:job", args=[job.slug]), written(**values))


def errors(answer: Any) -> list[str]:
    found = re.findall(
        r'class="field__error" id="(id_\w+)_error">.*?<span>(.*?)</span>', answer.content.decode()
    )
    return [f"{name}: {html.unescape(words)}" for name, words in found]


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


# --- applying ------------------------------------------------------------------------------------


def test_applying_stores_everything_and_leads_to_the_thanks(client: Client) -> None:
    job = a_job()

    answer = apply(client, job)

    application = Application.objects.get()
    candidate = application.candidate
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/jobs/{job.slug}/thanks/?by=sms-email&mail="
    assert candidate.full_name == "森田 悠斗"
    assert candidate.full_kana == "もりた ゆうと"
    assert (candidate.phone, candidate.phone_kind) == ("+819012345678", PhoneKind.MOBILE)
    assert candidate.email == "yuto@example.jp"
    assert candidate.preferred_hours == "8:00–11:00, 17:00–20:00"
    assert (application.motivation, application.availability) == ("接客が好きです", "水曜以外")
    assert application.consented_at == NOW
    assert "採用の選考" in application.consent_text
    assert (application.applied_at, application.first_contact_due_at) == (NOW, tokyo(2026, 6, 10, 10, 30))


def test_a_name_and_one_way_to_be_reached_are_enough(client: Client) -> None:
    job = a_job()
    bare = dict.fromkeys(
        (
            "given_name",
            "family_kana",
            "given_kana",
            "email",
            "preferred_channel",
            "preferred_hours",
            "motivation",
            "availability",
            "language",
            "form_key",
            "website",
        )
    )

    assert apply(client, job, **bare).status_code == 303
    assert Application.objects.get().candidate.preferred_channel == "sms"


def test_pressing_twice_is_one_application(client: Client) -> None:
    job, key = a_job(), str(uuid.uuid4())

    first = apply(client, job, form_key=key)
    second = apply(client, job, form_key=key)

    assert first.headers["Location"] == second.headers["Location"]
    assert Application.objects.count() == 1


def test_applying_again_looks_like_applying(client: Client) -> None:
    """Nobody can find out by the form whether a person has applied."""
    job = a_job()
    first = apply(client, job)

    again = apply(client, job, family_name="森田", motivation="もう一度")

    assert (again.status_code, again.headers["Location"]) == (first.status_code, first.headers["Location"])
    assert Application.objects.count() == 1
    thanks = client.get(again.headers["Location"]).content.decode()
    assert "ひとつにまとめて" in thanks
    assert "森田" not in thanks


def test_pressing_before_writing_is_an_invitation_not_a_complaint(client: Client) -> None:
    answer = client.post(reverse("portal:job", args=[a_job().slug]), {"preferred_channel": "phone"})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert errors(answer) == []
    assert "ここからどうぞ" in text
    assert 'value="phone" checked' in text


def test_mistakes_say_how_to_put_them_right_and_keep_what_was_typed(client: Client) -> None:
    answer = apply(
        client,
        a_job(),
        phone="080-0000-347",
        email="yuto@gmial.com",
        family_kana="森田",
        consent=None,
        motivation="接客 <b>大好き</b>",
        preferred_channel="phone",
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert errors(answer) == [
        "id_family_kana: ひらがなかカタカナで入れてください。",
        "id_phone: 数字が1けた足りないようです。もう一度見てみてください。",
        "id_email: yuto@gmail.com ではありませんか?",
        "id_consent: 同意いただけたら、チェックを入れてください。お返事に必要です。",
    ]
    for kept in (
        'value="080-0000-347"',
        'value="yuto@gmial.com"',
        "接客 &lt;b&gt;大好き&lt;/b&gt;",
        'value="phone" checked',
        'value="8:00–11:00" checked',
    ):
        assert kept in text
    assert 'aria-invalid="true"' in text
    assert Application.objects.count() == FormUse.objects.count() == 0


@pytest.mark.parametrize(
    ("phone", "words"),
    [
        ("+1 415 555 0100", "日本の外の番号"),
        ("0120-123-456", "フリーダイヤル"),
        ("電話はありません", "090-1234-5678 のように"),
        ("090-1234-56789", "1けた多い"),
    ],
)
def test_a_number_we_cannot_call_is_explained(client: Client, phone: str, words: str) -> None:
    assert words in errors(apply(client, a_job(), phone=phone))[0]


def test_without_name_or_contact_we_ask_kindly(client: Client) -> None:
    answer = apply(client, a_job(), family_name=" ", given_name="", phone="", email="")

    assert [line.split(":")[0] for line in errors(answer)] == ["id_family_name", "id_phone"]


def test_who_wants_mail_gives_an_address(client: Client) -> None:
    assert "id_email" in errors(apply(client, a_job(), email="", preferred_channel="email"))[0]


def test_a_landline_is_called(client: Client) -> None:
    answer = apply(client, a_job(), phone="０３－１２３４－５６７８", email="")

    candidate = Candidate.objects.get()
    assert (candidate.phone_kind, candidate.preferred_channel) == (PhoneKind.LANDLINE, "phone")
    assert answer.headers["Location"].endswith("?by=phone&mail=")


def test_a_carriers_odd_address_is_accepted_and_its_settings_are_explained(
    client: Client, settings: Settings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "ひなた食堂 <saiyo@hinata.example.jp>"

    answer = apply(client, a_job(), email="abc..def@docomo.ne.jp")

    text = client.get(answer.headers["Location"]).content.decode()
    assert Candidate.objects.get().email == "abc..def@docomo.ne.jp"
    assert "My docomo" in text
    assert "<b>hinata.example.jp</b>" in text
    assert "saiyo@hinata.example.jp" in text


@pytest.mark.parametrize("name", hostile.NAMES)
def test_hostile_names_survive_the_form(client: Client, name: str) -> None:
    assert apply(client, a_job(), family_name=name, given_name="").status_code == 303
    assert Candidate.objects.get().family_name == name


def test_a_hostile_name_is_shown_as_text(client: Client) -> None:
    text = apply(client, a_job(), family_name='"><script>alert(1)</script>', consent=None).content.decode()

    assert "<script>alert" not in text
    assert "&quot;&gt;&lt;script&gt;" in text


def test_a_name_longer_than_we_keep_is_told(client: Client) -> None:
    assert errors(apply(client, a_job(), family_name="あ" * 61))


# --- young people --------------------------------------------------------------------------------


def test_under_eighteen_a_guardian_agrees(client: Client) -> None:
    job = a_job(asks_birth_date=True)

    refused = apply(client, job, birth_on="2008-06-11")
    taken = apply(client, job, birth_on="2008-06-11", guardian_consent="on")

    assert "id_guardian_consent" in errors(refused)[0]
    assert taken.status_code == 303
    assert Application.objects.get().guardian_consent


def test_under_eighteen_night_work_is_refused_and_other_work_shown(client: Client) -> None:
    a_job(title="昼のホール")
    a_job(title="夜のバー", has_night_hours=True)
    job = a_job(asks_birth_date=True, has_night_hours=True)

    answer = apply(client, job, birth_on="2008-06-11", guardian_consent="on")

    assert answer.status_code == 422
    assert "22時以降" in errors(answer)[0]
    assert "昼のホール" in answer.content.decode()
    assert "夜のバー" not in answer.content.decode()


def test_on_the_eighteenth_birthday_night_work_is_open(client: Client) -> None:
    job = a_job(asks_birth_date=True, has_night_hours=True)

    assert apply(client, job, birth_on="2008-06-10").status_code == 303


def test_children_are_asked_to_come_back(client: Client) -> None:
    answer = apply(client, a_job(asks_birth_date=True), birth_on="2012-01-01", guardian_consent="on")

    assert "15歳" in errors(answer)[0]


def test_a_birth_date_that_is_asked_is_needed(client: Client) -> None:
    job = a_job(asks_birth_date=True)

    assert "id_birth_on" in errors(apply(client, job))[0]
    assert "id_birth_on" in errors(apply(client, job, birth_on="2001-02-30"))[0]


# --- no way to text strangers ----------------------------------------------------------------------


def test_a_robot_is_thanked_and_nothing_is_stored(client: Client) -> None:
    answer = apply(client, a_job(), website="https://spam.example")

    assert answer.status_code == 303
    assert Application.objects.count() == FormUse.objects.count() == 0


@pytest.mark.parametrize("which", ["contact", "address", "day"])
def test_a_limit_is_explained_with_the_phone_as_the_way_out(
    client: Client, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    a_company(caller_number="0422-00-0120")

    def refuse(*_args: object, **_options: object) -> None:
        raise TooManyApplications(which)

    monkeypatch.setattr("portal.views.jobs.apply_by_form", refuse)

    answer = apply(client, a_job())

    text = answer.content.decode()
    assert answer.status_code == 429
    assert 'role="alert"' in text
    assert "tel:0422-00-0120" in text
    assert "接客が好きです" in text


def test_many_from_one_line_are_stopped(client: Client, settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_ADDRESS = 2
    job = a_job()

    answers = [
        apply(client, job, phone=f"090-0000-000{n}", email="", family_name=f"森田{n}").status_code
        for n in range(3)
    ]

    assert answers == [303, 303, 429]


def test_behind_our_proxy_the_visitors_own_address_counts(client: Client, settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_ADDRESS = 1
    settings.BEHIND_PROXY = True
    job = a_job()

    statuses = [
        client.post(
            reverse("portal:job", args=[job.slug]),
            written(phone=f"090-0000-000{n}", email="", family_name=f"森田{n}"),
            headers={"X-Forwarded-For": f"203.0.113.9, 2001:db8::{n}"},
        ).status_code
        for n in range(2)
    ]

    assert statuses == [303, 429]


def test_a_post_from_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)

    assert apply(strict, a_job()).status_code == 403


# --- thanks ----------------------------------------------------------------------------------------


def test_the_thanks_say_what_happens_now_and_who_calls(client: Client) -> None:
    a_company(caller_number="0422-00-0120")
    job = a_job(owner=a_staff(display_name="小林", title="店長"))

    text = client.get(reverse("portal:thanks", args=[job.slug]), {"by": "sms"}).content.decode()

    for told in (
        "ご応募ありがとうございます",
        "お礼のSMS",
        "30分以内",
        "この番号からお電話します",
        "0422-00-0120",
        "店長の小林",
    ):
        assert told in text
    assert "受信許可" not in text


def test_the_thanks_at_night_promise_the_morning(client: Client) -> None:
    job = a_job()

    with time_machine.travel(tokyo(2026, 6, 10, 23), tick=False):
        text = client.get(reverse("portal:thanks", args=[job.slug]), {"by": "sms"}).content.decode()

    assert "6月11日(木) 10:30" in text


def test_made_up_addresses_of_the_thanks_page_say_nothing_made_up(client: Client) -> None:
    job = a_job(is_published=False)

    text = client.get(
        reverse("portal:thanks", args=[job.slug]), {"by": "<b>fax</b>", "mail": "<script>"}
    ).content.decode()

    assert "fax" not in text
    assert "<script>" not in text


def test_an_erased_stage_does_not_stop_a_new_application(client: Client) -> None:
    job = a_job()
    apply(client, job)
    Application.objects.update(stage=Stage.WITHDRAWN, closed_at=NOW)

    assert apply(client, job).status_code == 303
    assert Application.objects.count() == 2

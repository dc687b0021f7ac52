"""Applying on a job's page: what is stored, what is asked again, and the thanks."""

import uuid

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from candidates.models import Application, Candidate, FormUse
from candidates.policy import PhoneKind, Stage
from tests.candidates import hostile
from tests.factories import NOW, a_company, a_job, a_staff, tokyo
from tests.portal.applying import apply, at_ten, errors

__all__ = ["at_ten"]
pytestmark = pytest.mark.django_db


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

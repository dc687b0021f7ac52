"""Every version of a text, two of them side by side, trials of a text, and the way to each."""

import pytest
import time_machine
from django.test import Client

from company.models import Location, Staff
from company.policy import Role
from dashboard.queries.wording_versions import GONE, NEW, difference
from messaging.models import Template, TemplateVersion, TrialSend
from messaging.policy import ChannelName, Kind, State
from messaging.services.rewording import code_of, reword, version_behind
from messaging.services.trying import send_trials
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_company, a_job, a_location, a_message, a_staff

pytestmark = pytest.mark.django_db
PAGE = "/desk/templates/"
QUERY = "?kind=reminder_eve&channel=sms&language=ja"
GOOD = "{会社}です。{名前}さん、{日時}にお待ちしています。\n{リンク}"


@pytest.fixture
def place() -> Location:
    a_company(name="ひなた食堂", caller_number="0422-00-0120")
    return a_location(name="吉祥寺店")


@pytest.fixture
def owner(place: Location) -> Staff:
    return a_staff(Role.OWNER, display_name="小林", phone="090-1111-2222", email="k@example.jp")


@pytest.fixture
def desk(owner: Staff) -> Client:
    return signed_in(owner)


def said(words: str, by: Staff) -> Template:
    return reword(
        Kind.REMINDER_EVE, ChannelName.SMS, "ja", None, subject="", body=GOOD + words, by=by, now=NOW
    )


def test_two_texts_are_told_apart_in_words() -> None:
    found = difference("明日{時刻}に。\nではまた。", "あした{日時}に。\nではまた。\n{リンク}")

    assert [piece.text for piece in found.before if piece.mark == GONE] == ["明日{時刻}"]
    assert next(piece.text for piece in found.after if piece.mark == NEW) == "あした{日時}"
    assert "".join(piece.text for piece in found.after) == "あした{日時}に。\nではまた。\n{リンク}"
    assert found.told[0] == "「明日{時刻}」を「あした{日時}」に変えました。"
    assert difference("おなじ", "おなじ").is_none


@time_machine.travel(NOW, tick=False)
def test_the_list_says_who_and_when_and_what_changed(desk: Client, owner: Staff) -> None:
    said("", owner)
    said("\nまた。", owner)

    page = desk.get(f"{PAGE}versions/{QUERY}").content.decode()

    assert "第1版から第2版へ" in page
    assert "また。</ins>" in page
    assert "小林" in page
    assert "6月10日(水) 10:00" in page


@time_machine.travel(NOW, tick=False)
def test_a_text_nobody_changed_says_so(desk: Client) -> None:
    assert "まだ変えたことがありません" in desk.get(f"{PAGE}versions/{QUERY}").content.decode()


@time_machine.travel(NOW, tick=False)
def test_a_version_is_brought_back_and_that_can_be_taken_back(desk: Client, owner: Staff) -> None:
    said("", owner)
    said("\nまた。", owner)
    first = TemplateVersion.objects.get(version=1)

    page = desk.post(f"{PAGE}versions/{first.pk}/restore/", follow=True)

    assert Template.objects.get().body == GOOD
    assert TemplateVersion.objects.count() == 3
    *_earlier, toast = page.context["messages"]
    desk.post(toast.extra_tags)
    assert Template.objects.get().body == f"{GOOD}\nまた。"


@time_machine.travel(NOW, tick=False)
def test_from_a_sent_message_to_the_very_words_it_was_sent_with(desk: Client, owner: Staff) -> None:
    message = a_message(kind=Kind.REMINDER_EVE, template_version=code_of(said("", owner)))
    said("\nまた。", owner)
    version = version_behind(message)
    assert version is not None

    page = desk.get(f"{PAGE}versions/{version.pk}/", follow=True)

    assert page.context["one"] == version
    assert "第1版(はじめて)" in page.content.decode()


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.VIEWER])
@time_machine.travel(NOW, tick=False)
def test_versions_for_all_are_an_owners_to_bring_back(owner: Staff, place: Location, role: Role) -> None:
    said("", owner)
    said("\nまた。", owner)
    client = signed_in(a_staff(role, locations=[place]))

    assert client.get(f"{PAGE}versions/{QUERY}").status_code == 200
    assert client.post(f"{PAGE}versions/{TemplateVersion.objects.last().pk}/restore/").status_code == 403  # type: ignore[union-attr]
    assert TemplateVersion.objects.count() == 2


@time_machine.travel(NOW, tick=False)
def test_a_version_of_another_places_job_does_not_exist(owner: Staff, place: Location) -> None:
    job = a_job()
    reword(Kind.REMINDER_EVE, ChannelName.SMS, "ja", job, subject="", body=GOOD, by=owner, now=NOW)
    row = TemplateVersion.objects.get()
    client = signed_in(a_staff(Role.RECRUITER, locations=[place]))

    assert client.get(f"{PAGE}versions/{row.pk}/").status_code == 404
    assert client.post(f"{PAGE}versions/{row.pk}/restore/").status_code == 404
    assert client.get(f"{PAGE}versions/{QUERY}&job={job.pk}").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_a_trial_goes_to_oneself_with_the_drawn_person_and_keeps_what_was_typed(desk: Client) -> None:
    page = desk.post(f"{PAGE}try/{QUERY}", {"body": GOOD + "\nまだ途中"})

    trial = TrialSend.objects.get()
    assert trial.address == "+819011112222"
    assert trial.body.startswith("【テスト】ひなた食堂です。佐々木さん、6月11日(木) 13:00に")
    assert "まだ途中</textarea>" in page.content.decode()
    assert not Template.objects.exists()

    send_trials(now=NOW)
    seen = desk.get(f"{PAGE}try/{trial.pk}/").content.decode()
    assert TrialSend.objects.get().state == State.DELIVERED
    assert "10:00に090-1111-2222へ送りました。" in seen
    assert "hx-get" not in seen


@time_machine.travel(NOW, tick=False)
def test_a_trial_asks_again_until_it_is_settled_and_says_why_not(desk: Client, owner: Staff) -> None:
    part = desk.post(
        f"{PAGE}try/{QUERY}", {"body": GOOD}, headers={"HX-Request": "true", "HX-Target": "trial"}
    ).content.decode()
    assert "hx-get" in part

    TrialSend.objects.update(state=State.FAILED, error="not_mobile")
    assert "SMS" in desk.get(f"{PAGE}try/{TrialSend.objects.get().pk}/").content.decode()


@pytest.mark.parametrize(
    ("query", "body", "words"),
    [
        (QUERY, "{なぞ}", "{なぞ}"),
        (QUERY, " ", "先に本文を書いてください"),
        ("?kind=reminder_eve&channel=line&language=ja", GOOD, "友だちになった応募者"),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_what_cannot_be_tried_says_why(desk: Client, query: str, body: str, words: str) -> None:
    page = desk.post(f"{PAGE}try/{query}", {"body": body})

    assert page.status_code == 422
    assert words in page.content.decode()
    assert not TrialSend.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_a_trial_of_others_does_not_exist(desk: Client, place: Location) -> None:
    other = a_staff(Role.OWNER, phone="090-3333-4444")
    signed_in(other).post(f"{PAGE}try/{QUERY}", {"body": GOOD})

    assert desk.get(f"{PAGE}try/{TrialSend.objects.get().pk}/").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_who_may_only_look_tries_nothing(place: Location) -> None:
    client = signed_in(a_staff(Role.VIEWER, locations=[place], phone="090-3333-4444"))

    assert client.post(f"{PAGE}try/{QUERY}", {"body": GOOD}).status_code == 403

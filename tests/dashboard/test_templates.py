"""The texts: which words hold, how they read, what is refused, and the way back."""

import pytest
import time_machine
from django.test import Client

from company.models import Location, Staff
from company.policy import Role
from dashboard.queries import wordings
from dashboard.queries.wordings import Which
from messaging.defaults import built_in
from messaging.models import Template
from messaging.policy import ChannelName, Kind
from messaging.rendering import for_editing
from messaging.services.wording import words_for
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, a_company, a_job, a_location, a_staff

pytestmark = pytest.mark.django_db
PAGE = "/desk/templates/"
EVE = f"{PAGE}?kind=reminder_eve&channel=sms&language=ja"
GOOD = "{会社}です。{名前}さん、{日時}にお待ちしています。\n{リンク}"


@pytest.fixture
def place() -> Location:
    a_company(name="ひなた食堂", caller_number="0422-00-0120")
    return a_location(name="吉祥寺店")


@pytest.fixture
def recruiter(place: Location) -> Staff:
    return a_staff(Role.RECRUITER, locations=[place])


@pytest.fixture
def desk(place: Location) -> Client:
    """An owner's: words for every job are theirs to change."""
    return signed_in(a_staff(Role.OWNER, locations=[place]))


def which(
    kind: Kind = Kind.REMINDER_EVE, channel: ChannelName = ChannelName.SMS, language: str = "ja"
) -> Which:
    return Which(kind, channel, language, None)


def remarks(text: str, asked: Which | None = None, subject: str = "件名") -> list[tuple[str, str]]:
    asked = asked or which()
    values = wordings.sample_values(asked, None, now=NOW)
    return [(one.tone, one.head) for one in wordings.read(asked, subject, text, values).remarks]


@time_machine.travel(NOW, tick=False)
def test_the_built_in_words_stand_there_with_japanese_items(desk: Client) -> None:
    page = desk.get(EVE)

    assert "{会社}" in page.context["body"]
    assert "{company}" not in page.context["body"]
    assert "はじめから入っている文面" in page.content.decode()


@time_machine.travel(NOW, tick=False)
def test_every_built_in_text_reads_without_a_worry(place: Location) -> None:
    a_job(location=place)
    for _name, kinds in wordings.GROUPS:
        for kind in kinds:
            for channel in (ChannelName.SMS, ChannelName.EMAIL):
                for language in ("ja", "en"):
                    words = built_in(kind, channel, language)
                    assert words is not None
                    asked = which(kind, channel, language)
                    reading = wordings.read(asked, *words, wordings.sample_values(asked, None, now=NOW))
                    assert not reading.worries, (kind, channel, language, reading.remarks)
                    assert "{" not in reading.body


@time_machine.travel(NOW, tick=False)
def test_every_kind_that_is_sent_can_be_looked_at(desk: Client) -> None:
    offered = {kind for _name, kinds in wordings.GROUPS for kind in kinds}
    sent = {kind for kind in Kind if built_in(kind, ChannelName.SMS, "ja")}

    assert offered == sent
    for kind in sent:
        assert desk.get(f"{PAGE}?kind={kind}&channel=email").status_code == 200


@time_machine.travel(NOW, tick=False)
def test_own_words_hold_from_then_on_and_each_change_is_a_version(desk: Client) -> None:
    desk.post(EVE, {"body": GOOD})
    desk.post(EVE, {"body": f"{GOOD}\nまた。"})
    desk.post(EVE, {"body": f"{GOOD}\nまた。"})

    text = Template.objects.get()
    assert text.version == 2
    assert words_for(Kind.REMINDER_EVE, ChannelName.SMS, "ja", None).body == f"{GOOD}\nまた。"


@time_machine.travel(NOW, tick=False)
def test_an_unknown_item_is_refused_and_what_was_typed_is_kept(desk: Client) -> None:
    answer = desk.post(EVE, {"body": "{なぞ}さん、こんにちは"})

    assert answer.status_code == 422
    assert "{なぞ}は使えません" in answer.context["trouble"]
    assert answer.context["body"] == "{なぞ}さん、こんにちは"
    assert not Template.objects.exists()


@pytest.mark.parametrize("form", [{"body": "  "}, {"body": GOOD, "subject": ""}])
@time_machine.travel(NOW, tick=False)
def test_a_mail_without_subject_or_text_is_refused(desk: Client, form: dict[str, str]) -> None:
    answer = desk.post(f"{PAGE}?kind=booked&channel=email&language=ja", {"subject": "件名"} | form)

    assert answer.status_code == 422
    assert not Template.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_back_to_the_built_in_words(desk: Client) -> None:
    before = words_for(Kind.REMINDER_EVE, ChannelName.SMS, "ja", None)
    desk.post(EVE, {"body": GOOD})

    desk.post(f"{PAGE}restore/?kind=reminder_eve&channel=sms&language=ja")

    assert not Template.objects.exists()
    assert words_for(Kind.REMINDER_EVE, ChannelName.SMS, "ja", None) == before


@time_machine.travel(NOW, tick=False)
def test_one_job_may_have_its_own_words(desk: Client, place: Location) -> None:
    job, other = a_job(location=place), a_job(location=place)

    desk.post(f"{EVE}&job={job.pk}", {"body": GOOD})

    assert words_for(Kind.REMINDER_EVE, ChannelName.SMS, "ja", job).body == GOOD
    assert words_for(Kind.REMINDER_EVE, ChannelName.SMS, "ja", other).body != GOOD
    rows = {row.job: row.is_own for row in desk.get(EVE).context["jobs"]}
    assert rows == {job: True, other: False}


@time_machine.travel(NOW, tick=False)
def test_a_job_of_others_does_not_exist(recruiter: Staff) -> None:
    job = a_job()

    assert signed_in(recruiter).get(f"{EVE}&job={job.pk}").status_code == 404
    assert signed_in(recruiter).post(f"{EVE}&job={job.pk}", {"body": GOOD}).status_code == 404


@pytest.mark.parametrize(
    "asked", ["kind=nonsense", "kind=first_call", "channel=phone", "language=fr", "job=x"]
)
@time_machine.travel(NOW, tick=False)
def test_a_text_that_is_not_there_is_not_found(desk: Client, asked: str) -> None:
    assert desk.get(f"{PAGE}?{asked}").status_code == 404


@time_machine.travel(NOW, tick=False)
def test_the_preview_fills_in_and_counts_while_typing(desk: Client, place: Location) -> None:
    a_job(location=place)

    part = desk.post(f"{PAGE}preview/?kind=reminder_eve&channel=sms&language=ja", {"body": GOOD})

    words = part.content.decode()
    assert "ひなた食堂です。佐々木さん、6月11日(木) 13:00にお待ちしています。" in words
    assert "SMS <b>2通分</b>" in words
    assert not Template.objects.exists()


def test_a_missing_link_or_day_is_worth_a_warning() -> None:
    assert ("warn", "{リンク}がありません") in remarks("{会社}です。{名前}さん、{日時}に。")
    assert ("warn", "{日時}がありません") in remarks("{会社}です。{名前}さん。{リンク}")
    assert all(tone == "" for tone, _head in remarks("{会社}です。{名前}さん、{日にち}の{時刻}に。{リンク}"))


def test_an_item_without_a_value_here_would_stop_the_message() -> None:
    assert ("bad", "{期限}は、このお知らせでは空になります") in remarks(f"{GOOD}{{期限}}")
    assert ("warn", "{会議リンク}は、このお知らせでは空になります") in remarks(
        "{会社}です。{名前}さん。{会議リンク}\n{リンク}", which(Kind.THANKS)
    )


def test_two_links_and_too_many_parts_are_worth_a_warning() -> None:
    heads = [head for _tone, head in remarks(f"{GOOD}\n{{link}}" + "あ" * 200)]

    assert "リンクが2つあります" in heads
    assert any(head.startswith("SMS ") for head in heads)


def test_an_english_text_names_its_items_in_english() -> None:
    assert for_editing("Dear {名前}, {when}", "en") == "Dear {name}, {when}"
    assert wordings.variables(which(language="en"))[0] == ("{name}", "name")


@time_machine.travel(NOW, tick=False)
def test_a_recruiter_changes_the_words_of_own_jobs_and_not_those_of_every_store(
    recruiter: Staff, place: Location
) -> None:
    client, job = signed_in(recruiter), a_job(location=place)

    for_all = client.post(EVE, {"body": GOOD})
    for_one = client.post(f"{EVE}&job={job.pk}", {"body": GOOD})

    assert (for_all.status_code, for_one.status_code) == (403, 302)
    assert [text.job for text in Template.objects.all()] == [job]
    assert "保存する" not in client.get(EVE).content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER])
@time_machine.travel(NOW, tick=False)
def test_who_may_only_look_reads_and_changes_nothing(place: Location, role: Role) -> None:
    client = signed_in(a_staff(role, locations=[place]))

    page = client.get(EVE).content.decode()

    assert "readonly" in page
    assert "保存する" not in page
    assert client.post(EVE, {"body": GOOD}).status_code == 403
    assert client.post(f"{PAGE}restore/?kind=reminder_eve").status_code == 403
    assert not Template.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_three_jobs_ask_as_many_questions_as_one(desk: Client, place: Location) -> None:
    a_job(location=place)
    before = questions(desk, EVE)
    a_job(location=place)
    a_job(location=place)

    assert questions(desk, EVE) == before

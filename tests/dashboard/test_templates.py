"""The texts: which words hold, how they read, what is refused, and the way back."""

import pytest
import time_machine
from django.test import Client

from company.models import Location, Staff
from company.policy import Role
from dashboard.queries import wordings
from dashboard.queries.wording_reading import read
from dashboard.queries.wording_samples import drawn_values, samples
from dashboard.queries.wordings import Which
from dashboard.scope import Scope
from messaging.defaults import built_in
from messaging.models import Template, TemplateVersion
from messaging.policy import ChannelName, Kind
from messaging.rendering import for_editing
from messaging.services.wording import words_for
from tests.dashboard.signing import questions, signed_in
from tests.factories import (
    NOW,
    a_candidate,
    a_company,
    a_job,
    a_location,
    a_message,
    a_staff,
    an_application,
)

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
                    reading = read(asked, *words, drawn_values(asked, None, now=NOW))
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
    assert [row.version for row in TemplateVersion.objects.all()] == [2, 1]
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
    assert "SMS <b>2通分</b>・約24円" in words
    assert not Template.objects.exists()


def test_an_english_text_names_its_items_in_english() -> None:
    assert for_editing("Dear {名前}, {when}", "en") == "Dear {name}, {when}"
    assert wordings.variables(which(language="en"))[0].text == "{name}"


@time_machine.travel(NOW, tick=False)
def test_what_would_hurt_is_not_kept_and_says_what_to_do(desk: Client) -> None:
    answer = desk.post(EVE, {"body": f"{GOOD}\n無断欠席の方へ https://bit.ly/a"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "無断欠席の方へ https://bit.ly/a" in page
    assert "まだ保存していません" in page
    assert 'data-puts="来られなかった"' in page
    assert not Template.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_a_warning_does_not_stop_saving(desk: Client) -> None:
    answer = desk.post(EVE, {"body": "{日時}にお待ちしています。\n{リンク}"})

    assert answer.status_code == 302
    assert Template.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_two_people_at_once_lose_nothing(desk: Client, place: Location) -> None:
    colleague = a_staff(Role.OWNER, locations=[place], display_name="大野")
    seen = desk.get(EVE).context["seen"]
    signed_in(colleague).post(EVE, {"body": f"{GOOD}\n大野より", "seen": seen})

    answer = desk.post(EVE, {"body": f"{GOOD}\nわたしより", "seen": seen})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>大野</del>" in page
    assert "わたしより</textarea>" in page
    assert "大野さんがこの文面を変えました" in page
    assert Template.objects.get().body.endswith("大野より")

    desk.post(EVE, {"body": f"{GOOD}\nわたしより", "seen": answer.context["seen"]})

    assert Template.objects.get().body.endswith("わたしより")
    assert TemplateVersion.objects.count() == 2


@time_machine.travel(NOW, tick=False)
def test_taking_a_save_back_from_its_toast(desk: Client) -> None:
    before = words_for(Kind.REMINDER_EVE, ChannelName.SMS, "ja", None).body
    desk.post(EVE, {"body": GOOD})
    page = desk.post(EVE, {"body": f"{GOOD}\nまた。"}, follow=True)
    *_earlier, toast = page.context["messages"]

    desk.post(toast.extra_tags)

    assert words_for(Kind.REMINDER_EVE, ChannelName.SMS, "ja", None).body == GOOD
    desk.post(f"{PAGE}restore/?kind=reminder_eve&channel=sms&language=ja")
    assert words_for(Kind.REMINDER_EVE, ChannelName.SMS, "ja", None).body == before


@time_machine.travel(NOW, tick=False)
def test_only_items_known_to_the_kind_are_offered_and_needed_ones_come_first(desk: Client) -> None:
    items = desk.get(EVE).context["variables"]

    names = [item.name for item in items]
    assert "期限" not in names
    assert {item.name for item in items if item.needed} == {"会社", "名前", "日時", "リンク"}
    assert [item.needed for item in items] == sorted((item.needed for item in items), reverse=True)


@time_machine.travel(NOW, tick=False)
def test_the_list_says_when_each_goes_out_and_what_is_amiss(desk: Client) -> None:
    Template.objects.create(kind=Kind.REMINDER_EVE, channel="sms", language="ja", body="バックレ")

    rows = {row.kind: row for group in desk.get(EVE).context["groups"] for row in group.rows}

    assert rows[Kind.REMINDER_EVE].when == "前日 18:00"
    assert rows[Kind.REMINDER_EVE].is_own
    assert rows[Kind.REMINDER_EVE].worries > 0
    assert rows[Kind.THANKS].when == "すぐ"
    assert rows[Kind.THANKS].worries == 0


@time_machine.travel(NOW, tick=False)
def test_it_is_shown_for_somebody_it_is_planned_for(desk: Client, place: Location) -> None:
    application = an_application(job=a_job(location=place), candidate=a_candidate(family_name="加藤"))
    a_message(application, kind=Kind.REMINDER_EVE, values={"when": "6月20日(土) 9:00"})

    page = desk.get(EVE)

    assert [one.label for one in page.context["samples"]] == ["加藤さん", "見本", "長い名前"]
    assert "加藤さん、6月20日(土) 9:00" in page.context["reading"].body
    drawn = desk.post(
        f"{PAGE}preview/?kind=reminder_eve&channel=sms&language=ja", {"body": GOOD, "who": "sample"}
    )
    assert "佐々木さん" in drawn.content.decode()
    assert "加藤" not in drawn.content.decode()


@time_machine.travel(NOW, tick=False)
def test_nobody_from_another_place_is_an_example(recruiter: Staff) -> None:
    elsewhere = a_message(an_application(job=a_job()), kind=Kind.REMINDER_EVE)
    client = signed_in(recruiter)

    page = client.get(f"{EVE}&who={elsewhere.pk}")

    assert [one.key for one in page.context["samples"]] == ["sample", "long"]
    assert page.context["sample"].key == "sample"


@time_machine.travel(NOW, tick=False)
def test_the_real_link_of_a_person_is_never_shown(place: Location) -> None:
    application = an_application(job=a_job(location=place))
    a_message(application, kind=Kind.REMINDER_EVE)
    owner = a_staff(Role.OWNER)

    for one in samples(Scope(owner), which(), now=NOW):
        assert one.values["link"].endswith("/i/k3Vt9QmXw7Rb2LsYp5Hd8A/")


def test_the_longest_names_are_looked_at_too(place: Location) -> None:
    owner = a_staff(Role.OWNER)
    long = next(one for one in samples(Scope(owner), which(), now=NOW) if one.key == "long")

    reading = read(which(), "", GOOD, long.values)

    assert "勅使河原エリザベスさん" in reading.body


def test_the_likely_cost_is_shown(place: Location) -> None:
    reading = read(which(), "", GOOD, drawn_values(which(), None, now=NOW))

    assert (reading.parts, reading.yen) == (2, 24)


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

"""合否・内定・入社 on an application's page."""

from datetime import timedelta
from typing import Any  # form fields by name

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from company.policy import Role
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.hearing import hear
from reminders.services.deciding import as_seen, last_decision
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_staff, an_application

pytestmark = pytest.mark.django_db
OFFER = {"answer_on": "2026-06-17", "answer_hour": "18:00", "starts_on": "2026-07-01", "starts_time": "10:00"}


@pytest.fixture
def met() -> Application:
    return an_application(stage=Stage.DECIDING, decide_by=NOW + timedelta(days=2))


def url(application: Application, action: str = "") -> str:
    return f"/desk/applications/{application.pk}/{action}"


def press(screen: Client, application: Application, action: str, **fields: Any) -> str:
    """A button of the page as it is now."""
    fields.setdefault("seen", as_seen(Application.objects.get(pk=application.pk)))
    return text_of(screen.post(url(application, f"{action}/"), fields, follow=True))


def planned(kind: Kind) -> list[Message]:
    return list(Message.objects.filter(kind=kind, state=State.PLANNED))


def test_the_promise_stands_on_the_card_and_says_when_it_has_passed(screen: Client, met: Application) -> None:
    kept = text_of(screen.get(url(met)))
    Application.objects.update(decide_by=NOW - timedelta(hours=1))
    passed = text_of(screen.get(url(met)))

    assert "6月12日(金) 10:00までのお返事をお約束しています" in kept
    assert "お約束の日を過ぎています" in passed


def test_an_offer_shows_its_words_first_then_goes_out(screen: Client, met: Application) -> None:
    looked = text_of(screen.post(url(met, "offer/"), OFFER | {"look": "1"}))
    nothing_yet = Application.objects.get().stage

    made = press(screen, met, "offer", **OFFER)

    assert "お返事は6月17日(水) 18:00までに" in looked
    assert nothing_yet == Stage.DECIDING
    assert "10分後にメッセージを送ります" in made
    assert {one.due_at for one in planned(Kind.OFFERED)} == {NOW + timedelta(minutes=10)}
    assert "7月1日(水) 10:00" in made


def test_the_offer_is_taken_back_by_the_toast(screen: Client, met: Application) -> None:
    page = screen.post(url(met, "offer/"), OFFER, follow=True).content.decode()
    assert f'action="{url(met, "undo-decision/")}?of={last_decision(met)}"' in page

    back = press(screen, met, "undo-decision")

    met.refresh_from_db()
    assert met.stage == Stage.DECIDING
    assert "取り消しました" in back
    assert planned(Kind.OFFERED) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"answer_on": ""}, "お返事の期限はいつまでですか"),
        ({"answer_on": "2026-06-10", "answer_hour": "18:00"}, "半日以上あけてください"),
        ({"starts_on": "2026-06-01"}, "過ぎた日です"),
        ({"starts_on": "soon"}, "2026-07-01 のように"),
    ],
)
def test_a_wrong_offer_comes_back_with_what_was_typed(
    screen: Client, met: Application, fields: dict[str, str], words: str
) -> None:
    typed = OFFER | {"starts_place": "本部の3階"} | fields

    response = screen.post(url(met, "offer/"), typed)

    assert response.status_code == 422
    assert words in text_of(response)
    assert "本部の3階" in response.content.decode()
    assert Application.objects.get().stage == Stage.DECIDING


def test_nobody_is_offered_anything_before_they_were_met(screen: Client) -> None:
    early = an_application(stage=Stage.INTERVIEWING)

    assert "いまの段階からは進めません" in press(screen, early, "offer", **OFFER)


def test_not_this_time_sends_a_kind_word_unless_told_otherwise(screen: Client, met: Application) -> None:
    other = an_application(stage=Stage.DECIDING)

    kindly = press(screen, met, "not-this-time", kindly="1")
    silently = press(screen, other, "not-this-time")

    assert "10分後に、ていねいなひとことを送ります" in kindly
    assert {one.application for one in planned(Kind.REJECTED)} == {met}
    assert "自動では何も送りません" in silently


def test_a_word_nobody_has_read_stands_in_the_way_until_somebody_says_they_read_it(
    screen: Client, met: Application
) -> None:
    hear(met, channel=ChannelName.PAGE, text="まだ迷っています", now=NOW)
    page = text_of(screen.get(url(met)))
    word = Message.objects.get(direction="in")

    refused = press(screen, met, "not-this-time", kindly="1")
    older = press(screen, met, "not-this-time", kindly="1", has_read=str(word.pk + 1))
    still = Application.objects.get().stage
    press(screen, met, "not-this-time", kindly="1", has_read=str(word.pk))

    assert "まだ返信していないメッセージがあります" in page
    assert "先に読んで" in refused
    assert "先に読んで" in older
    assert still == Stage.DECIDING
    assert Application.objects.get().stage == Stage.REJECTED


def test_a_yes_by_telephone_then_the_first_day_then_joined_and_back(screen: Client, met: Application) -> None:
    press(screen, met, "offer", **OFFER)

    assert "承諾を記録しました" in press(screen, met, "accepted")
    press(screen, met, "first-day", starts_on="2026-07-02", starts_time="9:00", starts_bring="筆記用具")
    joining = planned(Kind.JOINING)
    assert {one.values["first_day"] for one in joining} == {"7月2日(木) 9:00"}
    assert "入社を記録しました" in press(screen, met, "joined")
    press(screen, met, "undo-decision")
    met.refresh_from_db()
    assert met.stage == Stage.OFFERED
    assert met.offer_accepted_at == NOW


def test_an_offer_without_an_answer_in_time_is_said_and_ends_nothing(
    screen: Client, met: Application
) -> None:
    press(screen, met, "offer", **OFFER)
    Application.objects.update(offer_answer_by=NOW - timedelta(hours=1))

    page = text_of(screen.get(url(met)))

    assert "期限までにお返事なし" in page
    assert "自動で終わることはありません" in page
    assert Application.objects.get().stage == Stage.OFFERED


def test_who_only_looks_decides_nothing(client: Client, at_now: Any, met: Application) -> None:
    client.force_login(a_staff(Role.VIEWER, locations=[met.job.location]))

    page = text_of(client.get(url(met)))

    assert client.get(url(met, "offer/")).status_code == 403
    assert client.post(url(met, "not-this-time/")).status_code == 403
    assert "内定を出す" not in page.split("やりとり")[0]


def test_keenness_and_other_applications_turn_nobody_down(screen: Client, met: Application) -> None:
    said = press(screen, met, "standing", keenness="low", other_applications="3")
    wrong = press(screen, met, "standing", keenness="low", other_applications="-1")

    met.refresh_from_db()
    assert (met.keenness, met.other_applications, met.stage) == ("low", 3, Stage.DECIDING)
    assert "ほかに3社に応募中" in said
    assert "0から99" in wrong


def test_a_button_of_an_older_page_decides_nothing(screen: Client, met: Application) -> None:
    shown = as_seen(met)
    hear(met, channel=ChannelName.PAGE, text="よろしくお願いします", asks=False, now=NOW)

    said = [press(screen, met, "not-this-time", seen=old) for old in (shown, "")]

    met.refresh_from_db()
    assert met.stage == Stage.DECIDING
    assert ["もう一度ご確認ください" in words for words in said] == [True, True]


def test_the_undo_of_an_older_toast_leaves_what_was_decided_since(screen: Client, met: Application) -> None:
    press(screen, met, "not-this-time", kindly="1")
    toast = {"of": str(last_decision(met))}
    press(screen, met, "undo-decision", **toast)
    press(screen, met, "offer", **OFFER)

    said = press(screen, met, "undo-decision", **toast)

    met.refresh_from_db()
    assert met.stage == Stage.OFFERED
    assert "そのあとに別の操作があった" in said
    assert len(planned(Kind.OFFERED)) == 1


def test_the_undo_of_a_first_offer_leaves_the_changed_one(screen: Client, met: Application) -> None:
    press(screen, met, "offer", **OFFER)
    toast = {"of": str(last_decision(met))}
    press(screen, met, "offer", **OFFER | {"answer_on": "2026-06-19"})

    press(screen, met, "undo-decision", **toast)

    met.refresh_from_db()
    assert met.stage == Stage.OFFERED

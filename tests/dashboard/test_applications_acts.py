"""Deciding about many at once: whom, what they would read, how many; then it is done, each once."""

from collections.abc import Sequence

import pytest
from django.test import Client

from candidates.models import Application
from candidates.policy import PhoneKind, Stage
from candidates.services.indexing import index_all
from company.models import BulkAct, Location, Notice, Staff
from company.policy import Role
from dashboard.services import bulk
from messaging.models import Message, Snippet
from messaging.policy import ChannelName, Kind, State
from tests.dashboard.applied import applied
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_job,
    a_location,
    a_slot,
    a_staff,
    an_application,
    tokyo,
)

pytestmark = pytest.mark.django_db
ACT = "/desk/applications/act/"
WORDS = {"channel": "best", "subject": "お知らせ", "body": "{名前}さん、新しい日程です。{リンク}"}


def asked(store_desk: Client, do: str, rows: Sequence[Application], **more: object) -> BulkAct:
    """Confirmed on the page that shows what would come of it."""
    picks = [row.pk for row in rows]
    answer = store_desk.post(ACT, {"do": do, "pick": picks, "expected": len(picks), "step": "go", **more})
    assert answer.status_code == 302, text_of(answer)
    act = BulkAct.objects.latest("pk")
    assert answer["Location"] == f"/desk/bulk/{act.pk}/"
    bulk.work(now=NOW)
    return act


def outcomes(act: BulkAct) -> list[str]:
    return [item.reason or item.outcome for item in act.items.order_by("pk")]


def test_first_it_shows_whom_it_would_pass_over_and_what_three_would_read(
    store_desk: Client, place: Location
) -> None:
    rows = [applied(place, name) for name in ("森田", "清水", "木村", "山口")]
    ended = applied(place, "終田", stage=Stage.REJECTED)
    mute = applied(place, "無田", person={"phone": "", "email": ""})

    page = store_desk.post(
        ACT, {"do": "write", "pick": [row.pk for row in [*rows, ended, mute]], "step": "look"} | WORDS
    )

    words = text_of(page)
    assert "4人に送る" in words
    assert "4人に行います" in words
    assert "選考が終わっています。 (終田)" in words
    assert "届く連絡手段がありません。 (無田)" in words
    assert words.count("新しい日程です") == 4, "three samples and the text itself"
    assert "森田さん、新しい日程です" in words
    assert not BulkAct.objects.exists()


def test_everybody_ticked_is_written_to_as_they_prefer_and_it_can_be_taken_back(
    store_desk: Client, place: Location
) -> None:
    sms = applied(place, "森田")
    mail = applied(
        place, "清水", person={"phone": "", "phone_kind": PhoneKind.NONE, "preferred_channel": "email"}
    )

    act = asked(store_desk, "write", [sms, mail], **WORDS)

    channels = Message.objects.filter(kind=Kind.MANUAL).order_by("pk").values_list("channel", "subject")
    assert list(channels) == [(ChannelName.SMS, ""), (ChannelName.EMAIL, "お知らせ")]
    assert all(one.due_at > NOW for one in Message.objects.filter(kind=Kind.MANUAL)), (
        "a minute to think again"
    )

    store_desk.post(f"/desk/bulk/{act.pk}/undo/")
    bulk.work(now=NOW)

    assert {one.state for one in Message.objects.filter(kind=Kind.MANUAL)} == {State.SUPPRESSED}
    assert outcomes(BulkAct.objects.latest("pk")) == ["done", "done"]
    store_desk.post(f"/desk/bulk/{act.pk}/undo/")
    assert BulkAct.objects.count() == 2, "taking back is done once"


def test_what_has_left_cannot_be_taken_back(store_desk: Client, place: Location) -> None:
    act = asked(store_desk, "write", [applied(place)], **WORDS)
    message = Message.objects.get(kind=Kind.MANUAL)
    for state in (State.CLAIMED, State.SENDING, State.ACCEPTED):
        Message.objects.filter(pk=message.pk).update(state=state)

    store_desk.post(f"/desk/bulk/{act.pk}/undo/")
    bulk.work(now=NOW)

    assert outcomes(BulkAct.objects.latest("pk")) == ["left"]
    assert "もう送られています" in text_of(store_desk.get(f"/desk/bulk/{BulkAct.objects.latest('pk').pk}/"))


def test_contact_starts_with_those_who_wait_for_it(store_desk: Client, place: Location) -> None:
    waiting, begun = applied(place, is_started=False), applied(place)

    act = asked(store_desk, "start", [waiting, begun])

    assert outcomes(act) == ["done", "started"]
    waiting.refresh_from_db()
    assert waiting.is_started
    assert Message.objects.filter(application=waiting, kind=Kind.THANKS).exists()


def test_whoever_has_no_time_yet_is_invited(store_desk: Client, place: Location) -> None:
    a_slot(tokyo(2026, 6, 12, 13), location=place)
    free, booked = applied(place), applied(place, stage=Stage.INTERVIEWING)
    a_booked_interview(tokyo(2026, 6, 11, 13), booked)

    act = asked(store_desk, "invite", [free, booked], days=2)

    assert outcomes(act) == ["done", "booked"]
    assert free.interviews.get().answer_by == tokyo(2026, 6, 12, 20)


def test_a_colleague_takes_over_and_is_told_once(
    store_desk: Client, place: Location, recruiter: Staff
) -> None:
    colleague = a_staff(Role.RECRUITER, locations=[place], language="ja")
    rows = [applied(place, owner=recruiter), applied(place), applied(place, owner=colleague)]

    act = asked(store_desk, "hand", rows, owner=colleague.pk)

    assert outcomes(act) == ["done", "done", "same"]
    assert set(Application.objects.values_list("owner", flat=True)) == {colleague.pk}
    assert Notice.objects.filter(to=colleague, key=f"bulk:{act.pk}").get().name == "2人"

    store_desk.post(f"/desk/bulk/{act.pk}/undo/")
    bulk.work(now=NOW)

    assert list(Application.objects.order_by("pk").values_list("owner", flat=True)) == [
        recruiter.pk,
        None,
        colleague.pk,
    ]


def test_nobody_of_another_place_can_be_put_in_charge(store_desk: Client, place: Location) -> None:
    stranger = a_staff(Role.RECRUITER, locations=[a_location()])

    page = store_desk.post(
        ACT, {"do": "hand", "pick": [applied(place).pk], "expected": 1, "step": "go", "owner": stranger.pk}
    )

    assert page.status_code == 422
    assert not BulkAct.objects.exists()


def test_not_this_time_with_kind_words_can_be_taken_back(store_desk: Client, place: Location) -> None:
    rows = [applied(place), applied(place, stage=Stage.WITHDRAWN)]

    act = asked(store_desk, "close", rows, tell="on")

    assert outcomes(act) == ["done", "over"]
    assert Application.objects.get(pk=rows[0].pk).stage == Stage.REJECTED
    assert Message.objects.get(application=rows[0], kind=Kind.REJECTED).due_at > NOW

    store_desk.post(f"/desk/bulk/{act.pk}/undo/")
    bulk.work(now=NOW)

    assert Application.objects.get(pk=rows[0].pk).stage == Stage.RECEIVED
    assert Message.objects.get(application=rows[0], kind=Kind.REJECTED).state == State.CANCELLED


def test_above_fifty_the_number_is_typed(store_desk: Client, place: Location) -> None:
    job = a_job(location=place)
    rows = [an_application(job=job, candidate=a_candidate()) for _ in range(51)]
    sent = {"do": "close", "pick": [row.pk for row in rows], "expected": 51, "step": "go"}

    page = store_desk.post(ACT, sent | {"typed": "50"})

    assert page.status_code == 422
    assert "「51」と入力してください" in text_of(page)
    assert not BulkAct.objects.exists()
    assert store_desk.post(ACT, sent | {"typed": "５１"}).status_code == 302
    assert BulkAct.objects.get().total == 51


def test_everybody_who_fits_is_meant_by_the_conditions_and_their_number(
    store_desk: Client, place: Location
) -> None:
    mine = [applied(place, stage=Stage.DECIDING) for _ in range(3)]
    applied(place)
    an_application(stage=Stage.DECIDING)
    sent = {"do": "close", "all": "1", "query": "stage=deciding", "step": "go", "expected": 3}

    applied(place, stage=Stage.DECIDING)
    page = store_desk.post(ACT, sent)
    assert page.status_code == 422
    assert "4人になりました" in text_of(page)

    store_desk.post(ACT, sent | {"expected": 4})
    assert BulkAct.objects.get().total == 4
    assert {item.about_id for item in BulkAct.objects.get().items.all()} >= {row.pk for row in mine}


def test_everybody_a_search_finds_can_be_meant(store_desk: Client, place: Location) -> None:
    applied(place, "佐藤")
    applied(place, "佐野")
    applied(place, "森")
    an_application(candidate=a_candidate(family_name="佐山"))
    list(index_all())

    page = store_desk.post(ACT, {"do": "close", "all": "1", "query": "q=佐"})

    assert page.context["people"] == 2


def test_nobody_ticked_and_strangers_are_refused_in_words(store_desk: Client, place: Location) -> None:
    foreign = an_application()

    for sent in (
        {"do": "close"},
        {"do": "close", "pick": [foreign.pk]},
        {"do": "close", "pick": ["x", "9" * 30]},
    ):
        assert "だれも選ばれていません" in text_of(store_desk.post(ACT, sent, follow=True))
    assert "ボタン" in text_of(
        store_desk.post(ACT, {"do": "explode", "pick": [applied(place).pk]}, follow=True)
    )


def test_wrong_words_stay_typed_and_say_what_to_change(store_desk: Client, place: Location) -> None:
    sent = {"do": "write", "pick": [applied(place).pk], "expected": 1, "step": "go"} | WORDS

    page = store_desk.post(ACT, sent | {"body": "{なまえ}さん"})

    assert page.status_code == 422
    assert "{なまえ}さん" in page.content.decode()
    assert store_desk.post(ACT, sent | {"subject": ""}).status_code == 422


def test_the_progress_is_seen_by_who_asked_and_by_owners(store_desk: Client, place: Location) -> None:
    act = asked(store_desk, "close", [applied(place, "終田", stage=Stage.REJECTED), applied(place)])
    address = f"/desk/bulk/{act.pk}/"

    assert "終田" in text_of(store_desk.get(address))
    assert signed_in(a_staff(Role.OWNER)).get(address).status_code == 200
    other = signed_in(a_staff(Role.RECRUITER, locations=[place]))
    assert other.get(address).status_code == 404
    assert other.post(f"{address}stop/").status_code == 404
    assert other.post(f"{address}undo/").status_code == 404


def test_while_it_runs_the_page_asks_again_and_it_can_be_stopped(store_desk: Client, place: Location) -> None:
    store_desk.post(ACT, {"do": "close", "pick": [applied(place).pk], "expected": 1, "step": "go"})
    address = f"/desk/bulk/{BulkAct.objects.get().pk}/"

    assert 'hx-trigger="every 2s"' in store_desk.get(address).content.decode()
    store_desk.post(f"{address}stop/")
    bulk.work(now=NOW)
    assert "hx-trigger" not in store_desk.get(address).content.decode().split('id="progress"')[1]
    assert "止めました" in text_of(store_desk.get(address))


def test_saved_texts_that_fit_everybody_are_offered_to_many(store_desk: Client, place: Location) -> None:
    for name, body in (("みんなへ", "{名前}さん、こんにちは"), ("ひとりへ", "{日時}にお待ちしています")):
        Snippet.objects.create(name=name, body=body, changed_at=NOW)

    page = text_of(store_desk.post(ACT, {"do": "write", "pick": [applied(place).pk]}))

    assert "みんなへ" in page
    assert "ひとりへ" not in page

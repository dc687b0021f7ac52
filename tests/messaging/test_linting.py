"""What a reader would miss or mind in a text."""

import pytest

from messaging import defaults
from messaging.drafts import Draft, likely_parts, parts_of
from messaging.knowing import SENT_BY
from messaging.linting import BAD, WARN, Remark, remarks, stops, worries
from messaging.policy import ChannelName, Kind
from messaging.rendering import render
from tests.messaging.test_defaults import SENT, VALUES

OURS = "saiyo.hinata-shokudo.jp"
GOOD = "{会社}です。{名前}さん、{日時}にお待ちしています。\n{リンク}"


def eve(body: str, channel: ChannelName = ChannelName.SMS, language: str = "ja", subject: str = "") -> Draft:
    return Draft(Kind.REMINDER_EVE, channel, language, body, subject, OURS, VALUES)


def letter(body: str) -> Draft:
    return Draft(Kind.MANUAL, ChannelName.SMS, "ja", body, "", OURS)


def said(draft: Draft, code: str) -> Remark | None:
    return next((one for one in remarks(draft) if one.code == code), None)


def tones(draft: Draft) -> dict[str, str]:
    return {one.code: one.tone for one in remarks(draft) if one.tone}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("channel", SENT_BY)
@pytest.mark.parametrize("kind", SENT)
def test_nothing_is_wrong_with_the_built_in_texts(kind: Kind, channel: ChannelName, language: str) -> None:
    words = defaults.built_in(kind, channel, language)
    assert words is not None

    assert tones(Draft(kind, channel, language, words[1], words[0], OURS, VALUES)) == {}


def test_a_good_text_is_praised_for_what_it_says() -> None:
    found = remarks(eve(GOOD))

    assert worries(found) == 0
    assert [one.icon for one in found] == ["check", "check"]


def test_what_cannot_be_sent_stands_first_and_stops() -> None:
    found = remarks(eve("バックレた方へ。{なぞ}"))

    assert [one.tone for one in found][: len(stops(found))] == [BAD] * len(stops(found))
    assert {one.code for one in stops(found)} == {"unknown", "no_link", "no_when", "tone"}


@pytest.mark.parametrize(
    ("body", "code", "tone"),
    [
        ("{会社}です。{名前}さん、{日時}に。", "no_link", BAD),
        ("{会社}です。{名前}さん。\n{リンク}", "no_when", BAD),
        ("{会社}です。{日時}に。\n{リンク}", "no_name", WARN),
        ("{名前}さん、{日時}に。\n{リンク}", "no_company", WARN),
    ],
)
def test_a_fact_that_the_built_in_words_give_is_missed_and_offered(body: str, code: str, tone: str) -> None:
    found = said(eve(body), code)

    assert found is not None
    assert found.tone == tone
    assert found.insert.startswith("{")


def test_a_day_and_an_hour_are_as_good_as_both_in_one() -> None:
    assert tones(eve("{会社}です。{名前}さん、{日にち}の{時刻}に。\n{リンク}")) == {}


def test_the_company_may_be_named_in_plain_words() -> None:
    assert tones(eve("ひなた食堂です。{名前}さん、{日時}に。\n{リンク}")) == {}


def test_a_last_notice_without_its_deadline_stops_and_an_invitation_is_warned() -> None:
    body = "{会社}です。{名前}さん、お返事をお待ちしています。\n{リンク}"

    assert tones(Draft(Kind.FINAL_NOTICE, ChannelName.SMS, "ja", body)) == {"no_deadline": BAD}
    assert tones(Draft(Kind.INVITATION, ChannelName.SMS, "ja", body)) == {"no_deadline": WARN}


@pytest.mark.parametrize(
    ("channel", "typed", "put"),
    [
        (ChannelName.SMS, "{名前}", "{名前}さん"),
        (ChannelName.SMS, "{名前}様", "{名前}さん"),
        (ChannelName.LINE, "{名前}くん", "{名前}さん"),
        (ChannelName.EMAIL, "{氏名}さん", "{氏名}様"),
        (ChannelName.EMAIL, "{氏名} 殿", "{氏名}様"),
    ],
)
def test_the_title_after_a_name_is_put_right_by_one_press(channel: ChannelName, typed: str, put: str) -> None:
    found = said(eve(f"{typed}、{{日時}}に。\n{{リンク}}", channel, subject="件名"), "title")

    assert found is not None
    assert (found.find, found.put) == (typed, put)


def test_a_mail_greets_with_sama_and_may_go_on_with_san() -> None:
    body = "{氏名}様\n{名前}さん、{会社}です。{日時}に。\n{分}分ほど\n{住所}\n{リンク}"

    assert said(eve(body, ChannelName.EMAIL, subject="件名"), "title") is None


def test_an_english_text_has_no_title() -> None:
    assert said(eve("{company}: {name}, see you on {when}.\n{link}", language="en"), "title") is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("https://example.com/map", "foreign_link"),
        ("地図はwww.example.co.jp/mapです", "foreign_link"),
        ("https://bit.ly/3abc", "short_link"),
        ("tinyurl.com/abc", "short_link"),
        (f"https://{OURS}/i/{'k' * 22}/", "personal_link"),
        (f"https://{OURS}.evil.com/jobs/", "foreign_link"),
    ],
)
def test_only_our_own_pages_are_linked_to_and_nobodys_own_page(typed: str, code: str) -> None:
    found = said(eve(f"{GOOD}\n{typed}"), code)

    assert found is not None
    assert found.tone == BAD
    assert found.find in typed
    assert found.put == "{リンク}"


@pytest.mark.parametrize("typed", ["saiyo@hinata-shokudo.jp", "9:00～17:00", "3.5時間", "1.5km", "No.1"])
def test_what_only_looks_like_an_address_is_left_alone(typed: str) -> None:
    assert tones(eve(f"{GOOD}\n{typed}")) == {}


def test_two_links_leave_people_unsure() -> None:
    assert tones(eve(f"{GOOD}\nhttps://{OURS}/jobs/")) == {"many_links": WARN}
    assert said(eve(f"{GOOD}\n{{link}}"), "many_links") is not None


def test_a_page_of_ours_is_link_enough() -> None:
    assert said(eve(f"{{会社}}です。{{名前}}さん、{{日時}}に。\nhttps://{OURS}/jobs/"), "no_link") is None


@pytest.mark.parametrize(
    ("words", "better", "tone"),
    [
        ("無断欠席の方へ", "来られなかった", BAD),
        ("バックレた方へ", "来られなかった", BAD),
        ("必ず事前にご連絡ください", "ご都合が変わったら、ここからどうぞ", WARN),
        ("必ず履歴書をお持ちください", "", WARN),
        ("キャンセル処理をいたします", "今回は辞退する", WARN),
        ("未回答者の方", "返事まち", WARN),
        ("理由の入力は必須です", "「いまは答えたくない」でも大丈夫です", WARN),
        ("ご連絡がない場合は辞退とみなします", "そのあとも、いつでもまたご応募いただけます", WARN),
    ],
)
def test_words_of_blame_come_with_better_ones(words: str, better: str, tone: str) -> None:
    found = said(eve(f"{GOOD}\n{words}"), "tone")

    assert found is not None
    assert (found.tone, found.put) == (tone, better)
    assert found.find in words
    assert said(eve(f"{GOOD}\n{words}".replace(found.find, found.put)), "tone") is None


def test_kind_words_are_no_blame() -> None:
    assert tones(eve(f"{GOOD}\nかならずお会いできますように。必ずしも履歴書はいりません。")) == {}


def test_blame_in_a_subject_is_put_right_in_the_subject() -> None:
    body = "{氏名}様\n{会社}です。{日時}に。\n{分}分ほど\n{住所}\n{リンク}"
    found = said(eve(body, ChannelName.EMAIL, subject="無断欠席について"), "tone")

    assert found is not None
    assert found.where == "subject"


def test_english_blame_is_heard_too() -> None:
    found = said(eve("{company}: {name}, no-shows on {when}.\n{link}", language="en"), "tone")

    assert found is not None
    assert found.put == "could not come"


def test_two_sms_are_fine_three_are_warned_and_five_are_refused() -> None:
    filled = len(render(GOOD, VALUES))

    assert tones(eve(GOOD + "あ" * (134 - filled))) == {}
    assert tones(eve(GOOD + "あ" * (135 - filled))) == {"long": WARN}
    assert tones(eve(GOOD + "あ" * (268 - filled))) == {"long": WARN}
    assert tones(eve(GOOD + "あ" * (269 - filled))) == {"too_long": BAD}


def test_without_values_the_length_is_estimated() -> None:
    draft = Draft(Kind.REMINDER_EVE, ChannelName.SMS, "ja", GOOD)

    assert parts_of(draft) == likely_parts(GOOD) == 2


def test_a_mail_has_no_parts_and_its_subject_fits_a_phone() -> None:
    body = "{氏名}様\n{会社}です。{日時}に。\n{分}分ほど\n{住所}\n{リンク}"
    draft = eve(body * 20, ChannelName.EMAIL, subject="【{会社}】" + "あ" * 40)

    assert parts_of(draft) == 0
    assert tones(draft) == {"many_links": WARN, "long_subject": WARN}


def test_an_item_without_a_value_here_would_stop_the_message() -> None:
    assert tones(eve(f"{GOOD}\n{{期限}}")) == {"always_empty": BAD}
    thanks = Draft(
        Kind.THANKS, ChannelName.SMS, "ja", "{会社}です。{名前}さん。\n{会議リンク}\n{電話番号}\n{リンク}"
    )
    assert tones(thanks) == {"always_empty": WARN}


def test_an_optional_item_must_not_take_the_link_with_it() -> None:
    assert tones(eve("{会社}です。{名前}さん、{日時}に。\n{服装}でどうぞ。{リンク}")) == {"shared_line": WARN}


def test_a_brace_left_open_would_be_read_by_somebody() -> None:
    assert tones(eve(f"{GOOD}\n{{名前さん")) == {"loose_brace": WARN}


def test_a_letter_by_hand_needs_no_facts_and_is_hardly_ever_stopped() -> None:
    assert tones(letter("はい、だいじょうぶです。")) == {}
    assert tones(letter("無断欠席ですよ")) == {"tone": WARN}
    assert tones(letter("https://example.com をどうぞ")) == {"foreign_link": WARN}
    assert tones(letter(f"https://{OURS}/i/{'k' * 22}/")) == {"personal_link": BAD}
    assert tones(letter("{日時}に。")) == {"always_empty": BAD}

import re

import pytest

from messaging import defaults
from messaging.policy import ChannelName, Kind
from messaging.rendering import check, render, render_line, sms_parts, variables_in

NEVER_SENT = {Kind.MANUAL, Kind.CALL_AHEAD, Kind.CALL_MORNING, Kind.ABSENCE_CALL, Kind.FIRST_CALL}
ONLY_IN_LINE = {Kind.LINKED}
SENT = sorted(set(Kind) - NEVER_SENT - ONLY_IN_LINE)
SENT_BY = [ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE]
# A domain of average length; a link adds "/i/", 22 characters and "/".
LINK = "https://saiyo.hinata-shokudo.jp" + "/i/" + "k" * 22 + "/"
VALUES = {
    "name": "佐々木",
    "full_name": "佐々木 蓮",
    "company": "ひなた食堂",
    "location": "吉祥寺店",
    "job": "ホールスタッフ",
    "interviewer": "小林 美咲",
    "date": "6月11日(木)",
    "time": "13:00",
    "when": "6月11日(木) 13:00",
    "how": "吉祥寺店で",
    "bring": "筆記用具",
    "dress": "ふだん着",
    "address": "東京都武蔵野市吉祥寺本町1-1-1",
    "access": "吉祥寺駅 公園口から歩いて4分",
    "map": "https://maps.example.jp/1",
    "phone": "0422-00-0120",
    "link": LINK,
    "deadline": "6月12日(金) 16:00",
    "first_day": "7月1日(水) 10:00",
    "sender": "小林 美咲",
    "minutes": "30",
    "meeting_link": "https://meet.example.jp/abc",
    "talk": "お仕事の内容",
}
BLAME = ["無断", "バックレ", "必ず", "キャンセル", "欠席", "no-show", "failed", "must", "absence"]


def words(kind: Kind, channel: ChannelName, language: str) -> tuple[str, str]:
    found = defaults.built_in(kind, channel, language)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("channel", SENT_BY)
@pytest.mark.parametrize("kind", SENT)
def test_every_kind_has_words_that_render_with_one_link_and_no_blame(
    kind: Kind, channel: ChannelName, language: str
) -> None:
    subject, body = words(kind, channel, language)

    assert check(subject) == check(body) == []
    said = render_line(subject, VALUES) + "\n" + render(body, VALUES)
    assert said.count(LINK) == (0 if kind in {Kind.REJECTED, Kind.ENDED} else 1)
    assert not re.search(r"[{}]", said)
    assert not [word for word in BLAME if word in said.lower()]


@pytest.mark.parametrize("kind", SENT)
def test_an_sms_names_the_company_first_and_the_person_and_fits_in_two_parts(kind: Kind) -> None:
    said = render(words(kind, ChannelName.SMS, "ja")[1], VALUES)

    assert said.startswith("ひなた食堂です。佐々木さん、")
    assert sms_parts(said) <= 2


@pytest.mark.parametrize("kind", SENT)
def test_an_english_sms_is_plain_ascii_and_short_even_with_a_japanese_name(kind: Kind) -> None:
    text = words(kind, ChannelName.SMS, "en")[1]

    assert text.isascii()
    assert text.startswith("{company}: ")
    assert sms_parts(render(text, VALUES)) <= 3


@pytest.mark.parametrize("kind", SENT)
def test_a_mail_greets_by_full_name_and_is_signed_with_a_number_to_call(kind: Kind) -> None:
    subject, body = words(kind, ChannelName.EMAIL, "ja")
    said = render(body, VALUES)

    assert render_line(subject, VALUES).startswith("【ひなた食堂】")
    assert said.startswith("佐々木 蓮様\n")
    assert "\n--\nひなた食堂" in said
    assert said.endswith("電話 0422-00-0120")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", SENT)
def test_an_unset_number_or_sender_leaves_no_half_line(kind: Kind, language: str) -> None:
    values = VALUES | {"phone": "", "sender": "", "access": "", "minutes": ""}

    for channel in SENT_BY:
        said = render(words(kind, channel, language)[1], values)
        assert "  \n" not in said
        assert "電話 \n" not in said + "\n"


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", [*SENT, *ONLY_IN_LINE])
def test_line_speaks_to_the_person_briefly_and_opens_no_address_but_the_link(
    kind: Kind, language: str
) -> None:
    said = render(words(kind, ChannelName.LINE, language)[1], VALUES)

    assert ("佐々木さん、" if language == "ja" else "佐々木") in said
    assert len(said) < 400
    assert said.replace(LINK, "").count("http") == 0


def test_connecting_is_said_in_line_alone() -> None:
    assert {channel: defaults.built_in(Kind.LINKED, channel, "ja") is not None for channel in SENT_BY} == {
        ChannelName.SMS: False,
        ChannelName.EMAIL: False,
        ChannelName.LINE: True,
    }


def test_a_stranger_is_told_how_to_connect_in_both_languages_and_nothing_else() -> None:
    said = defaults.to_a_stranger()

    assert "「LINEで受け取る」" in said
    assert "“Get it on LINE”" in said
    assert check(said) == []
    assert variables_in(said) == frozenset()


def test_directions_online_give_the_meeting_and_no_street() -> None:
    online = VALUES | {"address": "", "access": ""}
    at_the_place = VALUES | {"meeting_link": ""}
    text = words(Kind.DIRECTIONS, ChannelName.EMAIL, "ja")[1]

    assert "オンライン会議  https://meet.example.jp/abc" in render(text, online)
    assert "場所" not in render(text, online).split("迷われたとき")[0]
    assert "場所  東京都武蔵野市吉祥寺本町1-1-1\n行き方  吉祥寺駅" in render(text, at_the_place)
    assert "オンライン" not in render(text, at_the_place)


def test_the_words_after_an_absence_are_kind() -> None:
    first = words(Kind.ABSENCE_FIRST, ChannelName.SMS, "ja")[1]
    final = words(Kind.FINAL_NOTICE, ChannelName.SMS, "ja")[1]
    rejected = words(Kind.REJECTED, ChannelName.EMAIL, "ja")[1]

    assert "お会いできなくて、気になっています" in first
    assert "deadline" in variables_in(final)
    assert "そのあとも、いつでもまたご応募いただけます" in final
    assert "そのあとも、いつでもまたご応募いただけます" in rejected


def test_the_thanks_mail_tells_the_number_we_call_from() -> None:
    said = render(words(Kind.THANKS, ChannelName.EMAIL, "ja")[1], VALUES)

    assert "お電話するときは 0422-00-0120 からかけます。" in said


@pytest.mark.parametrize("kind", sorted(NEVER_SENT))
def test_a_call_and_a_written_text_have_no_words_of_their_own(kind: Kind) -> None:
    assert {defaults.built_in(kind, channel, "ja") for channel in ChannelName} == {None}


def test_a_language_without_texts_is_answered_in_japanese() -> None:
    assert words(Kind.THANKS, ChannelName.SMS, "fr") == words(Kind.THANKS, ChannelName.SMS, "ja")

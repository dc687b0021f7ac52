"""What people wrote, without what their mail programs put around it; and what no person wrote."""

import time

import pytest

from messaging.mail_reading import LONGEST_HTML, is_automatic, new_words, text_of_html

OURS = "佐々木さん、明日の面接をお待ちしています。\n伺えない場合はお知らせください。"
QUOTED = "\n".join(f"> {line}" for line in OURS.split("\n"))


@pytest.mark.parametrize(
    "letter",
    [
        f"伺います。\n\n2026年6月10日(水) 10:00 ひなた食堂 <saiyo@hinata.example>:\n\n{QUOTED}",
        f"伺います。\n\nOn Wed, Jun 10, 2026 at 10:00 AM Hinata <saiyo@hinata.example> wrote:\n\n{QUOTED}",
        (
            "伺います。\n\nOn Wed, Jun 10, 2026 at 10:00 AM Hinata Recruiting Office\n"
            f"<saiyo@hinata.example> wrote:\n\n{QUOTED}"
        ),
        (
            "伺います。\n\niPhoneから送信\n\n"
            f"2026/06/10 10:00、ひなた食堂 <saiyo@hinata.example>のメール:\n\n{QUOTED}"
        ),
        (
            "伺います。\n\nSent from my iPhone\n\n"
            "> On Jun 10, 2026, at 10:00, ひなた食堂 <saiyo@hinata.example> wrote:\n> \n"
            f"{QUOTED}"
        ),
        (
            "伺います。\n\n-----Original Message-----\n"
            "From: ひなた食堂 <saiyo@hinata.example>\nSent: Wednesday\nTo: ren\n"
            f"Subject: 面接\n\n{OURS}"
        ),
        (
            "伺います。\n\n________________________________\n"
            "差出人: ひなた食堂 <saiyo@hinata.example>\n送信日時: 2026年6月10日 10:00\n"
            f"宛先: ren\n件名: 面接のお約束\n\n{OURS}"
        ),
        (
            "伺います。\n\n差出人: ひなた食堂 <saiyo@hinata.example>\n"
            f"送信日時: 2026年6月10日\n件名: 面接のお約束\n\n{OURS}"
        ),
        (
            "伺います。\n\nFrom: Hinata <saiyo@hinata.example>\nDate: Wed, 10 Jun 2026\n"
            f"To: ren\nSubject: Interview\n\n{OURS}"
        ),
        f"伺います。\n\n----- 元のメッセージ -----\n{OURS}",
        f"伺います。\n\n----- Original Message -----\nFrom: saiyo\n{OURS}",
        f"伺います。\n\n2026年6月10日(水) 10:00 ひなた食堂 <saiyo@hinata.example>:\n\n{OURS}",
        f"{QUOTED}\n\n伺います。",
        f"2026年6月10日(水) 10:00 ひなた食堂 <saiyo@hinata.example>:\n{QUOTED}\n\n伺います。",
        "伺います。\n\n-- \n佐々木 蓮\n090-0000-0000",
        "伺います。\r\n\r\nAndroidから送信しました\r\n",
        f"伺います。\n\n＞{OURS.splitlines()[0]}\n＞{OURS.splitlines()[1]}",
        "伺います。",
    ],
)
def test_only_the_new_words_are_heard(letter: str) -> None:
    assert new_words(letter) == "伺います。"


@pytest.mark.parametrize(
    "letter",
    [
        "6月10日 10:00 でお願いします。\n\nよろしくお願いします。",
        "2026年6月10日は都合が悪いです。\n\n翌日ではいかがでしょうか：午後なら伺えます。",
        "From: the station, how do I get there?\nThanks",
        "On Monday I wrote:\nI am late. Sorry.",
        "差出人の名前が違います。\nどちらに伺えばよいですか。",
        "a\n\nb",
    ],
)
def test_what_only_looks_like_history_stays(letter: str) -> None:
    assert new_words(letter) == letter


def test_a_letter_of_nothing_but_history_says_nothing() -> None:
    assert new_words(f"2026年6月10日 ひなた食堂 <saiyo@hinata.example>:\n{QUOTED}") == ""


def test_a_very_long_letter_is_cut() -> None:
    assert len(new_words("あ" * 10_000)) == 5000


@pytest.mark.parametrize(
    "html",
    [
        "<p>伺います。</p>",
        "<div>伺います。<br></div><blockquote>古い言葉</blockquote>",
        (
            '<div dir="ltr">伺います。</div>'
            '<div class="gmail_quote"><div class="gmail_attr">2026年…</div>古い</div>'
        ),
        "<html><head><style>p{color:red}</style><title>x</title></head><body>伺います&#12290;</body></html>",
        "<script>alert(1)</script><p>  伺います。  </p>",
        (
            "<div>伺います。</div>"
            "</p></b><div class='moz-cite-prefix'>On … wrote:</div><blockquote type=cite>古い"
        ),
    ],
)
def test_a_mail_in_html_is_read_as_text(html: str) -> None:
    assert new_words(text_of_html(html)) == "伺います。"


def test_lines_of_html_stay_lines() -> None:
    assert text_of_html("<p>一行目</p><p>二行目<br>三行目</p>").split() == ["一行目", "二行目", "三行目"]


def automatic(
    subject: str = "面接", sender: str = "ren@example.jp", path: str | None = None, **headers: str
) -> bool:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return is_automatic(named, subject=subject, sender=sender, return_path=path)


@pytest.mark.parametrize(
    "header",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; owner-email=x"},
        {"precedence": "bulk"},
        {"precedence": "List"},
        {"precedence": "junk"},
        {"precedence": "auto_reply"},
        {"x_autoreply": "yes"},
        {"x_autorespond": "1"},
        {"list_id": "<x>"},
        {"content_type": "multipart/report; report-type=delivery-status"},
    ],
)
def test_a_header_tells_a_machine(header: dict[str, str]) -> None:
    assert automatic(**header)


@pytest.mark.parametrize("path", ["", "<>", " <> "])
def test_mail_that_wants_no_answer_is_a_machines(path: str) -> None:
    assert automatic(path=path)


@pytest.mark.parametrize(
    "subject",
    [
        "【自動返信】お問い合わせありがとうございます",
        "自動応答: 面接のお約束",
        "不在のお知らせ",
        "【不在】",
        "夏季休暇中のため",
        "Automatic reply: Interview",
        "Auto-Reply: Interview",
        "Out of Office: Interview",
        "Out of the office until Monday",
        "Undeliverable: Interview",
        "Mail Delivery Failed: returned mail",
        "Delivery Status Notification (Failure)",
        "配信不能: 面接",
    ],
)
def test_a_subject_tells_a_machine(subject: str) -> None:
    assert automatic(subject)


@pytest.mark.parametrize(
    "sender",
    ["MAILER-DAEMON@example.jp", "postmaster@example.jp", "no-reply@example.jp", "noreply+1@example.jp"],
)
def test_some_senders_are_never_people(sender: str) -> None:
    assert automatic(sender=sender)


@pytest.mark.parametrize(
    "subject",
    [
        "",
        "Re: 面接のお約束",
        "Re: 【自動返信】と書かれた当社の件名",
        "返信: 不在時の連絡先",
        "面接について",
        "Vacations?",
    ],
)
def test_a_persons_letter_is_a_persons(subject: str) -> None:
    assert not automatic(subject, path="ren@example.jp", auto_submitted="no", precedence="first-class")


@pytest.mark.parametrize(
    "html",
    [
        "<b>x" * 50_000,
        "<b>" * 30_000 + "</i>" * 25_000,
        "<!--" * 50_000,
        "<a " * 66_000,
        "</a" * 66_000,
        "<a a='" * 33_000,
        "<" * 200_000,
        "<" * 200_000 + ">",
    ],
)
def test_a_hostile_page_is_read_in_seconds(html: str) -> None:
    began = time.process_time()

    text_of_html(html)

    assert time.process_time() - began < 10


def test_comments_and_an_unfinished_tag_say_nothing() -> None:
    html = "<!doctype html><p>明日<!-- <b>内緒</b> -->行きます</p>ありがとう <a href='x"

    assert text_of_html(html) == "明日行きます\nありがとう"


def test_a_page_is_looked_at_up_to_its_bound_and_no_further() -> None:
    html = "<p>明日行きます</p>" + " " * LONGEST_HTML + "<p>内緒</p>"

    assert text_of_html(html) == "明日行きます"


def test_signs_that_open_nothing_stay_signs() -> None:
    assert text_of_html("<p>3 < 4 << 5</p><<b>はい</b>") == "3 < 4 << 5\n<はい"

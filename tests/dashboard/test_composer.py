"""Saved texts filled in, advice before sending, papers beside a text."""

from datetime import timedelta
from typing import Any  # the test client's responses carry what they like

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from candidates.models import Application, Document, HousePaper
from candidates.services import house_papers
from candidates.services.documents import add_document
from company.models import Staff
from company.policy import Role
from dashboard.composing import filled, unfilled
from dashboard.counting import TOKEN_LENGTH, count_text
from messaging.models import Message, Snippet
from messaging.policy import ChannelName, Kind
from messaging.rendering import sms_parts
from messaging.services.composing import MASK, address_of_link, preview
from messaging.services.writing import write
from tests.candidates.policy.test_files import PDF
from tests.dashboard.signed_in import HTMX, text_of
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_booked_interview, a_candidate, a_staff, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone() -> Application:
    return an_application(candidate=a_candidate(family_name="加藤"))


def url(application: Application, part: str = "") -> str:
    return f"/desk/applications/{application.pk}/{part}"


def sends(screen: Client, application: Application, **fields: Any) -> Any:
    return screen.post(url(application, "write/"), {"channel": "sms", "body": "こんにちは"} | fields)


# --- saved texts -------------------------------------------------------------------------------------


def test_a_saved_text_is_offered_filled_in_for_this_person_but_for_the_link(
    screen: Client, someone: Application
) -> None:
    a_booked_interview(NOW + timedelta(days=3), someone)
    saved = Snippet.objects.create(
        name="お待ちしています", body="{名前}さん、{日時}に。\n{おたずね}\n{リンク}", changed_at=NOW
    )

    page = screen.get(url(someone) + f"?text=s{saved.pk}").content.decode()

    assert "お待ちしています" in page
    field = page.split('id="body"')[1].split("</textarea>")[0]
    assert "加藤さん、6月13日" in field
    assert field.endswith("\n{リンク}")
    assert "{おたずね}" not in field


def test_braces_in_a_name_are_no_variables() -> None:
    assert filled("{名前}さん", {"name": "{link}"}, "ja") == "(link)さん"


def test_what_is_not_known_stays_to_be_seen() -> None:
    assert filled("{name}さん、{deadline}までに", {"name": "加藤"}, "ja") == "加藤さん、{期限}までに"


def test_a_text_kept_from_the_composer_loses_the_person_it_was_written_to() -> None:
    values = {"name": "森", "full_name": "森 葵", "when": "6月12日(金) 13:00"}

    text = unfilled("森 葵様、森さん、森ビルで6月12日(金) 13:00に", values, "ja")

    assert text == "{氏名}様、{名前}さん、森ビルで{日時}に"


def test_what_is_typed_is_kept_for_everybody_and_stays_in_the_field(
    screen: Client, someone: Application
) -> None:
    typed = {"channel": "sms", "body": "加藤さん、いつでもお電話ください。"}

    whole = screen.post(url(someone, "keep-text/"), typed).content.decode()
    saved = Snippet.objects.get()
    piece = screen.post(url(someone, "keep-text/"), typed | {"body": "別の文"}, headers=HTMX).content.decode()

    assert saved.body == "{名前}さん、いつでもお電話ください。"
    assert "加藤さん、いつでもお電話ください。</textarea>" in whole
    assert f'action="/desk/snippets/{saved.pk}/remove/"' in whole
    assert 'id="tpl"' in piece
    assert "<html" not in piece


def test_saved_texts_are_added_changed_taken_away_and_each_is_taken_back(screen: Client) -> None:
    said = {"name": "道順", "language": "ja", "body": "{名前}さん、こちらです。"}
    added: Any = screen.post("/desk/snippets/new/", said, follow=True)
    saved = Snippet.objects.get()
    changed: Any = screen.post(f"/desk/snippets/{saved.pk}/", said | {"name": "行き方"}, follow=True)
    undone = text_of(screen.post(f"/desk/snippets/{saved.pk}/undo/?seen=2", follow=True))
    gone: Any = screen.post(f"/desk/snippets/{saved.pk}/remove/", follow=True)
    back = text_of(screen.post(f"/desk/snippets/{saved.pk}/bring-back/", follow=True))

    assert f'action="/desk/snippets/{saved.pk}/remove/"' in added.content.decode()
    assert f'action="/desk/snippets/{saved.pk}/undo/?seen=2"' in changed.content.decode()
    assert "行き方" in text_of(changed)
    assert "道順" in undone
    assert f'action="/desk/snippets/{saved.pk}/bring-back/"' in gone.content.decode()
    assert "こちらです。" not in text_of(gone)
    assert "こちらです。" in back


def test_a_text_changed_meanwhile_is_shown_beside_what_was_typed(screen: Client) -> None:
    said = {"name": "道順", "language": "ja", "body": "こちらです。"}
    screen.post("/desk/snippets/new/", said)
    page = f"/desk/snippets/{Snippet.objects.get().pk}/"
    screen.post(page, said | {"body": "同僚の文です。", "seen": "1"})

    refused = screen.post(page, said | {"body": "古い文です。", "seen": "1"})
    late = text_of(screen.post(f"{page}undo/?seen=1", follow=True))

    assert refused.status_code == 422
    assert "同僚の文です。" in text_of(refused)
    assert "古い文です。" in refused.content.decode()
    assert 'name="seen" value="2"' in refused.content.decode()
    assert "同僚の文です。" in late
    screen.post(page, said | {"body": "古い文です。", "seen": "2"})
    assert Snippet.objects.get().body == "古い文です。"


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"body": "{なぞ}"}, "なぞ"), ({"name": " "}, "名前"), ({"body": ""}, "入力")],
)
def test_a_saved_text_that_cannot_be_kept_comes_back_as_typed(
    screen: Client, fields: dict[str, str], told: str
) -> None:
    said = {"name": "道順", "language": "ja", "body": "加藤さんへ"} | fields

    response = screen.post("/desk/snippets/new/", said)

    assert response.status_code == 422
    assert told in text_of(response)
    assert not Snippet.objects.exists()


def test_readers_see_saved_texts_and_change_none(at_now: Any) -> None:
    saved = Snippet.objects.create(name="道順", body="こちらです", changed_at=NOW)
    reader = signed_in(a_staff(Role.VIEWER))

    assert "こちらです" in text_of(reader.get("/desk/snippets/"))
    assert reader.get(f"/desk/snippets/{saved.pk}/").status_code == 403
    assert reader.post(f"/desk/snippets/{saved.pk}/remove/").status_code == 403


# --- advice ------------------------------------------------------------------------------------------


def test_a_warning_stands_once_and_is_sent_over_knowingly(screen: Client, someone: Application) -> None:
    body = "加藤さん、無断欠席は困ります。"

    first: Any = sends(screen, someone, body=body)
    page = first.content.decode()
    mark = page.split('name="seen" value="')[1].split('"')[0]
    before = Message.objects.filter(kind=Kind.MANUAL).count()
    again = sends(screen, someone, body=body, seen=[mark])

    assert (first.status_code, before) == (422, 0)
    assert f"{body}</textarea>" in page
    assert "もう一度「送る」" in page
    assert again.status_code == 302
    assert Message.objects.get(kind=Kind.MANUAL).body == body


def test_another_warning_than_the_one_seen_stands_too(screen: Client, someone: Application) -> None:
    assert sends(screen, someone, body="無断欠席は困ります", seen=["many_links:"]).status_code == 422


@pytest.mark.parametrize("body", ["{期限}までに", "https://x.example/i/k3Vt9QmXw7Rb2LsYp5Hd8A/", "あ" * 300])
def test_what_could_not_be_sent_is_not_sent_whatever_was_seen(
    screen: Client, someone: Application, body: str
) -> None:
    response = sends(screen, someone, body=body, seen=["always_empty:", "too_long:", "personal_link:"])

    assert response.status_code == 422
    assert not Message.objects.filter(kind=Kind.MANUAL).exists()


def test_advice_comes_with_the_count_and_a_note_gets_none(screen: Client, someone: Application) -> None:
    fields = {"channel": "sms", "body": "無断欠席は困ります"}

    text = screen.post(url(someone, "count/"), fields).content.decode()
    note = screen.post(url(someone, "count/"), fields | {"channel": "note"}).content.decode()

    assert 'id="advice"' in text
    assert "data-finds" in text
    assert 'name="seen"' in text
    assert 'id="advice"' in note
    assert "data-finds" not in note


def test_an_e_mail_without_a_subject_gets_the_companys_name_and_no_blame(
    screen: Client, someone: Application
) -> None:
    assert sends(screen, someone, channel="email", body="加藤様、こんにちは").status_code == 302


# --- the count ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "{名前}さん、{担当}です。{リンク}",
        "{担当}\n" + "あ" * 66,
        "あ" * 70,
        "あ" * 71,
        "😀" * 36,
        "{会社}{仕事}{書類}",
        "Hello {担当} " + "a" * 140,
    ],
)
def test_the_count_is_what_leaves(owner: Staff, someone: Application, body: str) -> None:
    message = write(someone, channel=ChannelName.SMS, body=body, author=owner, now=NOW)
    leaves = preview(message)[1].replace(address_of_link(MASK), address_of_link("x" * TOKEN_LENGTH))

    count = count_text(someone, "sms", body, NOW, author=owner)

    assert (count.characters, count.parts) == (len(leaves), sms_parts(leaves))


# --- papers ------------------------------------------------------------------------------------------


@pytest.fixture
def guide(owner: Staff) -> HousePaper:
    return house_papers.add(PDF, name="案内.pdf", by=owner, now=NOW)


def test_a_paper_of_the_house_goes_by_a_link_at_the_end_that_is_counted(
    screen: Client, someone: Application, guide: HousePaper
) -> None:
    counted = text_of(
        screen.post(url(someone, "count/"), {"channel": "sms", "body": "加藤さんへ", "house": guide.pk})
    )
    sends(screen, someone, body="加藤さんへ", house=guide.pk)

    said = preview(Message.objects.get(kind=Kind.MANUAL))[1]
    assert said.startswith("加藤さんへ\n書類はこちらから開けます：http")
    assert said.endswith("/papers/")
    leaves = said.replace(address_of_link(MASK), address_of_link("x" * TOKEN_LENGTH))
    assert f"{len(leaves)}字" in counted
    assert Document.objects.get().house == guide


def test_a_text_with_its_own_link_gets_no_second_one(
    screen: Client, someone: Application, guide: HousePaper
) -> None:
    sends(screen, someone, body="加藤さんへ {書類}", house=guide.pk)

    assert "開けます" not in preview(Message.objects.get(kind=Kind.MANUAL))[1]


def test_what_was_ticked_stays_ticked_when_a_text_comes_back(
    screen: Client, owner: Staff, someone: Application, guide: HousePaper
) -> None:
    theirs = add_document(someone, PDF + b"\n", name="条件.pdf", by=owner, now=NOW)

    page = sends(screen, someone, body="{なぞ}", house=guide.pk, paper=theirs.pk).content.decode()

    assert f'name="house" value="{guide.pk}" checked' in page
    assert f'name="paper" value="{theirs.pk}" checked' in page
    assert not Document.objects.exclude(shared_at=None).exists()


def test_an_eleventh_paper_is_said_and_nothing_is_sent(
    screen: Client, owner: Staff, someone: Application, guide: HousePaper
) -> None:
    for number in range(10):
        add_document(someone, PDF.replace(b"1.4", b"1.%d" % (number + 5)), name="a", by=owner, now=NOW)

    response = sends(screen, someone, body="加藤さんへ", house=guide.pk)

    assert response.status_code == 422
    assert "書類は10件までです" in text_of(response)
    assert not Message.objects.filter(kind=Kind.MANUAL).exists()


def test_papers_of_the_house_are_added_opened_taken_away_and_brought_back(screen: Client) -> None:
    file = SimpleUploadedFile("案内.pdf", PDF, content_type="application/pdf")
    added: Any = screen.post("/desk/house-papers/", {"file": file}, follow=True)
    paper = HousePaper.objects.get()
    copy: Any = screen.get(f"/desk/house-papers/{paper.pk}/")
    gone: Any = screen.post(f"/desk/house-papers/{paper.pk}/remove/", follow=True)
    missing = screen.get(f"/desk/house-papers/{paper.pk}/").status_code
    back: Any = screen.post(f"/desk/house-papers/{paper.pk}/bring-back/", follow=True)

    assert f'action="/desk/house-papers/{paper.pk}/remove/"' in added.content.decode()
    assert copy.content == PDF
    assert copy["Content-Disposition"].startswith("attachment")
    assert f'action="/desk/house-papers/{paper.pk}/bring-back/"' in gone.content.decode()
    assert missing == 404
    assert "案内.pdf" in text_of(back)


def test_a_hostile_paper_of_the_house_is_refused_in_words(screen: Client) -> None:
    file = SimpleUploadedFile("案内.pdf", b"<script>alert(1)</script>", content_type="application/pdf")

    assert "PDF・Word" in text_of(screen.post("/desk/house-papers/", {"file": file}, follow=True))
    assert not HousePaper.objects.exists()

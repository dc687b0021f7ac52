"""Papers and notes on an application's page."""

from typing import Any  # the test client's responses carry what they like

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from candidates.models import Application, Document, Note
from candidates.services.documents import MOST, add_document
from candidates.services.erasing import erase
from candidates.services.noting import write_note
from company.models import AuditEvent, Staff
from company.policy import Role
from tests.candidates.policy.test_files import PDF, docx
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone() -> Application:
    return an_application(job=a_job(location=a_location()))


def url(application: Application) -> str:
    return f"/desk/applications/{application.pk}/"


def upload(screen: Client, application: Application, content: bytes, name: str = "履歴書.pdf") -> str:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return text_of(
        screen.post(f"{url(application)}documents/", {"file": file, "kind": "resume"}, follow=True)
    )


def test_a_paper_is_added_opened_as_a_download_and_opening_it_is_in_the_trail(
    screen: Client, someone: Application, owner: Staff
) -> None:
    page = upload(screen, someone, PDF)
    paper = Document.objects.get()

    copy: Any = screen.get(f"/desk/documents/{paper.pk}/")

    assert "履歴書.pdf" in page
    assert copy.content == PDF
    assert copy["Content-Disposition"].startswith("attachment")
    assert copy["X-Content-Type-Options"] == "nosniff"
    assert copy["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert "no-store" in copy["Cache-Control"]
    opened = AuditEvent.objects.get(action="document_opened")
    assert (opened.actor, opened.application_id) == (owner, someone.pk)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<script>alert(1)</script>", "PDF・Word"),
        (docx(**{"word/vbaProject.bin": "x"}), "マクロ"),
        (PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript >>"), "マクロやスクリプト"),
        (b"%PDF-" + b"x" * (5 * 1024 * 1024), "5MBをこえています"),
        (b"", "先にファイルを選んでください"),
    ],
)
def test_hostile_files_are_refused_in_words_and_kept_nowhere(
    screen: Client, someone: Application, content: bytes, told: str
) -> None:
    assert told in upload(screen, someone, content, "履歴書.pdf")
    assert not Document.objects.exists()


def test_an_eleventh_paper_is_refused(screen: Client, someone: Application) -> None:
    for number in range(MOST):
        add_document(someone, PDF.replace(b"1.4", f"1.{number}".encode()), name="a", now=NOW)

    assert "書類は10件までです" in upload(screen, someone, PDF.replace(b"1.4", b"2.0"))


def test_papers_of_another_place_do_not_exist(client: Client, at_now: Any, someone: Application) -> None:
    paper = add_document(someone, PDF, name="a", now=NOW)
    elsewhere = a_location()
    here_too = an_application(candidate=someone.candidate, job=a_job(location=elsewhere))
    client.force_login(a_staff(Role.RECRUITER, locations=[elsewhere]))

    assert client.get(f"/desk/documents/{paper.pk}/").status_code == 404
    for action in ("remove", "share", "bring-back"):
        assert client.post(f"/desk/documents/{paper.pk}/{action}/").status_code == 404
    assert paper.name not in text_of(client.get(url(here_too)))


def test_a_paper_taken_away_comes_back_by_its_toast(screen: Client, someone: Application) -> None:
    paper = add_document(someone, PDF, name="履歴書", now=NOW)

    gone = screen.post(f"/desk/documents/{paper.pk}/remove/", follow=True).content.decode()
    missing = screen.get(f"/desk/documents/{paper.pk}/").status_code
    back = text_of(screen.post(f"/desk/documents/{paper.pk}/bring-back/", follow=True))

    assert f'action="/desk/documents/{paper.pk}/bring-back/"' in gone
    assert missing == 404
    assert "履歴書.pdf" in back


def test_a_note_names_colleagues_and_shows_their_names(screen: Client, someone: Application) -> None:
    a_staff(Role.RECRUITER, display_name="田辺 翔", locations=[someone.job.location])
    fields = {"channel": "note", "body": "@田辺翔 さん、お願いします"}

    page: Any = screen.post(f"{url(someone)}write/", fields, follow=True)

    assert '<b class="mention">@田辺翔</b>' in page.content.decode()
    assert '<option value="田辺翔">' in page.content.decode()


def test_own_notes_are_changed_pinned_taken_away_and_brought_back(
    screen: Client, owner: Staff, someone: Application
) -> None:
    note = write_note(someone, "はじめ", author=owner, now=NOW)

    changed = text_of(screen.post(f"/desk/notes/{note.pk}/", {"text": "あとで"}, follow=True))
    pinned: Any = screen.post(f"/desk/notes/{note.pk}/pin/", {"pinned": "1"}, follow=True)
    gone = text_of(screen.post(f"/desk/notes/{note.pk}/delete/", follow=True))
    back = text_of(screen.post(f"/desk/notes/{note.pk}/bring-back/", follow=True))

    assert "あとで" in changed
    assert "はじめ" not in changed
    assert 'class="pinned__note"' in pinned.content.decode()
    assert "あとで" not in gone
    assert "あとで" in back


def test_a_note_of_somebody_else_is_only_pinned(screen: Client, someone: Application) -> None:
    note = write_note(someone, "はじめ", author=a_staff(Role.OWNER), now=NOW)

    assert screen.post(f"/desk/notes/{note.pk}/", {"text": "あとで"}).status_code == 403
    assert screen.post(f"/desk/notes/{note.pk}/delete/").status_code == 403
    assert screen.post(f"/desk/notes/{note.pk}/pin/", {"pinned": "1"}).status_code == 302
    assert Note.objects.get().text == "はじめ"


def test_notes_of_another_place_do_not_exist(client: Client, at_now: Any, someone: Application) -> None:
    note = write_note(someone, "はじめ", author=a_staff(Role.OWNER), now=NOW)
    client.force_login(a_staff(Role.RECRUITER, locations=[a_location()]))

    for action in ("", "delete/", "bring-back/", "pin/"):
        assert client.post(f"/desk/notes/{note.pk}/{action}", {"text": "x"}).status_code == 404


def test_the_page_of_somebody_erased_keeps_nothing_that_is_sent_from_it(
    screen: Client, someone: Application
) -> None:
    erase(someone.candidate, now=NOW)

    said = upload(screen, someone, PDF)
    for action, fields in (
        ("note/", {"text": "電話しました"}),
        ("write/", {"channel": "note", "body": "電話しました"}),
        ("contact/", {"phone": "090-1234-5678", "email": "a@example.jp", "language": "ja"}),
    ):
        screen.post(url(someone) + action, fields)
    part: Any = screen.post(
        f"{url(someone)}documents/", {"kind": "resume"}, headers={"HX-Request": "true", "HX-Target": "thread"}
    )

    someone.candidate.refresh_from_db()
    assert "個人情報は消去されています" in said or "消去されているため" in said
    assert not Document.objects.exists()
    assert not Note.objects.exists()
    assert (someone.candidate.phone, someone.candidate.email) == ("", "")
    assert part["HX-Redirect"] == "/desk/applications/"

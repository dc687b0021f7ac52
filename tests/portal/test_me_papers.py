"""書類 on a candidate's own page."""

from typing import Any  # the test client's responses carry what they like

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.models import Application, Document
from candidates.policy import Stage
from candidates.services import documents
from candidates.services.documents import add_document, share
from candidates.services.erasing import erase
from portal.views import me_papers
from tests.candidates.policy.test_files import PDF
from tests.factories import NOW, a_staff, an_application
from tests.portal.linked import Door, a_door

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def application() -> Application:
    return an_application(stage=Stage.INTERVIEWING)


@pytest.fixture
def door(application: Application) -> Door:
    return a_door(application)


def send(door: Door, content: bytes, name: str = "履歴書.pdf") -> Any:
    return door.post("papers/", file=SimpleUploadedFile(name, content), kind="resume")


def test_they_send_a_paper_open_it_take_it_away_and_bring_it_back(door: Door) -> None:
    assert send(door, PDF).status_code == 303
    paper = Document.objects.get()
    copy = door.get(f"papers/{paper.pk}/")
    gone = door.post(f"papers/{paper.pk}/remove/")
    after = door.text("papers/")
    door.post(f"papers/{paper.pk}/bring-back/")

    assert paper.uploaded_by is None
    assert copy.content == PDF
    assert copy["Content-Disposition"].startswith("attachment")
    assert "sandbox" in copy["Content-Security-Policy"]
    assert gone["Location"].endswith(f"?gone={paper.pk}")
    assert "履歴書.pdf" not in after
    assert "履歴書.pdf" in door.text("papers/")


def test_a_hostile_file_is_refused_in_words(door: Door) -> None:
    response = send(door, b"<html><script>alert(1)</script></html>")

    assert response.status_code == 422
    assert "PDF・Word" in response.content.decode()
    assert not Document.objects.exists()


def test_what_we_keep_for_ourselves_and_what_is_anothers_cannot_be_opened(
    door: Door, application: Application
) -> None:
    by = a_staff()
    ours = add_document(application, PDF, name="内部", by=by, now=NOW)
    others = add_document(an_application(), PDF, name="他人", now=NOW)

    assert door.get(f"papers/{ours.pk}/").status_code == 303
    assert door.get(f"papers/{others.pk}/").status_code == 303
    door.post(f"papers/{others.pk}/remove/")
    door.post(f"papers/{ours.pk}/remove/")
    assert Document.objects.filter(deleted_at=None).count() == 2
    share(ours, shown=True, by=by, now=NOW)
    assert "内部.pdf" in door.text("papers/")
    assert door.get(f"papers/{ours.pk}/").status_code == 200
    door.post(f"papers/{ours.pk}/remove/")
    assert Document.objects.filter(deleted_at=None).count() == 2


def test_a_flood_of_files_is_slowed_down(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(me_papers, "FILES", 2)
    sent = [send(door, PDF.replace(b"1.4", f"1.{n}".encode())) for n in range(3)]

    assert [one.status_code for one in sent] == [303, 303, 422]
    assert "1時間ほどあけて" in sent[-1].content.decode()


def test_what_is_over_takes_no_more_papers(door: Door, application: Application) -> None:
    Application.objects.update(stage=Stage.WITHDRAWN, closed_at=NOW)

    assert send(door, PDF).status_code == 422
    assert not Document.objects.exists()


def test_who_is_erased_while_a_paper_is_on_its_way_finds_the_page_of_unknown_links(
    door: Door, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erased_meanwhile(*args: Any, **named: Any) -> Document:
        erase(application.candidate, now=NOW)
        return add_document(*args, **named)

    monkeypatch.setattr(documents, "add_document", erased_meanwhile)

    during = send(door, PDF)
    after = send(door, PDF)

    assert (during.status_code, after.status_code) == (404, 404)
    assert during.content == after.content
    assert not Document.objects.exists()

"""Papers of a person: kept once, shown to the right people, gone with the person."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from candidates.models import Document
from candidates.policy import DocumentKind
from candidates.services import documents
from candidates.services.erasing import erase, erase_due
from company.models import AuditEvent
from company.policy import Role
from tests.candidates.policy.test_files import PDF
from tests.factories import NOW, a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db


def a_photo(**info: object) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    Image.new("RGB", (60, 40), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def another(number: int) -> bytes:
    return PDF.replace(b"1.4", f"1.{number}".encode())


def test_the_same_file_twice_is_one_paper() -> None:
    application = an_application()

    first = documents.add_document(application, PDF, name="a.pdf", now=NOW)
    again = documents.add_document(application, PDF, name="b.pdf", now=NOW)

    assert first == again
    assert Document.objects.count() == 1


def test_a_photo_is_drawn_anew_and_tells_nothing_of_the_camera() -> None:
    kept = documents.add_document(an_application(), a_photo(), name="scan.png", now=NOW)

    assert kept.content_type == "image/jpeg"
    assert kept.name == "scan.jpg"
    assert b"secret place" not in bytes(kept.content)


def test_more_than_ten_are_refused_and_one_taken_away_makes_room() -> None:
    application = an_application()
    kept = [documents.add_document(application, another(n), name="a", now=NOW) for n in range(10)]

    with pytest.raises(documents.TooMany):
        documents.add_document(application, another(10), name="a", now=NOW)
    documents.remove(kept[0], by=None, now=NOW)

    documents.add_document(application, another(10), name="a", now=NOW)


def test_what_is_taken_away_can_be_brought_back_for_a_quarter_of_an_hour() -> None:
    paper = documents.add_document(an_application(), PDF, name="a", now=NOW)
    documents.remove(paper, by=None, now=NOW)

    documents.bring_back(paper, by=None, now=NOW + timedelta(minutes=15))
    assert paper.deleted_at is None
    documents.remove(paper, by=None, now=NOW)
    with pytest.raises(documents.Gone):
        documents.bring_back(paper, by=None, now=NOW + timedelta(minutes=16))
    erase_due(now=NOW + timedelta(minutes=16))
    assert not Document.objects.exists()


def test_only_who_sees_the_application_it_came_with_sees_a_paper() -> None:
    here, there = a_location(), a_location()
    application = an_application(job=a_job(location=here))
    elsewhere = an_application(candidate=application.candidate, job=a_job(location=there))
    paper = documents.add_document(application, PDF, name="a", now=NOW)
    near = a_staff(Role.RECRUITER, locations=[here])
    far = a_staff(Role.RECRUITER, locations=[there])

    assert list(documents.seen_on_desk(near)) == [paper]
    assert list(documents.seen_on_desk(far)) == []
    Document.objects.update(application=None)
    assert list(documents.seen_on_desk(far)) == [paper]
    assert elsewhere.candidate == application.candidate


def test_a_candidate_sees_their_own_and_what_was_shown_to_them() -> None:
    application, by = an_application(), a_staff()
    own = documents.add_document(application, PDF, name="own", now=NOW)
    ours = documents.add_document(application, another(9), name="ours", by=by, now=NOW)

    assert list(documents.seen_by_candidate(application)) == [own]
    documents.share(ours, shown=True, by=by, now=NOW)
    assert set(documents.seen_by_candidate(application)) == {own, ours}


def test_papers_go_with_the_person_and_the_trail_names_nothing() -> None:
    application = an_application()
    documents.add_document(application, PDF, name="佐々木蓮の履歴書.pdf", kind=DocumentKind.RESUME, now=NOW)

    erase(application.candidate, now=NOW)

    assert not Document.objects.exists()
    assert "佐々木" not in str(list(AuditEvent.objects.values_list("details", flat=True)))

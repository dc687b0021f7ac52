"""Papers of a person: kept once, shown to the right people, gone with the person."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from candidates.models import Document
from candidates.policy import DocumentKind
from candidates.services import documents, house_papers
from candidates.services.erasing import erase, erase_due
from candidates.services.locking import PersonErased
from company.models import AuditEvent
from company.policy import Role
from tests.candidates.policy.test_files import PDF
from tests.factories import NOW, a_candidate, a_job, a_location, a_staff, an_application
from tests.messaging.conftest import at_once

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


def test_the_same_paper_at_two_places_is_one_of_each_and_neither_learns_of_the_other() -> None:
    person = a_candidate()
    here = an_application(candidate=person, job=a_job(location=a_location()))
    there = an_application(candidate=person, job=a_job(location=a_location()))
    near, far = (a_staff(Role.RECRUITER, locations=[one.job.location]) for one in (here, there))

    ours = documents.add_document(here, PDF, name="面接メモ", by=near, now=NOW)
    theirs = documents.add_document(there, PDF, name="履歴書", by=far, now=NOW)
    documents.remove(ours, by=near, now=NOW)
    again = documents.add_document(there, PDF, name="履歴書", by=far, now=NOW)
    erase_due(now=NOW + timedelta(hours=1))  # what was taken away is gone for good

    assert again == theirs
    assert list(documents.seen_on_desk(far)) == [theirs]
    assert list(documents.seen_on_desk(near)) == []
    assert theirs.whole == PDF


def test_what_another_place_keeps_takes_no_room_here() -> None:
    person, by = a_candidate(), a_staff()
    here, there = an_application(candidate=person), an_application(candidate=person)
    for number in range(10):
        documents.add_document(here, another(number), name="a", by=by, now=NOW)

    assert documents.add_document(there, another(10), name="a", now=NOW).application == there


def test_what_they_send_is_theirs_also_where_we_have_it_already() -> None:
    application = an_application()
    documents.add_document(application, PDF, name="面接メモ", by=a_staff(), now=NOW)

    sent = documents.add_document(application, PDF, name="履歴書", now=NOW)

    assert [one.name for one in documents.seen_by_candidate(application)] == ["履歴書.pdf"]
    assert sent.uploaded_by is None


def test_a_paper_of_two_people_stays_with_the_one_who_is_not_erased() -> None:
    one, other = an_application(), an_application(candidate=a_candidate(phone="+819087654321"))
    for application in (one, other):
        documents.add_document(application, PDF, name="a", now=NOW)

    erase(one.candidate, now=NOW)

    assert [paper.whole for paper in Document.objects.all()] == [PDF]
    assert Document.objects.get().candidate == other.candidate


def test_nothing_is_kept_with_somebody_who_was_erased() -> None:
    application, by = an_application(), a_staff()
    paper = house_papers.add(PDF, name="案内", by=by, now=NOW)
    erase(application.candidate, now=NOW)

    with pytest.raises(PersonErased):
        documents.add_document(application, PDF, name="a", now=NOW)
    with pytest.raises(PersonErased):
        house_papers.hand_out([paper], application, by=by, now=NOW)

    assert not Document.objects.exists()


@pytest.mark.django_db(databases=[])
def test_the_same_paper_of_the_house_added_twice_at_once_is_one(shared_database: str) -> None:
    by = a_staff()

    added = at_once(*[lambda: house_papers.add(PDF, name="案内", by=by, now=NOW)] * 3)

    assert len({getattr(one, "pk", one) for one in added}) == 1

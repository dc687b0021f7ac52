"""Papers of the house: kept once, handed to many, opened by each from their own page."""

from datetime import timedelta

import pytest

from candidates.models import Document, HousePaper
from candidates.services import documents, house_papers
from candidates.services.erasing import erase
from company.models import Staff
from company.policy import Role
from tests.candidates.policy.test_files import PDF
from tests.factories import NOW, a_staff, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return a_staff(Role.RECRUITER)


@pytest.fixture
def paper(staff: Staff) -> HousePaper:
    return house_papers.add(PDF, name="案内.pdf", by=staff, now=NOW)


def test_two_people_are_handed_one_content_and_each_may_open_it(staff: Staff, paper: HousePaper) -> None:
    one, other = an_application(), an_application()
    for application in (one, other, one):
        house_papers.hand_out([paper], application, by=staff, now=NOW)

    theirs = documents.seen_by_candidate(one).get()
    assert Document.objects.count() == 2
    assert bytes(theirs.content) == b""
    assert theirs.whole == PDF
    assert (theirs.name, theirs.shared_at) == ("案内.pdf", NOW)


def test_who_has_it_keeps_it_when_it_is_taken_away_and_it_goes_when_nobody_does(
    staff: Staff, paper: HousePaper
) -> None:
    application = an_application()
    house_papers.hand_out([paper], application, by=staff, now=NOW)
    house_papers.remove(paper, by=staff, now=NOW)
    other = house_papers.add(PDF + b"\n", name="別.pdf", by=staff, now=NOW)

    later = NOW + timedelta(hours=1)
    house_papers.remove(other, by=staff, now=later)
    still = documents.seen_by_candidate(application).get().whole
    erase(application.candidate, now=later)
    house_papers.remove(house_papers.add(PDF + b"\n\n", name="c", by=staff, now=later), by=staff, now=later)

    assert still == PDF
    assert not HousePaper.objects.filter(pk=paper.pk).exists()
    assert not Document.objects.exists()


def test_it_comes_back_for_a_while_unless_the_same_was_added_again(staff: Staff, paper: HousePaper) -> None:
    house_papers.remove(paper, by=staff, now=NOW)
    paper.refresh_from_db()
    with pytest.raises(documents.Gone):
        house_papers.bring_back(paper, by=staff, now=NOW + timedelta(minutes=16))
    house_papers.bring_back(paper, by=staff, now=NOW + timedelta(minutes=14))
    assert house_papers.add(PDF, name="案内.pdf", by=staff, now=NOW) == paper

    house_papers.remove(paper, by=staff, now=NOW)
    paper.refresh_from_db()
    house_papers.add(PDF, name="案内.pdf", by=staff, now=NOW)
    with pytest.raises(documents.Gone):
        house_papers.bring_back(paper, by=staff, now=NOW)


def test_a_person_with_ten_papers_is_handed_none(staff: Staff, paper: HousePaper) -> None:
    application = an_application()
    for number in range(documents.MOST):
        documents.add_document(application, PDF.replace(b"1.4", b"1.%d" % number), name="a", now=NOW)
    other = house_papers.add(PDF + b"\n", name="別.pdf", by=staff, now=NOW)

    with pytest.raises(documents.TooMany):
        house_papers.hand_out([paper, other], application, by=staff, now=NOW)

    assert not Document.objects.exclude(shared_at=None).exists()


def test_one_taken_from_a_person_is_handed_to_them_again(staff: Staff, paper: HousePaper) -> None:
    application = an_application()
    house_papers.hand_out([paper], application, by=staff, now=NOW)
    documents.remove(Document.objects.get(), by=staff, now=NOW)

    house_papers.hand_out([paper], application, by=staff, now=NOW)

    assert documents.seen_by_candidate(application).get().whole == PDF

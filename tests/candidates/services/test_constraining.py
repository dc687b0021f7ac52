import pytest

from candidates.policy import Coming, read_coming
from candidates.services.constraining import note_coming
from company.models import AuditEvent
from tests.factories import NOW, a_staff, an_application

pytestmark = pytest.mark.django_db


def test_the_newest_word_counts_and_the_trail_names_fields_and_no_words() -> None:
    application = an_application()
    note_coming(application, Coming(online_only=True), now=NOW)

    note_coming(application, Coming(phone_ok=True, words="子どもの迎え"), now=NOW, by=a_staff())

    application.refresh_from_db()
    assert read_coming(application.constraints) == Coming(phone_ok=True, words="子どもの迎え")
    noted = AuditEvent.objects.about(application).filter(action="constraints_noted")
    assert [one.details["fields"] for one in noted] == [["phone_ok", "words"], ["online_only"]]


def test_saying_the_same_again_changes_nothing() -> None:
    application = an_application()

    note_coming(application, Coming(online_only=True), now=NOW)
    note_coming(application, Coming(online_only=True), now=NOW)

    assert AuditEvent.objects.about(application).filter(action="constraints_noted").count() == 1

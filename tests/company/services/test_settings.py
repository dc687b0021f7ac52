"""What is set stands in the trail with its value before and after; free text does not."""

import pytest

from company.models import AuditEvent
from company.policy import Role
from company.services.settings import keep_setting
from company.wording import detail_words
from tests.factories import NOW, a_company, a_location, a_staff

pytestmark = pytest.mark.django_db


def test_a_changed_figure_stands_in_the_trail_before_and_after() -> None:
    company, owner = a_company(), a_staff(Role.OWNER, username="owner")
    was = company.first_contact_minutes
    company.first_contact_minutes = was + 15

    keep_setting(company, by=owner, now=NOW, fields=["first_contact_minutes"])

    event = AuditEvent.objects.get()
    assert event.details["before"] == [f"first_contact_minutes={was}"]
    assert event.details["after"] == [f"first_contact_minutes={was + 15}"]
    assert detail_words(event).endswith(f"{was} → {was + 15}")


def test_words_people_wrote_stay_out_of_the_trail() -> None:
    place, owner = a_location(), a_staff(Role.OWNER, username="owner")
    place.directions = "裏口で田中さんを呼んでください"

    keep_setting(place, by=owner, now=NOW, fields=["directions"])

    assert AuditEvent.objects.get().details == {"fields": ["directions"]}

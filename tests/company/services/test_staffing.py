import pytest

from company.models import AuditEvent
from company.policy import Role
from company.services.staffing import LastOwner, keep_staff
from tests.factories import NOW, a_staff, an_administrator


@pytest.mark.django_db
def test_a_role_brings_its_rights_with_it() -> None:
    owner = an_administrator()
    person = a_staff(Role.RECRUITER)

    person.role = Role.OWNER
    keep_staff(person, by=owner, now=NOW, fields=["role"])
    assert (person.is_staff, person.is_superuser) == (True, True)

    person.role = Role.INTERVIEWER
    keep_staff(person, by=owner, now=NOW, fields=["role"])
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert [event.details["fields"] for event in AuditEvent.objects.all()] == [["role"]] * 2


@pytest.mark.django_db
def test_of_two_owners_who_resign_only_the_first_can() -> None:
    one, two = an_administrator(), an_administrator()
    one.role = two.role = Role.VIEWER

    keep_staff(one, by=one, now=NOW, fields=["role"])
    with pytest.raises(LastOwner):
        keep_staff(two, by=two, now=NOW, fields=["role"])

    two.refresh_from_db()
    assert two.role == Role.OWNER

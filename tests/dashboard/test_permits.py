"""Who may only look: no button that does nothing, and words for what is refused."""

import pytest
from django.test import Client

from candidates.policy import Stage
from company.policy import Role
from tests.factories import a_candidate, a_staff, an_application


@pytest.mark.django_db
def test_who_may_only_look_reads_why_a_button_does_nothing(client: Client) -> None:
    application = an_application(candidate=a_candidate(family_name="見本"), stage=Stage.IN_CONTACT)
    client.force_login(a_staff(Role.VIEWER, locations=[application.job.location]))

    page = client.get(f"/desk/applications/{application.pk}/").content.decode()
    answer = client.post(f"/desk/applications/{application.pk}/write/")

    assert "見本" in page
    assert 'id="composer"' not in page
    assert answer.status_code == 403
    assert "閲覧のみの権限です" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "is_pressed"),
    [("/desk/company/", False), ("/desk/earlier/switch/", True), ("/desk/sending/hold/", True)],
)
def test_what_is_an_owners_sends_nobody_to_another_role(client: Client, path: str, is_pressed: bool) -> None:
    client.force_login(a_staff(Role.RECRUITER if is_pressed else Role.VIEWER))

    answer = client.post(path) if is_pressed else client.get(path)

    assert answer.status_code == 403
    assert "責任者のページです" in answer.content.decode()

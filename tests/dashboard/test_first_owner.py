"""The first owner of an empty installation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from company.models import Staff, StaffInvitation
from company.policy import Role
from tests.dashboard.signed_in import text_of
from tests.factories import a_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
GOOD = "mizuiro-no-noren-7"


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER, username="kobayashi", display_name="小林", email="kobayashi@example.jp")


def test_an_empty_installation_says_how_to_begin_and_the_command_prints_the_link() -> None:
    page = text_of(Client().get("/sign-in/"))
    printed = StringIO()

    call_command("first_owner", "owner@example.jp", stdout=printed)
    address = printed.getvalue().split()[-1].replace("http://127.0.0.1:8000", "")
    client = Client()
    client.post(address, {"name": "小野 葵", "password1": GOOD, "password2": GOOD, "language": "ja"})

    assert "manage.py first_owner" in page
    assert Staff.objects.get().role == Role.OWNER
    assert Staff.objects.get().is_superuser
    assert client.get("/desk/settings/").status_code == 200
    assert "manage.py first_owner" not in text_of(Client().get("/sign-in/"))


def test_once_there_is_an_owner_the_command_refuses(owner: Staff) -> None:
    with pytest.raises(CommandError, match="owner already"):
        call_command("first_owner", "thief@example.jp")

    assert not StaffInvitation.objects.exists()

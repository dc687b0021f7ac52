"""No page of the desk asks the same question once for each of its rows."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from zeal import zeal_context

from candidates.models import Application
from company.models import Staff
from company.policy import Role
from noshow.models import Case

pytestmark = pytest.mark.django_db
Address = Callable[[], str]
PAGES: dict[str, Address] = {
    "today": lambda: "/desk/",
    "list": lambda: "/desk/applications/?span=all",
    "search": lambda: "/desk/applications/?q=さ",
    "person": lambda: f"/desk/applications/{_met()}/",
    "cases": lambda: "/desk/cases/",
    "case": lambda: f"/desk/cases/{Case.objects.order_by('-pk').values_list('pk', flat=True)[0]}/",
    "slots": lambda: "/desk/slots/",
    "jobs": lambda: "/desk/jobs/",
    "attention": lambda: "/desk/attention/",
    "calls": lambda: "/desk/calls/",
    "earlier": lambda: "/desk/earlier/",
    "locations": lambda: "/desk/locations/",
    "staff": lambda: "/desk/settings/staff/",
}


def _met() -> int:
    return int(Application.objects.filter(interviews__state="booked").values_list("pk", flat=True)[0])


@pytest.fixture
def owner(client: Client) -> Client:
    call_command("fill", applications=600, stores=4, verbosity=0)
    client.force_login(
        Staff.objects.get(role=Role.OWNER), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_no_page_asks_once_for_each_row(owner: Client) -> None:
    asked: dict[str, str] = {}

    for name, address in PAGES.items():
        path = address()
        owner.get(path)  # what is kept has been kept
        try:
            with zeal_context():
                assert owner.get(path).status_code == 200, path
        except Exception as found:  # every page is to be asked, whatever one of them does
            asked[name] = f"{type(found).__name__}: {found}"[:300]

    assert asked == {}

"""Forgotten passwords, and changing one’s own."""

import re

import pytest
import time_machine
from django.test import Client

from company.models import Staff, StaffMail
from company.policy import Role
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import a_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
GOOD = "mizuiro-no-noren-7"
PAGE = "/desk/jobs/"


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER, username="kobayashi", display_name="小林", email="kobayashi@example.jp")


def test_a_forgotten_password_comes_by_mail_and_the_answer_tells_nobody_who_works_here(
    owner: Staff,
) -> None:
    owner.set_password("old-password-1")
    owner.save()
    elsewhere = signed_in(owner)
    client = Client()

    known = text_of(client.post("/sign-in/forgotten/", {"email": "KOBAYASHI@example.jp"}))
    unknown = text_of(client.post("/sign-in/forgotten/", {"email": "nobody@example.jp"}))
    client.post("/sign-in/forgotten/", {"email": "kobayashi@example.jp"})

    token_free = re.compile(r"csrf\S+")
    assert token_free.sub("", known) == token_free.sub("", unknown)
    mail = StaffMail.objects.get()
    address = mail.secret.replace("http://127.0.0.1:8000", "")
    form = client.get(address)["Location"]
    client.post(form, {"new_password1": GOOD, "new_password2": GOOD})

    assert "token" not in form.split("/")
    assert elsewhere.get(PAGE).status_code == 302
    assert client.post("/sign-in/", {"username": "kobayashi", "password": GOOD})["Location"] == "/desk/"
    assert "このリンクは使えません" in text_of(Client().get(address, follow=True))


def test_a_link_asked_for_again_within_ten_minutes_comes_once(
    owner: Staff, at_now: time_machine.Traveller
) -> None:
    for seconds in (599, 2, 420):  # over the full ten minutes of the clock, and within ten of the first
        at_now.shift(seconds)
        Client().post("/sign-in/forgotten/", {"email": "kobayashi@example.jp"})
    assert StaffMail.objects.count() == 1
    at_now.shift(200)
    Client().post("/sign-in/forgotten/", {"email": "kobayashi@example.jp"})

    assert StaffMail.objects.count() == 2


def test_nobody_who_left_gets_a_link(owner: Staff) -> None:
    Staff.objects.update(is_active=False)

    Client().post("/sign-in/forgotten/", {"email": "kobayashi@example.jp"})

    assert not StaffMail.objects.exists()


def test_ones_own_password_is_changed_and_other_browsers_are_out(owner: Staff) -> None:
    owner.set_password("old-password-1")
    owner.save()
    here, elsewhere = signed_in(owner), signed_in(owner)

    wrong = here.post(
        "/desk/me/password/", {"old_password": "no", "new_password1": GOOD, "new_password2": GOOD}
    )
    here.post(
        "/desk/me/password/",
        {"old_password": "old-password-1", "new_password1": GOOD, "new_password2": GOOD},
    )

    assert wrong.status_code == 422
    assert here.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302

"""Colleagues come by invitation and go with everything handed over."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from candidates.models import Application
from company.models import AuditEvent, Location, Staff, StaffInvitation, StaffMail, StaffMailState
from company.policy import Role
from company.services.staff_mail import send_due
from scheduling.models import AvailabilityRule
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_job, a_location, a_picture_file, a_rule, a_staff, an_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
GOOD = "mizuiro-no-noren-7"
PAGE = "/desk/jobs/"


@pytest.fixture
def store() -> Location:
    return a_location(name="吉祥寺店")


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER, username="kobayashi", display_name="小林", email="kobayashi@example.jp")


@pytest.fixture
def desk(owner: Staff) -> Client:
    return signed_in(owner)


def invite(desk: Client, store: Location, **values: str) -> str:
    """The invited person's address, as the mail carries it."""
    said = {"email": "Ono@Example.jp", "role": "recruiter", "language": "ja", "locations": str(store.pk)}
    answer = desk.post("/desk/settings/staff/", said | values)
    assert answer.status_code == 302
    return StaffMail.objects.latest("pk").secret.replace("http://127.0.0.1:8000", "")


def welcome(**values: str) -> dict[str, str]:
    return {"name": "小野 葵", "password1": GOOD, "password2": GOOD, "language": "ja"} | values


def test_an_invited_colleague_makes_their_own_account_and_is_in(desk: Client, store: Location) -> None:
    address = invite(desk, store)
    client = Client()

    page = text_of(client.get(address))
    client.post(address, welcome())

    staff = Staff.objects.get(username="ono@example.jp")
    assert "吉祥寺店" in page
    assert (staff.display_name, staff.role, staff.is_staff) == ("小野 葵", Role.RECRUITER, False)
    assert [place.name for place in staff.locations.all()] == ["吉祥寺店"]
    assert client.get(PAGE).status_code == 200
    assert Client().post("/sign-in/", {"username": "ono@example.jp", "password": GOOD}).status_code == 302
    assert StaffInvitation.objects.get().accepted_by == staff


def test_the_link_works_once(desk: Client, store: Location) -> None:
    address = invite(desk, store)
    Client().post(address, welcome())

    again = Client().post(address, welcome(name="だれか"))

    assert again.status_code == 410
    assert "作成済みです" in text_of(again)
    assert Staff.objects.filter(role=Role.RECRUITER).count() == 1


def test_looking_at_the_link_changes_nothing(desk: Client, store: Location) -> None:
    address = invite(desk, store)

    for _look in range(3):
        Client().get(address)
        Client().head(address)

    assert not Staff.objects.filter(role=Role.RECRUITER).exists()
    assert Client().get(address).status_code == 200


def test_after_seven_days_it_is_over_until_sent_again(
    desk: Client, store: Location, at_now: time_machine.Traveller
) -> None:
    address = invite(desk, store)
    at_now.shift(timedelta(days=7))
    assert Client().get(address).status_code == 410

    desk = signed_in(Staff.objects.get(username="kobayashi"))
    desk.post(f"/desk/settings/invitations/{StaffInvitation.objects.get().pk}/", {"do": "again"})
    fresh = StaffMail.objects.latest("pk").secret.replace("http://127.0.0.1:8000", "")

    assert Client().get(address).status_code == 410
    assert Client().get(fresh).status_code == 200


def test_a_taken_back_invitation_opens_nothing_and_its_mail_does_not_leave(
    desk: Client, store: Location
) -> None:
    address = invite(desk, store)

    desk.post(f"/desk/settings/invitations/{StaffInvitation.objects.get().pk}/", {"do": "revoke"})

    assert Client().get(address).status_code == 410
    mail = StaffMail.objects.get()
    assert (mail.state, mail.secret) == (StaffMailState.CANCELLED, "")


def test_the_mail_forgets_its_link_once_it_has_left(desk: Client, store: Location) -> None:
    invite(desk, store)

    send_due(now=NOW)

    mail = StaffMail.objects.get()
    assert (mail.state, mail.secret, mail.recipient) == (StaffMailState.SENT, "", "ono@example.jp")
    assert "invited/" not in mail.body


def test_only_the_hash_of_the_link_is_kept(desk: Client, store: Location) -> None:
    token = invite(desk, store).split("/")[2]

    assert token not in StaffInvitation.objects.get().token_hash


def test_the_link_is_shown_to_the_owner_this_once(desk: Client, store: Location) -> None:
    invite(desk, store)

    first = desk.get("/desk/settings/staff/").content.decode()
    second = desk.get("/desk/settings/staff/").content.decode()

    assert "/invited/" in first
    assert "/invited/" not in second


def test_inviting_twice_ends_the_first_and_inviting_a_colleague_is_refused(
    desk: Client, store: Location
) -> None:
    first = invite(desk, store)
    invite(desk, store)
    refused = desk.post(
        "/desk/settings/staff/",
        {"email": "kobayashi@example.jp", "role": "owner", "language": "ja"},
    )

    assert Client().get(first).status_code == 410
    assert refused.status_code == 422
    assert "すでにサインインに使われています" in text_of(refused)


def test_who_is_no_owner_works_somewhere(desk: Client) -> None:
    answer = desk.post("/desk/settings/staff/", {"email": "x@example.jp", "role": "viewer", "language": "ja"})

    assert answer.status_code == 422
    assert 'value="x@example.jp"' in answer.content.decode()


def test_recruiters_invite_nobody(store: Location) -> None:
    client = signed_in(a_staff(Role.RECRUITER, locations=[store]))

    assert client.get("/desk/settings/staff/").status_code == 403
    assert client.post("/desk/settings/staff/", {"email": "x@example.jp", "role": "owner"}).status_code == 403
    assert not StaffInvitation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"password1": "short", "password2": "short"}, "短"),
        ({"password2": "mizuiro-no-noren-8"}, "2つのパスワードがちがいます"),
        ({"password1": "ono@example.jp", "password2": "ono@example.jp"}, "似すぎ"),
        ({"name": ""}, "入れてください"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    desk: Client, store: Location, wrong: dict[str, str], words: str
) -> None:
    address = invite(desk, store)

    answer = Client().post(address, welcome(**wrong))

    assert answer.status_code == 422
    assert words in text_of(answer)
    if "name" not in wrong:
        assert "小野 葵" in answer.content.decode()
    assert not Staff.objects.filter(role=Role.RECRUITER).exists()


def test_a_picture_comes_along(desk: Client, store: Location) -> None:
    address = invite(desk, store)
    photo = SimpleUploadedFile("me.jpg", a_picture_file(), content_type="image/jpeg")

    Client().post(address, {**welcome(), "photo": photo})

    assert Staff.objects.get(username="ono@example.jp").photo is not None


def test_an_invited_owner_is_led_to_the_second_step(
    desk: Client, settings: Settings, store: Location
) -> None:
    address = invite(desk, store, role="owner")
    settings.SANDBOX = False
    client = Client()

    client.post(address, welcome())

    assert client.get("/desk/")["Location"] == "/desk/two-steps/"


# --- changing and leaving ----------------------------------------------------------------------------


def test_role_and_places_are_changed_and_hold_from_the_next_page_on(desk: Client, store: Location) -> None:
    person = a_staff(Role.RECRUITER, display_name="小野", locations=[a_location()])
    theirs = signed_in(person)
    job = a_job(location=store, title="ホール")

    desk.post(
        f"/desk/settings/staff/{person.pk}/",
        {"display_name": "小野 葵", "language": "ja", "role": "viewer", "locations": [store.pk]},
    )

    assert "ホール" in text_of(theirs.get(PAGE))
    assert theirs.post(f"/desk/jobs/{job.pk}/publish/", {"up": "0"}).status_code == 403


def test_the_last_owner_stays_one(desk: Client, owner: Staff, store: Location) -> None:
    said = {"display_name": "小林", "language": "ja", "role": "viewer", "locations": [store.pk]}

    changed = desk.post(f"/desk/settings/staff/{owner.pk}/", said)
    left = desk.post(f"/desk/settings/staff/{owner.pk}/leave/", {})

    owner.refresh_from_db()
    assert (changed.status_code, left.status_code) == (422, 422)
    assert owner.is_active
    assert owner.role == Role.OWNER


def test_who_leaves_is_out_at_once_and_a_colleague_has_what_was_theirs(desk: Client, store: Location) -> None:
    leaving = a_staff(Role.RECRUITER, display_name="小野", locations=[store])
    staying = a_staff(Role.RECRUITER, display_name="田辺", locations=[store])
    Location.objects.filter(pk=store.pk).update(responsible=leaving, deputy=staying)
    job = a_job(location=store, owner=leaving)
    application = an_application(job=job, owner=leaving)
    rule = a_rule(location=store, interviewer=leaving)
    theirs = signed_in(leaving)
    assert theirs.get(PAGE).status_code == 200

    desk.post(f"/desk/settings/staff/{leaving.pk}/leave/", {"to": staying.pk})

    store.refresh_from_db()
    job.refresh_from_db()
    assert theirs.get(PAGE).status_code == 302
    assert Application.objects.get(pk=application.pk).owner == staying
    assert job.owner == staying
    assert (store.responsible, store.deputy) == (staying, None)
    assert not AvailabilityRule.objects.get(pk=rule.pk).is_active
    assert AuditEvent.objects.filter(action="owner_changed", application_id=application.pk).exists()


def test_who_comes_back_signs_in_anew_with_the_old_password(desk: Client, store: Location) -> None:
    person = a_staff(Role.RECRUITER, username="ono", locations=[store])
    person.set_password(GOOD)
    person.save()
    before = signed_in(person)
    desk.post(f"/desk/settings/staff/{person.pk}/leave/", {})

    desk.post(f"/desk/settings/staff/{person.pk}/do/", {"do": "come-back"})

    assert before.get(PAGE).status_code == 302
    assert Client().post("/sign-in/", {"username": "ono", "password": GOOD})["Location"] == "/desk/"


def test_a_colleague_of_another_store_cannot_take_over(desk: Client, store: Location) -> None:
    leaving = a_staff(Role.RECRUITER, locations=[store])
    elsewhere = a_staff(Role.RECRUITER, locations=[a_location()])
    an_application(job=a_job(location=store), owner=leaving)

    answer = desk.post(f"/desk/settings/staff/{leaving.pk}/leave/", {"to": elsewhere.pk})

    assert answer.status_code == 422
    assert Staff.objects.get(pk=leaving.pk).is_active

"""Signing in with two steps: an app's code, recovery codes, who must, and what a lost phone means."""

import re
import time

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from company.models import AuditEvent, ClockShift, Company, Staff
from company.policy import Role
from company.services.profile import the_company
from company.services.two_steps import confirm, prepared
from dashboard.views.two_steps import PREPARED
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_location, a_staff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PASSWORD = "right-password-1"
CODE = "/sign-in/code/"
PAGE = "/desk/jobs/"


def a_person(role: Role = Role.OWNER, username: str = "kobayashi") -> Staff:
    runs_it = role == Role.OWNER
    staff = a_staff(role, username=username, display_name="小林", is_staff=runs_it, is_superuser=runs_it)
    staff.set_password(PASSWORD)
    staff.save()
    return staff


def code_of(device: TOTPDevice) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time()
    return f"{totp.token():06d}"


def with_app(staff: Staff) -> tuple[TOTPDevice, list[str]]:
    device = prepared(staff)
    done = confirm(device, code_of(device), now=NOW)
    assert done is not None
    return done


def shown_to(client: Client, staff: Staff) -> TOTPDevice:
    """What the opened page shows: its key is in the session until the first code came back."""
    client.get("/desk/two-steps/")
    return prepared(staff, client.session[PREPARED])


def sign_in(client: Client, username: str = "kobayashi") -> str:
    return str(client.post("/sign-in/", {"username": username, "password": PASSWORD})["Location"])


def test_the_app_is_set_up_by_a_drawn_code_and_a_first_code_back(client: Client) -> None:
    staff = a_person()
    sign_in(client)
    page = client.get("/desk/two-steps/").content.decode()
    device = shown_to(client, staff)
    assert not TOTPDevice.objects.exists()

    answer = client.post("/desk/two-steps/", {"code": code_of(device)}, follow=True)

    assert "<svg" in page
    assert "style=" not in page
    assert device.config_url.split("secret=")[1][:8] in page.replace(" ", "")
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", answer.content.decode())
    assert len(set(codes)) == 10
    assert TOTPDevice.objects.get().confirmed
    assert PREPARED not in client.session
    assert client.get("/desk/two-steps/codes/").status_code == 302  # shown once
    assert client.get(PAGE).status_code == 200
    assert AuditEvent.objects.filter(action="two_steps_begun", actor=staff).count() == 1


def test_a_wrong_first_code_sets_up_nothing(client: Client) -> None:
    a_person()
    sign_in(client)
    client.get("/desk/two-steps/")

    answer = client.post("/desk/two-steps/", {"code": "000000"})

    assert answer.status_code == 422
    assert "コードがちがうようです" in text_of(answer)
    assert not TOTPDevice.objects.exists()


def test_the_password_alone_opens_nothing_once_there_is_an_app(
    client: Client, at_now: time_machine.Traveller
) -> None:
    device, _codes = with_app(a_person())
    at_now.shift(60)

    assert sign_in(client) == CODE
    assert client.get(PAGE).status_code == 302
    assert client.get("/admin/").status_code == 302
    answer = client.post(CODE, {"code": code_of(device)})

    assert answer["Location"] == "/desk/"
    assert client.get(PAGE).status_code == 200


def test_a_code_works_once(client: Client, at_now: time_machine.Traveller) -> None:
    device, _codes = with_app(a_person())
    at_now.shift(60)
    code = code_of(device)
    sign_in(client)
    client.post(CODE, {"code": code})

    other = Client()
    sign_in(other)

    assert other.post(CODE, {"code": code}).status_code == 422


def test_codes_go_by_the_machines_time_not_by_the_trials_clock(
    client: Client, at_now: time_machine.Traveller
) -> None:
    device, _codes = with_app(a_person())
    at_now.shift(60)
    ClockShift.objects.create(shift_seconds=9_000_000)
    sign_in(client)

    assert client.post(CODE, {"code": code_of(device)})["Location"] == "/desk/"


def test_a_recovery_code_lets_in_once(client: Client, at_now: time_machine.Traveller) -> None:
    _device, codes = with_app(a_person())
    at_now.shift(60)
    sign_in(client)

    first = client.post(CODE, {"code": codes[3].upper()})
    other = Client()
    sign_in(other)
    again = other.post(CODE, {"code": codes[3]})

    assert first["Location"] == "/desk/"
    assert again.status_code == 422
    assert StaticToken.objects.count() == 9


def test_wrong_codes_are_slowed_down_and_end_at_the_password(
    client: Client, at_now: time_machine.Traveller
) -> None:
    device, _codes = with_app(a_person())
    at_now.shift(60)
    sign_in(client)
    client.post(CODE, {"code": "000000"})

    too_soon = client.post(CODE, {"code": code_of(device)})
    for _try in range(4):
        client.post(CODE, {"code": "000000"})
    ended = client.post(CODE, {"code": "000000"})

    assert too_soon.status_code == 422
    assert "秒後に試せます" in text_of(too_soon)
    assert ended["Location"] == "/sign-in/"


def test_five_minutes_after_the_password_it_is_asked_again(
    client: Client, at_now: time_machine.Traveller
) -> None:
    device, _codes = with_app(a_person())
    at_now.shift(60)
    sign_in(client)
    at_now.shift(301)

    assert client.post(CODE, {"code": code_of(device)})["Location"] == "/sign-in/"


def test_nothing_of_the_second_step_is_in_a_cookie(client: Client, at_now: time_machine.Traveller) -> None:
    device, _codes = with_app(a_person())
    at_now.shift(60)
    sign_in(client)
    client.post(CODE, {"code": code_of(device)})

    assert set(client.cookies) <= {"yakusoku_session", "yakusoku_csrf", "messages"}


@pytest.mark.parametrize("path", ["/desk/", "/desk/settings/staff/", "/admin/", "/status", "/sandbox/"])
def test_an_owner_without_the_app_is_led_there_before_anything_else(path: str, settings: Settings) -> None:
    settings.SANDBOX = False
    client = signed_in(a_person())

    answer = client.get(path)

    assert answer["Location"] == "/desk/two-steps/"
    assert client.get("/desk/two-steps/").status_code == 200


def test_after_the_first_code_the_owner_goes_on(settings: Settings) -> None:
    settings.SANDBOX = False
    staff = a_person()
    client = signed_in(staff)

    client.post("/desk/two-steps/", {"code": code_of(shown_to(client, staff))})

    assert client.get(PAGE).status_code == 200
    assert client.get("/admin/").status_code == 200


def test_recruiters_choose_and_a_company_may_do_without(settings: Settings) -> None:
    settings.SANDBOX = False
    recruiter = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))
    owner = signed_in(a_person())

    before = owner.get(PAGE).status_code
    Company.objects.filter(pk=the_company().pk).update(owners_need_two_steps=False)

    assert recruiter.get(PAGE).status_code == 200
    assert before == 302
    assert owner.get(PAGE).status_code == 200


def test_the_trials_sample_sign_in_is_not_led_away(client: Client) -> None:
    a_person()

    assert sign_in(client) == "/desk/"
    assert client.get(PAGE).status_code == 200


def test_setting_up_the_app_ends_other_sessions_of_theirs(client: Client) -> None:
    staff = a_person()
    elsewhere = signed_in(staff)
    sign_in(client)

    client.post("/desk/two-steps/", {"code": code_of(shown_to(client, staff))})

    assert elsewhere.get(PAGE).status_code == 302
    assert client.get(PAGE).status_code == 200


def test_changing_or_removing_the_app_takes_the_password(
    client: Client, at_now: time_machine.Traveller
) -> None:
    staff = a_person(Role.RECRUITER)
    device, codes = with_app(staff)
    at_now.shift(60)
    sign_in(client)
    client.post(CODE, {"code": codes[0]})
    new = shown_to(client, staff)

    refused = client.post("/desk/two-steps/", {"code": code_of(new), "password": "wrong"})
    kept = client.post("/desk/two-steps/off/", {"password": "wrong"})
    assert (refused.status_code, kept.status_code) == (422, 422)
    assert TOTPDevice.objects.get() == device

    client.post("/desk/two-steps/", {"code": code_of(new), "password": PASSWORD})
    assert TOTPDevice.objects.get().key == new.key

    client.post("/desk/two-steps/off/", {"password": PASSWORD})
    assert not TOTPDevice.objects.exists()
    assert client.get(PAGE).status_code == 200


def test_an_owner_who_must_have_it_cannot_remove_it(settings: Settings) -> None:
    settings.SANDBOX = False
    staff = a_person()
    client = signed_in(staff)
    client.post("/desk/two-steps/", {"code": code_of(shown_to(client, staff))})

    client.post("/desk/two-steps/off/", {"password": PASSWORD})

    assert TOTPDevice.objects.filter(confirmed=True).exists()


def test_new_recovery_codes_end_the_old(client: Client, at_now: time_machine.Traveller) -> None:
    _device, codes = with_app(a_person())
    at_now.shift(60)
    sign_in(client)
    client.post(CODE, {"code": codes[0]})

    client.post("/desk/two-steps/codes/new/", {"password": PASSWORD})
    other = Client()
    sign_in(other)

    assert StaticToken.objects.count() == 10
    assert AuditEvent.objects.get(action="recovery_codes_made").actor == Staff.objects.get()
    assert other.post(CODE, {"code": codes[1]}).status_code == 422


def test_an_owner_resets_a_colleagues_second_step(at_now: time_machine.Traveller) -> None:
    colleague = a_person(Role.RECRUITER, "ono")
    with_app(colleague)
    theirs = signed_in(Staff.objects.get(pk=colleague.pk))
    owner = signed_in(a_person())

    owner.post(f"/desk/settings/staff/{colleague.pk}/do/", {"do": "reset-two-steps"})

    assert not TOTPDevice.objects.exists()
    assert theirs.get(PAGE).status_code == 302
    assert AuditEvent.objects.filter(action="two_steps_ended").count() == 1


def test_the_last_owner_is_helped_by_whoever_runs_the_server() -> None:
    with_app(a_person())

    call_command("reset_two_steps", "kobayashi")

    assert not TOTPDevice.objects.exists()
    assert not StaticToken.objects.exists()

"""The limits of the public form."""

import uuid
from datetime import timedelta

import pytest
from pytest_django import Settings

from candidates.models import Application, FormUse, Job
from candidates.policy import Applicant, PhoneKind
from candidates.services.applying import TooManyApplications, apply_by_form, forget_old_uses
from tests.factories import NOW, a_job

pytestmark = pytest.mark.django_db


def press(
    job: Job,
    phone: str = "+819012345678",
    *,
    email: str = "",
    address: str = "192.0.2.1",
    key: uuid.UUID | None = None,
    after: timedelta = timedelta(0),
) -> Application:
    applicant = Applicant(family_name="森田", phone=phone, phone_kind=PhoneKind.MOBILE, email=email)
    return apply_by_form(
        applicant, job=job, form_key=key or uuid.uuid4(), address=address, now=NOW, machine_now=NOW + after
    )


def test_a_phone_can_be_used_a_few_times_a_day(settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_CONTACT = 2
    press(a_job())
    press(a_job())

    with pytest.raises(TooManyApplications) as limit:
        press(a_job())

    assert limit.value.which == "contact"
    assert Application.objects.count() == 2
    press(a_job(), after=timedelta(days=1, seconds=1))


def test_an_address_can_be_used_a_few_times_a_day(settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_CONTACT = 1
    press(a_job(), "+819011110001", email="victim@example.jp")

    with pytest.raises(TooManyApplications):
        press(a_job(), "+819011110002", email="victim@example.jp")


def test_one_line_can_send_so_many_a_day(settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_ADDRESS = 2
    press(a_job(), "+819011110001")
    press(a_job(), "+819011110002")

    with pytest.raises(TooManyApplications) as limit:
        press(a_job(), "+819011110003")

    assert limit.value.which == "address"
    press(a_job(), "+819011110003", address="192.0.2.2")


def test_the_whole_form_takes_so_many_a_day(settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_DAY = 1
    press(a_job(), "+819011110001")

    with pytest.raises(TooManyApplications) as limit:
        press(a_job(), "+819011110002", address="192.0.2.2")

    assert limit.value.which == "day"


def test_the_same_press_again_counts_once(settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_CONTACT = 1
    job, key = a_job(), uuid.uuid4()

    assert press(job, key=key) == press(job, key=key)


def test_only_keyed_hashes_are_kept_and_only_for_a_day() -> None:
    press(a_job(), email="hanako@example.jp")

    kept = str(list(FormUse.objects.values()))
    assert not any(value in kept for value in ("192.0.2.1", "12345678", "hanako"))
    assert forget_old_uses(machine_now=NOW + timedelta(hours=23)) == 0
    assert forget_old_uses(machine_now=NOW + timedelta(hours=25)) == 4


def test_a_form_used_before_does_not_carry_other_peoples_numbers_past_the_limits(settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_ADDRESS = settings.APPLY_LIMIT_PER_CONTACT = 2
    key = uuid.uuid4()
    press(a_job(), "+819011110001", key=key)
    press(a_job(), "+819011110002", key=key)

    with pytest.raises(TooManyApplications):
        press(a_job(), "+819011110003", key=key)

    assert Application.objects.count() == 2

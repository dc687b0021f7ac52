"""Signing in with two steps: a code from an app beside the password, and recovery codes on paper.

Codes go by the machine's time, whatever the trial's clock says; django-otp throttles wrong ones and takes no
code twice.
"""

import secrets
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from company.models import Staff
from company.services.profile import the_company
from company.services.staffing import end_sessions
from company.services.trail import record

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another


def uses_two_steps(staff: Staff) -> bool:
    return bool(TOTPDevice.objects.filter(user=staff, confirmed=True).exists())


def must_use_two_steps(staff: Staff) -> bool:
    """Owners, when the company wants it. The trial's sample sign-in stays as it is printed."""
    return not settings.SANDBOX and staff.sees_everything and the_company().owners_need_two_steps


def prepared(staff: Staff, key: str = "") -> TOTPDevice:
    """The device that waits for its first code, with this key or a new one; no row before that code came."""
    return TOTPDevice(user=staff, name="app", confirmed=False, key=key or random_hex())


def address_of(device: TOTPDevice, staff: Staff) -> str:
    """What the drawn code holds: the secret, under the company's and the person's name."""
    issuer = the_company().name
    label = quote(f"{issuer}:{staff.get_username()}")
    return f"otpauth://totp/{label}?" + urlencode({"secret": typed_secret(device), "issuer": issuer})


def typed_secret(device: TOTPDevice) -> str:
    return b32encode(device.bin_key).decode()


@transaction.atomic
def confirm(device: TOTPDevice, code: str, *, now: datetime) -> tuple[TOTPDevice, list[str]] | None:
    """Take the prepared app into use; None when the code is not right. Other sessions of theirs end.

    The recovery codes are returned this once.
    """
    staff = device.user
    Staff.objects.select_for_update().get(pk=staff.pk)
    device.save()  # a code is checked against its row
    if not device.verify_token(_digits(code)):
        device.delete()
        return None
    TOTPDevice.objects.filter(user=staff).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    codes = _recovery_codes(staff)
    end_sessions(staff)
    record("two_steps_begun", staff, now=now, by=staff)
    return device, codes


@transaction.atomic
def new_recovery_codes(staff: Staff, *, now: datetime) -> list[str]:
    """Ten codes that each work once; earlier ones end."""
    record("recovery_codes_made", staff, now=now, by=staff)
    return _recovery_codes(staff)


def _recovery_codes(staff: Staff) -> list[str]:
    StaticDevice.objects.filter(user=staff).delete()
    device = StaticDevice.objects.create(user=staff, name="paper", confirmed=True)
    codes = ["".join(secrets.choice(_LETTERS) for _letter in range(10)) for _code in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=device, token=code) for code in codes])
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(staff: Staff) -> int:
    return int(StaticToken.objects.filter(device__user=staff).count())


def verify(staff: Staff, code: str) -> Device | None:
    """The device that takes this code: six digits by the app, anything else a recovery code."""
    digits = _digits(code)
    kind = TOTPDevice if len(digits) == 6 else StaticDevice
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=staff, confirmed=True).first()
        if device is None:
            return None
        return device if device.verify_token(digits) else None


def waits_until(staff: Staff) -> datetime | None:
    """After wrong codes the next is taken only then, by the machine's time."""
    moments = []
    for kind in (TOTPDevice, StaticDevice):
        for device in kind.objects.filter(user=staff, confirmed=True):
            is_allowed, why = device.verify_is_allowed()
            if not is_allowed and why:
                moments.append(why["locked_until"])
    later = [moment for moment in moments if moment > timezone.now()]
    return max(later) if later else None


@transaction.atomic
def give_up(staff: Staff, *, by: Staff | None, now: datetime) -> None:
    """No second step any more, and whoever was signed in as them is not. Their own doing or an owner's."""
    TOTPDevice.objects.filter(user=staff).delete()
    StaticDevice.objects.filter(user=staff).delete()
    end_sessions(staff)
    record("two_steps_ended", staff, now=now, by=by)


def _digits(code: str) -> str:
    return code.replace(" ", "").replace("-", "").replace("\u3000", "").strip().lower()

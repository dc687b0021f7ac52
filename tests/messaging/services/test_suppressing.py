"""Addresses that must not be used."""

import pytest

from candidates.policy import PhoneKind
from company.models import AuditEvent
from messaging.models import Suppression
from messaging.policy import ChannelName
from messaging.services.suppressing import address_on, is_blocked, lift, suppress
from tests.factories import NOW, a_candidate, a_staff

pytestmark = pytest.mark.django_db


def test_blocking_twice_keeps_the_first_reason() -> None:
    for reason in ("opted_out", "bounced"):
        suppress(ChannelName.SMS, "+8190", reason=reason, now=NOW)

    assert Suppression.objects.get().reason == "opted_out"
    assert is_blocked(ChannelName.SMS, "+8190")
    assert not is_blocked(ChannelName.EMAIL, "+8190")


def test_allowed_again_an_address_may_be_blocked_anew() -> None:
    suppress(ChannelName.SMS, "+8190", reason="opted_out", now=NOW)

    lift(Suppression.objects.get(), by=a_staff(), now=NOW)
    assert not is_blocked(ChannelName.SMS, "+8190")

    suppress(ChannelName.SMS, "+8190", reason="bounced", now=NOW)
    assert is_blocked(ChannelName.SMS, "+8190")


def test_the_trail_holds_no_address() -> None:
    suppress(ChannelName.SMS, "+819012345678", reason="opted_out", now=NOW)

    assert AuditEvent.objects.get().details == {"channel": "sms", "reason": "opted_out"}


def test_an_empty_address_blocks_nothing() -> None:
    suppress(ChannelName.SMS, "", reason="opted_out", now=NOW)

    assert not Suppression.objects.exists()


def test_where_a_person_is_reached() -> None:
    home = a_candidate(phone="+81312345678", phone_kind=PhoneKind.LANDLINE, email="a@example.jp")

    assert address_on(home, ChannelName.SMS) == ""
    assert address_on(home, ChannelName.PHONE) == "+81312345678"
    assert address_on(home, ChannelName.EMAIL) == "a@example.jp"

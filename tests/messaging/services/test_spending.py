"""The month's SMS against the ceiling."""

import pytest

from messaging.policy import ChannelName, State
from messaging.services.spending import ceiling_share, sms_parts_this_month
from tests.factories import NOW, a_company, a_sent_message, tokyo

pytestmark = pytest.mark.django_db


def test_parts_of_this_month_in_the_companys_zone_are_counted() -> None:
    a_sent_message(parts=2, sent_at=tokyo(2026, 6, 1, 0, 0))
    a_sent_message(parts=5, sent_at=tokyo(2026, 5, 31, 23, 59))
    a_sent_message(parts=3, sent_at=NOW, state=State.UNDELIVERED)
    a_sent_message(parts=0, channel=ChannelName.EMAIL)
    a_sent_message(parts=9, sent_at=None, state=State.FAILED)

    assert sms_parts_this_month(NOW) == 5


def test_the_desk_can_warn_at_eighty_per_cent() -> None:
    a_company(sms_monthly_ceiling=10)
    a_sent_message(parts=8)

    assert ceiling_share(NOW) == 0.8


def test_a_ceiling_of_nothing_is_reached_at_once() -> None:
    a_company(sms_monthly_ceiling=0)

    assert ceiling_share(NOW) == 1.0

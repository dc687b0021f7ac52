"""The month's SMS."""

import pytest

from messaging.policy import ChannelName, State
from messaging.services.spending import sms_parts_this_month
from tests.factories import NOW, a_sent_message, tokyo

pytestmark = pytest.mark.django_db


def test_parts_of_this_month_in_the_companys_zone_are_counted() -> None:
    a_sent_message(parts=2, sent_at=tokyo(2026, 6, 1, 0, 0))
    a_sent_message(parts=5, sent_at=tokyo(2026, 5, 31, 23, 59))
    a_sent_message(parts=3, sent_at=NOW, state=State.UNDELIVERED)
    a_sent_message(parts=0, channel=ChannelName.EMAIL)
    a_sent_message(parts=9, sent_at=None, state=State.FAILED)

    assert sms_parts_this_month(NOW) == 5

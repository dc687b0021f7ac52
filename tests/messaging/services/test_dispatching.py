"""Claim, gate, send, record, all together."""

from datetime import timedelta

import pytest

from messaging.models import Message
from messaging.policy import ChannelName, Kind, State, Wanted
from messaging.services.dispatching import dispatch
from messaging.services.outbox import reconcile
from tests.factories import NOW, an_application

pytestmark = pytest.mark.django_db


def test_thanks_leave_on_both_channels_with_a_link_each() -> None:
    application = an_application()
    wanted = [
        Wanted(
            kind=Kind.THANKS,
            about=f"application:{application.pk}",
            step="thanks",
            channel=channel,
            due_at=NOW,
            expires_at=NOW + timedelta(hours=12),
            own_act_at=NOW,
        )
        for channel in (ChannelName.SMS, ChannelName.EMAIL)
    ]
    reconcile(application, wanted, now=NOW)

    assert dispatch(now=NOW) == 2

    assert {m.state for m in Message.objects.all()} == {State.DELIVERED}
    assert application.links.count() == 2

"""A mail of ours under way, and where it stands."""

from typing import Any  # fields by name

from candidates.models import Application
from messaging.models import Message
from messaging.policy import ChannelName
from tests.factories import a_sent_message

MAIL = "ren@example.jp"
EMAIL = ChannelName.EMAIL


def a_mail(application: Application, **values: Any) -> Message:
    return a_sent_message(
        application, **{"channel": EMAIL, "address": MAIL, "provider_id": "the-mail"} | values
    )


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason

"""What a person wrote waits a moment, so that it can be taken back; and a call to make by somebody."""

from datetime import datetime
from uuid import uuid4

from candidates.models import Application
from company.models import Staff
from messaging.models import Message
from messaging.policy import OPEN, ChannelName, Kind


def hold_back(message: Message, *, until: datetime, about: str = "", ends_at: datetime | None = None) -> None:
    """It leaves then at the earliest. Callers have just written it, in the same transaction.

    ``about`` names the fact its words repeat (see ``outbox.take_back_words``), true until ``ends_at``.
    """
    message.due_at, message.about = until, about or message.about
    message.expires_at = min(message.expires_at, ends_at or message.expires_at)
    Message.objects.filter(pk=message.pk, state__in=OPEN).update(
        due_at=message.due_at, about=message.about, expires_at=message.expires_at
    )


def held_back(application: Application, about: str) -> Message | None:
    """The same words, if they wait already."""
    return application.messages.filter(kind=Kind.MANUAL, about=about, state__in=OPEN).first()


def ask_to_call(
    application: Application, *, by: Staff, now: datetime, until: datetime, about: str = ""
) -> Message:
    """A call stands in the list of next steps, as no message reaches them."""
    return Message.objects.create(
        application=application,
        key=f"by-hand:{uuid4()}",
        kind=Kind.MANUAL,
        channel=ChannelName.PHONE,
        about=about,
        author=by,
        due_at=now,
        expires_at=until,
        created_at=now,
    )

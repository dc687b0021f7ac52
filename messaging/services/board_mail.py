"""Mail for ``boards@``: a job board tells of an application. It is no word of a candidate."""

from collections.abc import Iterable

from django.conf import settings

from candidates.services.board_mails import keep_mail
from messaging.mail_reading import text_of_html
from messaging.models import InboundEvent

MAILBOX = "boards"
LONGEST = 50_000


def boards_address() -> str:
    """Where job boards are to write; empty while this instance takes no mail."""
    return f"{MAILBOX}@{settings.INBOUND_EMAIL_DOMAIN}" if settings.INBOUND_EMAIL_DOMAIN else ""


def is_for_boards(addresses: Iterable[str]) -> bool:
    wanted = boards_address().lower()
    return bool(wanted) and any(address.strip().lower() == wanted for address in addresses)


def keep_for_boards(event: InboundEvent, sender: str) -> str:
    """Kept with all its words, then read by its label table; the event itself keeps none of them."""
    said = event.payload
    text, html = str(said.get("text") or ""), str(said.get("html") or "")
    words = text if text.strip() else text_of_html(html, between_cells="\t")
    mail = keep_mail(
        message_id=str(said.get("message_id") or event.event_id),
        sender=sender,
        subject=str(said.get("subject") or ""),
        text=words[:LONGEST],
        received_at=event.occurred_at,
        is_suspect=bool(said.get("spam")),
    )
    InboundEvent.objects.filter(pk=event.pk).update(payload={})
    return "board_mail" if mail else "repeated"

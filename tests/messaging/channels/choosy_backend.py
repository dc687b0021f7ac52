"""Postmark, but as unwilling to carry calendar invitations as Resend is."""

from anymail.backends import postmark
from anymail.exceptions import AnymailUnsupportedFeature
from django.core.mail import EmailMessage


class EmailBackend(postmark.EmailBackend):  # type: ignore[misc]  # Anymail ships no types
    def build_message_payload(self, message: EmailMessage, defaults: object) -> object:
        if any("method=" in str(attachment[2]) for attachment in message.attachments):
            raise AnymailUnsupportedFeature("attachments with parameters")
        return super().build_message_payload(message, defaults)

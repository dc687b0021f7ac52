"""E-mail by Django's mail framework: SMTP, or any provider Anymail speaks to. EMAIL_BACKEND decides."""

import hashlib
import re
from contextlib import suppress
from email.utils import parseaddr
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from messaging.channels import smtp_errors
from messaging.channels.base import Accepted, DeliveryFailed, Doubt, Outgoing
from messaging.policy import Attachment, ChannelName
from messaging.rendering import clean_value

CALENDAR = "text/calendar"
# Carriers once gave out addresses such as "abc..def@docomo.ne.jp": the local part is looked at loosely.
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]]+")
_NOT_IN_A_NAME = re.compile(r"[\"\\<>@:,;()\[\]]")


class DjangoEmail:
    name = ChannelName.EMAIL
    doubt = Doubt.ONCE

    def send(self, outgoing: Outgoing) -> Accepted:
        if not _ADDRESS.fullmatch(outgoing.to) or not outgoing.to.isascii():
            raise DeliveryFailed("invalid_address", permanent=True)
        deliver = _by_anymail if settings.EMAIL_BACKEND.startswith("anymail.") else _by_django
        return deliver(outgoing)


def _by_django(outgoing: Outgoing) -> Accepted:
    """SMTP and Django's own backends. Until the connection stands, surely nothing was accepted."""
    connection: BaseEmailBackend = get_connection()
    try:
        with smtp_errors.while_connecting():
            connection.open()
        outgoing.check_in_time()
        with smtp_errors.while_sending():
            connection.send_messages([compose(outgoing, with_reply_buttons=True)])
    finally:
        with suppress(Exception):  # it is accepted by now; a rude goodbye changes nothing
            connection.close()
    return Accepted(provider_id=message_id(outgoing))


def _by_anymail(outgoing: Outgoing) -> Accepted:
    from messaging.channels import anymail_errors  # brings requests along, so only where it is used

    plain = partial(compose, outgoing, plain_calendar=True)
    outgoing.check_in_time()
    return anymail_errors.sent(compose(outgoing), otherwise=plain)


def compose(
    outgoing: Outgoing, *, with_reply_buttons: bool = False, plain_calendar: bool = False
) -> EmailMultiAlternatives:
    """The mail as it leaves.

    ``with_reply_buttons`` adds the calendar as an alternative part, for which some mail programs show
    buttons; most HTTP providers refuse that. ``plain_calendar`` leaves out the method, for those that
    refuse even this.
    """
    email = EmailMultiAlternatives(
        subject=clean_value(outgoing.subject),
        body=outgoing.body,
        from_email=_from(outgoing.sent_as),
        to=[outgoing.to],
        headers={
            "Message-ID": message_id(outgoing),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    for attachment in outgoing.attachments:
        kind = _content_type(attachment, plain=plain_calendar)
        if with_reply_buttons and kind.startswith(CALENDAR):
            email.attach_alternative(attachment.content, kind)
        email.attach(clean_value(attachment.name), attachment.content, kind)
    return email


def message_id(outgoing: Outgoing) -> str:
    """The same for every attempt at one message, so that mailboxes can fold a repetition."""
    digest = hashlib.sha256(f"{outgoing.message_id}|{outgoing.key}".encode()).hexdigest()[:32]
    return f"<{digest}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}>"


def _from(company: str) -> str:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name = clean_value(_NOT_IN_A_NAME.sub(" ", company))
    return f'"{name}" <{address}>' if name else address


def _content_type(attachment: Attachment, *, plain: bool) -> str:
    """``text/calendar; method=REQUEST`` at most: Django adds the charset itself."""
    base, *parameters = [part.strip() for part in attachment.content_type.split(";")]
    method = next((part for part in parameters if part.lower().startswith("method=")), "")
    return f"{base}; {method}" if method and not plain else base

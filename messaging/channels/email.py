"""E-mail by Django's mail framework: SMTP, or any provider Anymail speaks to. EMAIL_BACKEND decides."""

import hashlib
import re
from email.utils import parseaddr
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from messaging.channels import smtp_errors
from messaging.channels.base import Accepted, DeliveryFailed, Doubt, Outgoing
from messaging.channels.mail_connections import Connections
from messaging.channels.mail_tokens import reply_address, unsubscribe_token
from messaging.policy import CASE_KINDS, Attachment, ChannelName, Kind
from messaging.rendering import clean_value

CALENDAR = "text/calendar"
NUMBER = "yakusoku"
"""Under this name our number for the message goes to the provider and comes back with its reports."""

# Carriers once gave out addresses such as "abc..def@docomo.ne.jp": the local part is looked at loosely.
_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\[\]]+@[^\s@<>(),;:\"\\\[\]]+")
_NOT_IN_A_NAME = re.compile(r"[\"\\<>@:,;()\[\]]")


# Reminders and follow-ups: what we start and they may want no more of. What they asked for is not here.
_MAY_BE_STOPPED = CASE_KINDS | {
    Kind.INVITATION_CHASE,
    Kind.NEW_TIMES,
    Kind.REMINDER_DAYS,
    Kind.NURTURE,
    Kind.REMINDER_AHEAD,
    Kind.REMINDER_EVE,
    Kind.REMINDER_AGAIN,
    Kind.DIRECTIONS,
}


class DjangoEmail:
    name = ChannelName.EMAIL
    doubt = Doubt.ONCE

    def __init__(self) -> None:
        self._connections = Connections()
        self._by_anymail = settings.EMAIL_BACKEND.startswith("anymail.")

    def send(self, outgoing: Outgoing) -> Accepted:
        if not _ADDRESS.fullmatch(outgoing.to) or not outgoing.to.isascii():
            raise DeliveryFailed("invalid_address", permanent=True)
        return self._by_provider(outgoing) if self._by_anymail else self._by_server(outgoing)

    def _by_server(self, outgoing: Outgoing) -> Accepted:
        """SMTP and Django's own backends. A kept line that died before the mail began is no doubt."""
        email = compose(outgoing, with_reply_buttons=True)
        try:
            self._hand_over(outgoing, email)
        except smtp_errors.LineGone:
            self._hand_over(outgoing, email, fresh=True)
        return Accepted(provider_id=message_id(outgoing))

    def _hand_over(self, outgoing: Outgoing, email: EmailMultiAlternatives, *, fresh: bool = False) -> None:
        with smtp_errors.while_connecting():
            line = self._connections.take(fresh=fresh)
        try:
            line.begin_mail()
            outgoing.check_in_time()
            with smtp_errors.while_sending(line):
                line.backend.send_messages([email])
        except BaseException:
            line.close()
            raise
        self._connections.give_back(line)

    def _by_provider(self, outgoing: Outgoing) -> Accepted:
        from messaging.channels import anymail_errors  # brings requests along, so only where it is used

        with anymail_errors.while_connecting():
            line = self._connections.take()
        plain = partial(compose, outgoing, plain_calendar=True)
        try:
            outgoing.check_in_time()
            accepted = anymail_errors.sent(line.backend, compose(outgoing, numbered=True), otherwise=plain)
        except BaseException:
            line.close()
            raise
        self._connections.give_back(line)
        return accepted


def compose(
    outgoing: Outgoing,
    *,
    with_reply_buttons: bool = False,
    plain_calendar: bool = False,
    numbered: bool = False,
) -> EmailMultiAlternatives:
    """The mail as it leaves.

    ``with_reply_buttons`` adds the calendar as an alternative part, for which some mail programs show
    buttons; most HTTP providers refuse that. ``plain_calendar`` leaves out the method, for those that
    refuse even this. ``numbered`` gives Anymail our number for the message, which its reports bring back.
    """
    email = EmailMultiAlternatives(
        subject=_as_it_is(outgoing.subject),
        body=outgoing.body,
        from_email=_from(outgoing.sent_as),
        to=[outgoing.to],
        headers=_headers(outgoing),
        reply_to=_reply_to(outgoing),
    )
    if numbered:
        email.metadata = {NUMBER: str(outgoing.message_id)}  # type: ignore[attr-defined]  # Anymail reads it
    for attachment in outgoing.attachments:
        kind = _content_type(attachment, plain=plain_calendar)
        if with_reply_buttons and kind.startswith(CALENDAR):
            email.attach_alternative(attachment.content, kind)
        email.attach(clean_value(attachment.name), attachment.content, kind)
    return email


def message_id(outgoing: Outgoing) -> str:
    """The same for every attempt at one message, so that mailboxes can fold a repetition."""
    return message_id_of(outgoing.message_id, outgoing.key)


def message_id_of(number: int, key: str) -> str:
    digest = hashlib.sha256(f"{number}|{key}".encode()).hexdigest()[:32]
    return f"<m{number}.{digest}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}>"


def unsubscribe_url(outgoing: Outgoing) -> str:
    return f"{settings.PUBLIC_BASE_URL}/u/{unsubscribe_token(outgoing.message_id, outgoing.to)}/"


def _headers(outgoing: Outgoing) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(outgoing),
        "Auto-Submitted": "auto-generated",  # RFC 3834: no machine should answer it
        "X-Auto-Response-Suppress": "All",
    }
    if outgoing.kind in _MAY_BE_STOPPED:
        headers["List-Unsubscribe"] = f"<{unsubscribe_url(outgoing)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    return headers


def _reply_to(outgoing: Outgoing) -> list[str]:
    """An address for answers to this very message, where inbound mail is set up; else the sender's own."""
    domain = settings.INBOUND_EMAIL_DOMAIN
    return [reply_address(outgoing.message_id, domain)] if domain else []


def _from(company: str) -> str:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name = _as_it_is(_NOT_IN_A_NAME.sub(" ", company))
    return f'"{name}" <{address}>' if name else address


def _as_it_is(text: str) -> str:
    """One line, and nothing in it that a mail program would decode into something else (RFC 2047)."""
    return clean_value(text).replace("=?", "= ?")


def _content_type(attachment: Attachment, *, plain: bool) -> str:
    """``text/calendar; method=REQUEST`` at most: Django adds the charset itself."""
    base, *parameters = [part.strip() for part in attachment.content_type.split(";")]
    method = next((part for part in parameters if part.lower().startswith("method=")), "")
    return f"{base}; {method}" if method and not plain else base

"""Signed words that travel in our mails and come back: whose they are needs no table, only our secret.

No personal data can be read in them: a message's number and a signature over it.
"""

import re
from collections.abc import Iterator

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

UNSUBSCRIBE = "messaging.unsubscribe"
REPLY = "messaging.reply"
_REPLY_LENGTH = 24  # 96 bits in hexadecimal: some mail servers put addresses in lower case
_REPLY = re.compile(rf"reply\+(\d{{1,18}})-([0-9a-f]{{{_REPLY_LENGTH}}})", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,18})\.")


def unsubscribe_token(message_id: int, address: str) -> str:
    """For the link that stops mail to this one address; it means nothing for another."""
    return _signer(address).sign(str(message_id))


def number_in(token: str) -> int:
    """Which message the token says it belongs to, 0 for none. Says nothing about whether that is true."""
    found = _NUMBER.match(token)
    return int(found[1]) if found else 0


def is_for(token: str, address: str) -> bool:
    """Whether we gave this token to this address."""
    if not address:
        return False
    try:
        _signer(address).unsign(token)
    except BadSignature:
        return False
    return True


def reply_address(message_id: int, domain: str) -> str:
    """Where the answer to this very message goes."""
    return f"reply+{message_id}-{next(_reply_signatures(message_id))}@{domain}"


def answered_message(address: str) -> int:
    """The message an address of ours was made for; 0 when we made no such address."""
    found = _REPLY.fullmatch(address.partition("@")[0])
    if not found:
        return 0
    number, told = int(found[1]), found[2].lower()
    genuine = [constant_time_compare(told, known) for known in _reply_signatures(number)]
    return number if any(genuine) else 0


def _signer(address: str) -> Signer:
    return Signer(salt=f"{UNSUBSCRIBE}:{address}", sep=".")


def _reply_signatures(message_id: int) -> Iterator[str]:
    """By today's secret first, then by earlier ones."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        made = salted_hmac(REPLY, str(message_id), secret=secret, algorithm="sha256")
        yield made.hexdigest()[:_REPLY_LENGTH]

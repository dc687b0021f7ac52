"""How an SMTP conversation ended: 4xx may pass, 5xx is final, a line broken after writing is unknown."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from messaging.channels.base import DeliveryFailed, OutcomeUnknown

SERVICE_ENDS = 421
NO_SUCH_ADDRESS = {550, 551, 553}
_ABOUT_THE_MAIL = re.compile(rb"\b[45]\.7\.\d")  # RFC 3463: a matter of policy, not of the address


@contextmanager
def while_connecting() -> Iterator[None]:
    """Before any mail was handed over: whatever happens here, nothing was accepted."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryFailed("misconfigured", permanent=False, code=str(error.smtp_code)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryFailed("no_connection", permanent=False) from error


class LineGone(Exception):
    """A line kept from an earlier mail was found dead before this one began: nothing is lost."""


class Watched(Protocol):
    """What is known of the line a mail goes over."""

    @property
    def is_fresh(self) -> bool: ...

    @property
    def has_begun(self) -> bool: ...


@contextmanager
def while_sending(line: Watched) -> Iterator[None]:
    """Until the mail's content begins, nothing can have been accepted; from then on silence is doubt."""
    try:
        yield
    except smtplib.SMTPHeloError as error:  # a greeting comes before any mail
        raise DeliveryFailed("no_connection", permanent=False, code=str(error.smtp_code)) from error
    except smtplib.SMTPRecipientsRefused as error:
        number, words = next(iter(error.recipients.values()))
        raise _refused(number, words, spoilt=number in NO_SUCH_ADDRESS) from error
    except smtplib.SMTPSenderRefused as error:
        if error.smtp_code == SERVICE_ENDS and not line.is_fresh:
            raise LineGone from error
        reason = "sender_refused" if error.smtp_code >= 500 else "busy"
        code = str(error.smtp_code)
        raise DeliveryFailed(reason, permanent=error.smtp_code >= 500, code=code) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error, spoilt=False) from error
    except (smtplib.SMTPException, OSError) as error:
        if line.has_begun:
            raise OutcomeUnknown(type(error).__name__) from error
        if not line.is_fresh:
            raise LineGone from error
        raise DeliveryFailed("no_connection", permanent=False) from error


def _refused(code: int, words: bytes | str, *, spoilt: bool) -> DeliveryFailed:
    if code < 500:
        return DeliveryFailed("busy", permanent=False, code=str(code))
    told = words if isinstance(words, bytes) else words.encode()
    spoilt = spoilt and not _ABOUT_THE_MAIL.search(told)
    return DeliveryFailed("invalid_address" if spoilt else "refused", permanent=True, code=str(code))

"""The texts the product brings along, until a company writes its own.

One module per language and channel, each a mapping from kind to words. SMS texts name the company
first, say さん and keep to two parts; e-mails have a salutation with 様 and a signature. Whatever
changes here raises EDITION.
"""

from collections.abc import Mapping

from messaging.defaults import en_email, en_sms, ja_email, ja_sms
from messaging.policy import ChannelName, Kind

EDITION = 1
LANGUAGE = "ja"

_SMS: Mapping[str, Mapping[Kind, str]] = {"ja": ja_sms.TEXTS, "en": en_sms.TEXTS}
_EMAIL: Mapping[str, Mapping[Kind, tuple[str, str]]] = {"ja": ja_email.TEXTS, "en": en_email.TEXTS}


def built_in(kind: Kind, channel: ChannelName, language: str) -> tuple[str, str] | None:
    """Subject (empty for SMS) and body, Japanese where a language has none; None where nothing is sent."""
    if channel == ChannelName.SMS:
        body = _SMS.get(language, _SMS[LANGUAGE]).get(kind)
        return None if body is None else ("", body)
    if channel == ChannelName.EMAIL:
        return _EMAIL.get(language, _EMAIL[LANGUAGE]).get(kind)
    return None

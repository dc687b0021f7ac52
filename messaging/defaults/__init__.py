"""The texts the product brings along, until a company writes its own.

One module per language and channel, each a mapping from kind to words. SMS texts name the company
first, say さん and keep to two parts; LINE texts say さん and are short; e-mails have a salutation with 様
and a signature. Whatever changes here raises EDITION.
"""

from collections.abc import Mapping

from messaging.defaults import en_email, en_line, en_sms, ja_email, ja_line, ja_sms
from messaging.policy import ChannelName, Kind

EDITION = 4
LANGUAGE = "ja"

_SHORT: Mapping[ChannelName, Mapping[str, Mapping[Kind, str]]] = {
    ChannelName.SMS: {"ja": ja_sms.TEXTS, "en": en_sms.TEXTS},
    ChannelName.LINE: {"ja": ja_line.TEXTS, "en": en_line.TEXTS},
}
_EMAIL: Mapping[str, Mapping[Kind, tuple[str, str]]] = {"ja": ja_email.TEXTS, "en": en_email.TEXTS}


def built_in(kind: Kind, channel: ChannelName, language: str) -> tuple[str, str] | None:
    """Subject (of e-mail alone) and body, Japanese where a language has none; None where nothing is sent."""
    if channel in _SHORT:
        texts = _SHORT[channel]
        body = texts.get(language, texts[LANGUAGE]).get(kind)
        return None if body is None else ("", body)
    if channel == ChannelName.EMAIL:
        return _EMAIL.get(language, _EMAIL[LANGUAGE]).get(kind)
    return None


def to_a_stranger() -> str:
    """The one answer to somebody in LINE whom we do not know; in both languages, for theirs is not known."""
    return f"{ja_line.STRANGER}\n\n{en_line.STRANGER}"

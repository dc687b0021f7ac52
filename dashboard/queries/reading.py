"""How one planned message would read with these words, and what a reader would miss or mind."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from company.services.profile import the_company
from messaging.drafts import Draft
from messaging.knowing import braced, known_values
from messaging.linting import Remark, remarks
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.rendering import VARIABLES, MissingValue, check, sms_parts, variables_in
from messaging.services.composing import MASK, address_of_link, preview, values_for, words_of

TOKEN_LENGTH = 22


@dataclass(frozen=True)
class Reading:
    subject: str
    body: str
    parts: int
    yen: int
    characters: int
    remarks: tuple[Remark, ...]
    items: tuple[tuple[str, str], ...]


def usual_text(message: Message) -> tuple[str, str]:
    """Subject and text of its kind, variables in it; empty where it has none."""
    plain = Message(application=message.application, kind=message.kind, channel=message.channel)
    try:
        words = words_of(plain)
    except MissingValue:
        return "", ""
    return words.subject, words.body


def read_message(message: Message, subject: str, body: str) -> Reading:
    """Filled in with what is true of this person; the text as typed where that cannot be done."""
    values = {name: value for name, value in values_for(message).items() if value}
    draft = _draft(message, subject, body, values)
    text_subject, text = _filled(message, subject, body)
    parts = sms_parts(text) if message.channel == ChannelName.SMS else 0
    return Reading(
        subject=text_subject,
        body=text.replace("x" * TOKEN_LENGTH, MASK),
        parts=parts,
        yen=round(parts * the_company().sms_part_yen),
        characters=len(text),
        remarks=tuple(remarks(draft)) if body.strip() else (),
        items=_items(message, values),
    )


def _draft(message: Message, subject: str, body: str, values: dict[str, str]) -> Draft:
    return Draft(
        kind=Kind(message.kind),
        channel=ChannelName(message.channel),
        language=message.application.candidate.language,
        body=body,
        subject=subject,
        own_host=urlsplit(settings.PUBLIC_BASE_URL).hostname or "",
        values=values | {"link": address_of_link("x" * TOKEN_LENGTH)},
        known=frozenset(values) | {"link"},
    )


def _filled(message: Message, subject: str, body: str) -> tuple[str, str]:
    if not body.strip() or check(f"{subject}\n{body}"):
        return subject, body
    typed = Message(
        application=message.application,
        kind=message.kind,
        channel=message.channel,
        values=message.values,
        author=message.author,
        own_subject=subject,
        own_body=body,
    )
    try:
        text_subject, text = preview(typed)
    except MissingValue:
        return subject, body
    return text_subject, text.replace(address_of_link(MASK), address_of_link("x" * TOKEN_LENGTH))


def _items(message: Message, values: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """What can be put in: as it is typed, and what would stand there."""
    language = message.application.candidate.language
    used = variables_in("\n".join(usual_text(message)))
    names = [name for name in VARIABLES if name in values and name in known_values(Kind(message.kind)) | used]
    return ((braced("link", language), ""), *((braced(name, language), values[name]) for name in names))

"""From a row to the words that leave: the text of its kind or of its author, filled in, with a fresh link."""

from dataclasses import dataclass

from django.conf import settings

from candidates.services import links
from company.models import Company
from company.services.profile import the_company
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.rendering import MissingValue, render, render_line, sms_parts
from messaging.services.suppressing import address_on
from messaging.services.wording import NoWords, Words, words_for

MASK = "…"
WRITTEN, WRITTEN_SUBJECT = "_text", "_subject"
"""Where ``values`` keep what a person wrote, variables unfilled: a second try needs it again."""
UNSAID = "_unsaid"
"""In ``values``: the name of a fact that whoever comes must be told and nobody has filled in."""
ASKING_TO_COME = frozenset({Kind.INVITATION, Kind.INVITATION_CHASE})


@dataclass(frozen=True)
class Text:
    """``body`` holds the real link and is never stored; ``masked`` is what the row keeps.

    ``token`` is the secret of the link, empty for a text without one; it is valid once it is kept.
    """

    subject: str
    body: str
    masked: str
    token: str
    version: str
    address: str
    parts: int


def compose(message: Message, words: Words, company: Company) -> Text:
    """Raises MissingValue when a variable the text cannot do without is empty."""
    subject, masked = _filled_in(message, words, company)
    body, token, mask = masked, "", address_of_link(MASK)
    if mask in masked:
        token = links.new_token()
        body = masked.replace(mask, address_of_link(token))
    return Text(
        subject=subject,
        body=body,
        masked=masked,
        token=token,
        version=words.version,
        address=address_on(message.application.candidate, message.channel),
        parts=sms_parts(body) if message.channel == ChannelName.SMS else 0,
    )


def preview(message: Message) -> tuple[str, str]:
    """Subject and text as they would leave now, the link masked. Raises MissingValue."""
    return _filled_in(message, words_of(message), the_company())


def words_of(message: Message) -> Words:
    """The text with its variables still in it. Raises MissingValue when there is none."""
    if message.kind == Kind.MANUAL:
        written = message.values
        return Words(written.get(WRITTEN_SUBJECT, ""), written.get(WRITTEN, ""), "by-hand")
    if message.own_body:
        return Words(message.own_subject, message.own_body, "own-words")
    if message.variant_body:
        return Words(message.variant_subject, message.variant_body, message.variant)
    application = message.application
    try:
        return words_for(
            Kind(message.kind), ChannelName(message.channel), application.candidate.language, application.job
        )
    except NoWords as error:
        raise MissingValue("text") from error


def address_of_link(token: str) -> str:
    return f"{settings.PUBLIC_BASE_URL}/i/{token}/"


def _filled_in(message: Message, words: Words, company: Company) -> tuple[str, str]:
    if message.kind in ASKING_TO_COME and message.values.get(UNSAID):
        raise MissingValue(message.values[UNSAID])
    link = address_of_link(MASK)
    values = _values(message, company) | {"link": link, "papers": f"{link}papers/"}
    subject = ""
    if message.channel == ChannelName.EMAIL:
        subject = render_line(words.subject or "{company}", values)[:200]
    return subject, render(words.body, values)


def values_for(message: Message) -> dict[str, str]:
    """What the variables of this message stand for now, but for the link, which every try makes anew."""
    return _values(message, the_company())


def _values(message: Message, company: Company) -> dict[str, str]:
    """What is true now of the person and the job; what the plan handed over comes on top."""
    application = message.application
    candidate, job = application.candidate, application.job
    present = {
        "name": candidate.call_name,
        "full_name": candidate.full_name,
        "company": company.name,
        "location": job.location.name,
        "job": job.title,
        "phone": job.location.phone,
        "sender": str(message.author) if message.author else "",
    }
    return present | {name: text for name, text in message.values.items() if not name.startswith("_")}

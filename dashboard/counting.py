"""How long a text is as an SMS, with its variables filled and its link as long as it will be."""

from dataclasses import dataclass
from datetime import datetime

from candidates.models import Application
from company.models import Staff
from company.services.profile import the_company
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.rendering import MissingValue, check, sms_parts, sms_units
from messaging.services.composing import MASK, WRITTEN, address_of_link, preview

TOKEN_LENGTH = 22
SHORTEST_PART = 70  # Japanese; an empty text says nothing about its letters yet


@dataclass(frozen=True)
class Count:
    """``cuts`` are the places of the part borders on a bar of 100; ``opens_at`` is set at night."""

    is_sms: bool
    characters: int
    parts: int
    left: int
    fill: int
    cuts: tuple[float, ...]
    unknown: tuple[str, ...]
    missing: str
    opens_at: datetime | None
    yen: int


def count_text(
    application: Application, channel: str, body: str, now: datetime, *, author: Staff | None = None
) -> Count:
    """``author`` is who would be named as the sender."""
    missing = ""
    unknown = tuple(check(body))
    try:
        text = "" if unknown else _filled(application, channel, body, author)
    except MissingValue as error:
        text, missing = body, error.name
    text = text or body
    units, single, each = sms_units(text)
    parts = sms_parts(text)
    room = (single if text else SHORTEST_PART) if parts <= 1 else parts * each
    return Count(
        is_sms=channel == ChannelName.SMS,
        characters=len(text),
        parts=parts,
        left=room - units,
        fill=round(100 * units / room),
        cuts=tuple(round(100 * n / parts, 1) for n in range(1, parts)),
        unknown=unknown,
        missing=missing,
        opens_at=_opening(application, now) if channel == ChannelName.SMS else None,
        yen=round(parts * the_company().sms_part_yen) if channel == ChannelName.SMS else 0,
    )


def link_as_long() -> str:
    """An address as long as the link that will stand there."""
    return address_of_link("x" * TOKEN_LENGTH)


def _filled(application: Application, channel: str, body: str, author: Staff | None) -> str:
    draft = Message(
        application=application, kind=Kind.MANUAL, channel=channel, author=author, values={WRITTEN: body}
    )
    _subject, text = preview(draft)
    return text.replace(address_of_link(MASK), link_as_long())


def _opening(application: Application, now: datetime) -> datetime | None:
    """When an SMS written at night will leave; None in speaking hours."""
    hours = application.job.location.speaking_hours(the_company())
    return None if hours.allows(now) else hours.next_allowed(now)

"""How a text arrives: filled in for one person, measured, and with what a reader would miss or mind."""

from collections.abc import Mapping
from dataclasses import dataclass

from company.services.profile import the_company
from dashboard.queries.wordings import Which
from messaging.drafts import Draft, parts_of
from messaging.linting import BAD, Remark, remarks, worries
from messaging.policy import ChannelName, Kind
from messaging.rendering import MissingValue, check, render, render_line, sms_units
from messaging.services.rewording import own_host

ANSWERED_BY_TEXT = frozenset(
    {Kind.REMINDER_AHEAD, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.REMINDER_DAYS}
)
"""A clear yes to these by SMS or LINE confirms."""


@dataclass(frozen=True)
class Reading:
    """The text filled with a person's values, and what to say about it.

    ``before_link`` and ``after_link`` surround the link, which a phone underlines. ``lines_gone`` counts the
    lines that are left out for this person because an optional fact is not known.
    """

    subject: str
    body: str
    before_link: str
    link: str
    after_link: str
    characters: int
    parts: int
    yen: int
    left: int
    fill: int
    cuts: tuple[float, ...]
    remarks: tuple[Remark, ...]
    unknown: tuple[str, ...]
    missing: str
    lines_gone: int

    @property
    def worries(self) -> int:
        return worries(self.remarks)

    @property
    def is_stopped(self) -> bool:
        return any(one.tone == BAD for one in self.remarks)


def read(which: Which, subject: str, body: str, values: Mapping[str, str]) -> Reading:
    """How it arrives with these values, and what is worth another look."""
    body = body.replace("\r\n", "\n")
    draft = Draft(which.kind, which.channel, which.language, body, subject, own_host(), values)
    unknown = tuple(check(draft.whole))
    missing = ""
    try:
        text = body if unknown else render(body, values)
        head = subject if unknown or not subject else render_line(subject, values)
    except MissingValue as empty:
        text, head, missing = body, subject, empty.name
    units, single, each = sms_units(text)
    parts = parts_of(draft) if which.channel == ChannelName.SMS else 0
    room = single if parts <= 1 else parts * each
    before, link, after = text.partition(values.get("link") or "\0")
    return Reading(
        subject=head,
        body=text,
        before_link=before,
        link=link,
        after_link=after,
        characters=len(text),
        parts=parts,
        yen=round(parts * float(the_company().sms_part_yen)),
        left=max(room - units, 0),
        fill=min(100, round(100 * units / room)),
        cuts=tuple(round(100 * n / parts, 1) for n in range(1, parts)),
        remarks=tuple(remarks(draft)),
        unknown=unknown,
        missing=missing,
        lines_gone=0 if unknown or missing else _lines(body) - _lines(text),
    )


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.strip().split("\n"))

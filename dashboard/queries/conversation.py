"""The one conversation: everything said, heard, noted, that happened, and that will be said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from candidates.models import Application, Note
from candidates.services.noting import handle
from company.models import Staff
from dashboard.queries.delivery import Delivery, deliveries
from dashboard.queries.events import Happening, happenings
from dashboard.words import call_word, channel_icon, channel_word, sentences
from dashboard.words_experiments import why_variant
from messaging.models import Message
from messaging.policy import BY_HAND, SAID_AGAIN, ChannelName, State
from messaging.rendering import MissingValue
from messaging.services.composing import preview
from messaging.wording import trouble_words
from reminders.wording import why_words

FAILED = {State.UNDELIVERED, State.FAILED, State.NEEDS_PERSON}
LONG = 160
UNSAID = {State.EXPIRED, State.SUPPRESSED}


class Only(StrEnum):
    """Which part of the conversation to show."""

    ALL = ""
    SMS = "sms"
    EMAIL = "email"
    LINE = "line"
    PHONE = "phone"
    NOTES = "notes"


@dataclass(frozen=True)
class Piece:
    """A stretch of a note: plain, or somebody's name."""

    text: str
    is_name: bool = False


@dataclass(frozen=True)
class Entry:
    """A line of it. ``shape`` is msg, call, note, event or unsaid; a plan's ``at`` is its due time."""

    shape: str
    at: datetime
    icon: str = ""
    head: str = ""
    text: str = ""
    subject: str = ""
    by: str = ""
    channel: str = ""
    message: Message | None = None
    delivery: Delivery | None = None
    trouble: str = ""
    why: str = ""
    note: Note | None = None
    is_mine: bool = False
    pieces: tuple[Piece, ...] = ()

    @property
    def is_long(self) -> bool:
        """Too long to stand in full: an e-mail shows its subject first."""
        return bool(self.subject) and len(self.text) > LONG

    @property
    def is_plan(self) -> bool:
        return self.message is not None and self.message.is_plan

    @property
    def is_failed(self) -> bool:
        return self.message is not None and self.message.state in FAILED

    @property
    def may_reword(self) -> bool:
        """A text that still waits, and that no person wrote to begin with."""
        message = self.message
        return message is not None and message.state == State.PLANNED and message.kind not in BY_HAND

    @property
    def is_call_task(self) -> bool:
        return self.is_plan and self.message is not None and self.message.channel == ChannelName.PHONE

    @property
    def is_unanswered(self) -> bool:
        return self.message is not None and self.message.needs_answer


@dataclass(frozen=True)
class Conversation:
    past: tuple[Entry, ...]
    planned: tuple[Entry, ...]
    only: Only
    shows_plans: bool
    pinned: tuple[Note, ...] = ()

    @property
    def read(self) -> int:
        """The last of their messages that stands here; 0 for none."""
        return max((one.message.pk for one in self.past if one.message and one.message.is_inbound), default=0)


def conversation(
    application: Application,
    *,
    now: datetime,
    only: Only = Only.ALL,
    plans: bool = True,
    reader: Staff | None = None,
) -> Conversation:
    """Oldest first; plans stand apart, soonest first. What a person has just written is no plan any more."""
    rows = application.messages.exclude(state=State.CANCELLED).select_related("author")
    if only in {Only.SMS, Only.EMAIL, Only.LINE, Only.PHONE}:
        rows = rows.filter(channel=only.value)
    messages = [] if only == Only.NOTES else list(rows.order_by("due_at", "pk"))
    for message in messages:
        message.application = application
    leaving = [message for message in messages if _is_leaving(message, now)]
    waiting = [message for message in messages if message.is_plan and message not in leaving]
    said = [message for message in messages if message not in waiting]
    ways = deliveries(messages, application, now)
    notes = _notes_of(application)
    past = [
        *(_entry(message, ways.get(message.pk)) for message in said),
        *_notes(notes, only, reader),
        *_happened(application, only),
    ]
    return Conversation(
        past=tuple(sorted(past, key=_order)),
        planned=tuple(_planned(message, ways.get(message.pk)) for message in waiting) if plans else (),
        only=only,
        shows_plans=plans,
        pinned=tuple(note for note in notes if note.pinned_at),
    )


def _order(entry: Entry) -> tuple[datetime, bool, datetime]:
    """What happened stands before what was said about it in the same minute."""
    return entry.at.replace(second=0, microsecond=0), entry.shape != "event", entry.at


def _is_leaving(message: Message, now: datetime) -> bool:
    by_hand = message.kind in BY_HAND or message.key.startswith(SAID_AGAIN)
    return message.is_plan and by_hand and message.channel != ChannelName.PHONE and message.due_at <= now


def _entry(message: Message, delivery: Delivery | None) -> Entry:
    at = message.sent_at or message.settled_at or message.due_at
    if message.channel == ChannelName.PHONE and not message.is_inbound:
        return _call(message, at)
    if message.state in UNSAID:
        trouble = trouble_words(message.reason)
        return Entry(
            "unsaid", at, "stop", message.get_kind_display(), channel=message.channel, trouble=trouble
        )
    return Entry(
        "msg",
        at,
        channel_icon(message.channel),
        head=channel_word(message.channel),
        text=message.body or _text(message)[1],
        subject=message.subject,
        by=_author(message),
        channel=message.channel,
        message=message,
        delivery=delivery,
    )


def _call(message: Message, at: datetime) -> Entry:
    if message.state in UNSAID:
        trouble = trouble_words(message.reason)
        return Entry("unsaid", at, "phone-off", message.get_kind_display(), trouble=trouble)
    reached = message.state == State.ACCEPTED
    return Entry(
        "call",
        at,
        "phone" if reached else "phone-off",
        head=channel_word(message.channel),
        text=call_word("reached" if reached else message.reason),
        by=str(message.author) if message.author else "",
        subject=message.body,
        message=message,
    )


def _author(message: Message) -> str:
    """Empty means: by itself; the template says so with the kind."""
    if message.is_inbound:
        return str(message.application.candidate)
    return str(message.author) if message.author else ""


def _planned(message: Message, delivery: Delivery | None) -> Entry:
    subject, text = _text(message)
    return Entry(
        "msg",
        message.due_at,
        channel_icon(message.channel),
        head=channel_word(message.channel),
        text=text,
        subject=subject,
        by=_author(message),
        channel=message.channel,
        message=message,
        why=_why(message),
        delivery=delivery,
    )


def _why(message: Message) -> str:
    """Why it is said, and which experiment it is part of."""
    parts = [why_words(message.why), why_variant(message.variant) if message.variant else ""]
    said = [part for part in parts if part]
    return sentences(said) if said else ""


def _text(message: Message) -> tuple[str, str]:
    """What would be said, as far as it is known: a call has no text, a missing fact leaves it open."""
    if message.channel == ChannelName.PHONE:
        return "", ""
    try:
        return preview(message)
    except MissingValue:
        return "", message.get_kind_display()


def _notes_of(application: Application) -> list[Note]:
    rows = application.notes.filter(deleted_at=None).select_related("author").prefetch_related("mentions")
    return list(rows.order_by("written_at", "pk"))


def _notes(notes: Iterable[Note], only: Only, reader: Staff | None) -> list[Entry]:
    if only not in {Only.ALL, Only.NOTES}:
        return []
    return [
        Entry(
            "note",
            note.written_at,
            "note",
            text=note.text,
            by=str(note.author) if note.author else "",
            note=note,
            is_mine=reader is not None and note.author_id == reader.pk,
            pieces=_pieces(note),
        )
        for note in notes
    ]


def _pieces(note: Note) -> tuple[Piece, ...]:
    """The text with the names of those who were told set apart."""
    names = sorted((f"@{handle(one)}" for one in note.mentions.all()), key=len, reverse=True)
    if not names:
        return (Piece(note.text),)
    marks = re.compile("(" + "|".join(re.escape(name).replace("@", "[@＠]", 1) for name in names) + ")")
    return tuple(Piece(part, n % 2 == 1) for n, part in enumerate(marks.split(note.text)) if part)


def _happened(application: Application, only: Only) -> list[Entry]:
    if only != Only.ALL:
        return []
    return [_event(one) for one in happenings(application)]


def _event(one: Happening) -> Entry:
    return Entry("event", one.at, one.icon, one.head, one.text)

"""What became of each message of a conversation: its state in words, its tries, reports and page openings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.models import Application, PageOpening
from company.moments import hour_words
from dashboard.queries.attention import may_have_arrived
from dashboard.words import Tick, hint_words, span, tick
from messaging.models import Attempt, DeliveryReceipt, Message
from messaging.policy import ChannelName, State
from messaging.services.attention import may_be_said_again
from messaging.services.holding import current_hold
from messaging.wording import (
    attempt_words,
    next_words,
    receipt_words,
    trouble_words,
    unclear_words,
)

SAYS_WHY = frozenset({State.UNDELIVERED, State.FAILED, State.NEEDS_PERSON, State.EXPIRED, State.SUPPRESSED})
PUT_OFF = {
    "speaking_hours": gettext_lazy("It waits for the morning."),
    "cap": gettext_lazy("It waits, because they have had enough messages from us today."),
}
"""Why a plan was put off, by the reason the gate left on it."""

UNCONFIRMED_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Line:
    """One step on its way: ``try 1``, a report, the page opened."""

    at: datetime
    icon: str
    text: str


@dataclass(frozen=True)
class Delivery:
    """``why`` stands beside the tick; ``doubt`` is a sentence under it; the rest is behind the disclosure."""

    tick: Tick
    why: str = ""
    doubt: str = ""
    opened_at: datetime | None = None
    repeated: bool = False
    lines: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    asks: bool = False
    may_have_arrived: bool = False
    may_be_sent_again: bool = False
    may_be_called: bool = False


def deliveries(
    messages: Sequence[Message], application: Application, now: datetime
) -> Mapping[int, Delivery]:
    """By the message's number. Four questions to the database, however many messages there are."""
    mine = [one for one in messages if not one.is_inbound and one.channel != ChannelName.PHONE]
    tries: dict[int, list[Attempt]] = defaultdict(list)
    for one in Attempt.objects.filter(message__in=mine).order_by("number", "pk"):
        tries[one.message_id].append(one)
    reports: dict[int, list[DeliveryReceipt]] = defaultdict(list)
    for report in DeliveryReceipt.objects.filter(message__in=mine).order_by("received_at", "pk"):
        reports[report.message_id].append(report)
    opened, is_held = _openings(application), current_hold() is not None
    return {
        message.pk: _delivery(message, Seen(tries[message.pk], reports[message.pk], opened, is_held), now)
        for message in mine
    }


def _openings(application: Application) -> dict[str, datetime]:
    """When each link was first opened, by the hash that a try's fingerprint equals."""
    rows = PageOpening.objects.filter(link__application=application).order_by("-opened_at")
    return dict(rows.values_list("link__token_hash", "opened_at"))


@dataclass(frozen=True)
class Seen:
    """What was read about one message; ``opened`` by a link's hash."""

    tries: Sequence[Attempt]
    reports: Sequence[DeliveryReceipt]
    opened: Mapping[str, datetime]
    is_held: bool

    @property
    def openings(self) -> list[datetime]:
        return [self.opened[one.fingerprint] for one in self.tries if one.fingerprint in self.opened]


def _delivery(message: Message, seen: Seen, now: datetime) -> Delivery:
    leaves = message.is_plan and message.due_at <= now and not seen.is_held
    state = State.SENDING if leaves else State(message.state)
    return Delivery(
        tick=tick(message.channel, state, message.reason),
        why=trouble_words(message.reason) if state in SAYS_WHY and message.reason else "",
        doubt=_doubt(message, seen, now),
        opened_at=min(seen.openings, default=None),
        repeated=message.repeats > 0,
        lines=tuple(_lines(seen)),
        notes=tuple(_notes(message, seen, now)),
        asks=message.state == State.NEEDS_PERSON and message.seen_to_at is None,
        may_have_arrived=may_have_arrived(message),
        may_be_sent_again=may_be_said_again(message, now),
        may_be_called=bool(message.application.candidate.phone),
    )


def _doubt(message: Message, seen: Seen, now: datetime) -> str:
    """What is not as it should be, since when, and what happens next."""
    if message.state == State.UNKNOWN:
        return _unknown(message)
    if message.state == State.NEEDS_PERSON:
        return hint_words(message.reason)
    if message.is_plan and message.due_at <= now and seen.is_held:
        return _("Sending is on hold; this waits.")
    if message.is_plan and message.attempts:
        words = {"why": trouble_words(message.reason), "time": hour_words(message.due_at)}
        return _("%(why)s. Tried again at %(time)s.") % words
    if message.is_plan and message.reason in PUT_OFF:
        return str(PUT_OFF[message.reason])
    return ""


def _unknown(message: Message) -> str:
    why = unclear_words(message.reason)
    if message.doubted_since:
        since = span(timezone.now() - message.doubted_since)
        why = _("%(why)s (%(span)s ago)") % {"why": why, "span": since}
    then = next_words(message.channel, max(1, round(settings.DOUBT_SECONDS / 60)))
    return _("%(what)s. %(next)s") % {"what": why, "next": then}


def _lines(seen: Seen) -> Iterable[Line]:
    lines = [
        Line(
            one.started_at,
            "send",
            _("Try %(n)d: %(how)s") % {"n": one.number, "how": attempt_words(one.outcome, one.error)},
        )
        for one in seen.tries
    ]
    told: set[str] = set()
    for report in seen.reports:
        words = receipt_words(report.status)
        if words not in told:  # providers repeat themselves
            lines.append(Line(report.received_at, "checks", _("Report: %(what)s") % {"what": words}))
        told.add(words)
    lines += [Line(min(seen.openings), "tap", _("Opened the page"))] if seen.openings else []
    return sorted(lines, key=lambda line: line.at)


def _notes(message: Message, seen: Seen, now: datetime) -> Iterable[str]:
    if message.repeats:
        yield _("It was sent once more, because it was not clear whether the first one had left.")
    waits = message.state == State.ACCEPTED and message.channel == ChannelName.SMS and message.sent_at
    if waits and not message.reason and now - waits > UNCONFIRMED_AFTER:
        yield _("The carrier has not reported yet whether it arrived.")
    if not seen.reports and message.state == State.ACCEPTED and message.channel == ChannelName.EMAIL:
        yield _("By e-mail, arrival is seldom reported; what comes back is.")
    if message.parts:
        yield cost_words(message)


def cost_words(message: Message) -> str:
    """``2 SMS parts, about 24 yen``; without a price only the parts."""
    parts = ngettext("%(n)d SMS part", "%(n)d SMS parts", message.parts) % {"n": message.parts}
    if not message.cost:
        return parts
    return _("%(parts)s, about %(yen)d yen") % {"parts": parts, "yen": round(message.cost)}

"""送信のようす: what a release would let out, and how the outbox is doing, for owners."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from company.models import StaffMail, StaffMailState, TrailCheck
from company.moments import day_hour_words
from company.wording import mail_trouble_words
from dashboard.queries.queue import Person, person
from dashboard.words import channel_word, span
from messaging.models import KINDS, Hold, Message
from messaging.policy import State
from messaging.rendering import MissingValue
from messaging.services.composing import preview
from messaging.services.holding import what_would_go_out
from messaging.services.vitals import Vitals
from messaging.wording import state_words, trouble_words

SHOWN = 50
LONG = 90
HOLDS_SHOWN = 5


@dataclass(frozen=True)
class Waiting:
    """One message that a release lets out."""

    person: Person
    channel: str
    kind: str
    text: str
    due_at: datetime
    late: timedelta

    @property
    def is_late(self) -> bool:
        return self.late >= timedelta(minutes=1)


@dataclass(frozen=True)
class Release:
    total: int
    counted: tuple[tuple[str, str, int], ...]
    rows: tuple[Waiting, ...]

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def what_a_release_lets_out(now: datetime) -> Release:
    """How many of which kind and channel, and the first of them, the longest overdue first."""
    due = what_would_go_out(now)
    kinds = dict(KINDS)
    counts = due.order_by().values_list("kind", "channel").annotate(n=Count("pk")).order_by("-n", "kind")
    rows = due.select_related("application__candidate", "application__job__location", "author")
    return Release(
        total=due.count(),
        counted=tuple((str(kinds.get(kind, "")), channel_word(channel), n) for kind, channel, n in counts),
        rows=tuple(_waiting(row, now) for row in rows[:SHOWN]),
    )


def _waiting(message: Message, now: datetime) -> Waiting:
    return Waiting(
        person=person(message.application, ""),
        channel=channel_word(message.channel),
        kind=str(message.get_kind_display()),
        text=_text(message),
        due_at=message.due_at,
        late=now - message.due_at,
    )


def _text(message: Message) -> str:
    try:
        subject, body = preview(message)
    except MissingValue as missing:
        return trouble_words(f"missing:{missing.name}")
    text = subject or " ".join(body.split())
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def holds() -> list[Hold]:
    return list(Hold.objects.select_related("by", "released_by").order_by("-since", "-pk")[:HOLDS_SHOWN])


@dataclass(frozen=True)
class Sign:
    """One line of the status page: what is looked at, how it stands, whether that is good."""

    name: str
    words: str
    tone: str = "ok"


def signs(seen: Vitals) -> list[Sign]:
    return [
        _beats(seen),
        _due(seen),
        _unknown(seen),
        _persons(seen),
        _events(seen),
        *_staff_mails(),
        *_quotas(seen),
        *_trail(),
    ]


def _beats(seen: Vitals) -> Sign:
    if not seen.beats:
        return Sign(_("Background process"), _("It has never reported."), "bad")
    names = {"dispatch": _("worker"), "standby": _("standby")}
    told = [
        _("%(name)s %(span)s ago") % {"name": names.get(name, name), "span": seconds(age)}
        for name, age in seen.beats.items()
    ]
    return Sign(_("Background process"), "・".join(told), "ok" if seen.is_sweeping else "bad")


def _due(seen: Vitals) -> Sign:
    if not seen.due or seen.oldest_due is None:
        return Sign(_("Due now"), _("Nothing waits."))
    words = ngettext(
        "%(n)d message, the oldest for %(span)s", "%(n)d messages, the oldest for %(span)s", seen.due
    )
    told = words % {"n": seen.due, "span": seconds(seen.oldest_due.total_seconds())}
    return Sign(_("Due now"), told, "bad" if seen.is_late else "warn" if seen.hold else "ok")


def _unknown(seen: Vitals) -> Sign:
    if not seen.unknown:
        return Sign(_("Being checked"), _("None."))
    words = ngettext(
        "%(n)d message, the oldest for %(span)s", "%(n)d messages, the oldest for %(span)s", seen.unknown
    )
    age = seen.oldest_unknown.total_seconds() if seen.oldest_unknown else 0
    return Sign(_("Being checked"), words % {"n": seen.unknown, "span": seconds(age)}, "warn")


def _persons(seen: Vitals) -> Sign:
    words = ngettext("%(n)d message", "%(n)d messages", seen.needs_person) % {"n": seen.needs_person}
    return Sign(
        _("Waiting for a person"),
        words if seen.needs_person else _("None."),
        "warn" if seen.needs_person else "ok",
    )


def _events(seen: Vitals) -> Sign:
    words = ngettext("%(n)d report", "%(n)d reports", seen.events_waiting) % {"n": seen.events_waiting}
    return Sign(_("Reports not taken in yet"), words if seen.events_waiting else _("None."))


def _staff_mails() -> list[Sign]:
    """Only when one did not leave: the first of the reasons, and how many."""
    failed = StaffMail.objects.filter(state=StaffMailState.FAILED)
    errors = list(failed.order_by("-pk").values_list("error", flat=True))
    if not errors:
        return []
    words = ngettext("%(n)d did not leave. %(why)s", "%(n)d did not leave. %(why)s", len(errors))
    told = words % {"n": len(errors), "why": mail_trouble_words(errors[0])}
    return [Sign(_("E-mails to staff"), told, "warn")]


def _quotas(seen: Vitals) -> list[Sign]:
    return [
        Sign(
            _("%(channel)s this month") % {"channel": channel_word(one.channel)},
            _("%(used)s of %(limit)s") % {"used": f"{one.used:,}", "limit": f"{one.limit:,}"},
            "warn" if one.used >= 0.8 * one.limit else "ok",
        )
        for one in seen.quotas
        if one.limit
    ]


def _trail() -> list[Sign]:
    """What the last walk along the audit trail's chain found, once there was one."""
    last = TrailCheck.objects.order_by("-at").first()
    if last is None:
        return []
    values = {"when": day_hour_words(last.at), "n": f"{last.seals:,}", "event": last.event_id or "—"}
    if last.fault:
        told = _("Changed from outside, at entry %(event)s (looked through %(when)s)") % values
        return [Sign(_("Audit trail"), told, "bad")]
    return [Sign(_("Audit trail"), _("Whole, %(n)s entries (looked through %(when)s)") % values)]


def last_day(seen: Vitals) -> list[tuple[str, int]]:
    """States that occurred in the last 24 hours, in words."""
    told: dict[str, int] = {}
    for state, n in seen.last_day.items():
        if n:
            words = (
                state_words(State(state))
                if state != State.EXPIRED
                else _("Not sent, it would have been too late")
            )
            told[words] = told.get(words, 0) + n
    return sorted(told.items(), key=lambda item: -item[1])


def seconds(length: float) -> str:
    """``12 seconds`` below two minutes, else the two largest units."""
    if length < 120:
        return ngettext("%(n)d second", "%(n)d seconds", round(length)) % {"n": round(length)}
    return span(timedelta(seconds=length))

"""People chosen in the list, and what a decision about them would do, before it is made."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any  # what was chosen is JSON

from django.db.models import QuerySet
from django.http import QueryDict

from candidates.models import Application
from company.models import BulkAct, Company, Staff
from company.services.profile import the_company
from dashboard.counting import TOKEN_LENGTH
from dashboard.queries.people_filter import read
from dashboard.queries.people_page import how_many, matching_ids, matching_parts
from dashboard.scope import Scope
from dashboard.services.bulk_looks import CLOSE, INVITE, REASONS, START, WRITE, channel_for, draft, why_not
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.rendering import MissingValue, sms_parts
from messaging.services.composing import MASK, address_of_link, preview
from reminders.services.facts import reach
from reminders.services.values import application_values, deadline_words, spoken_to
from scheduling.policy import answer_by

LOOKED_AT = 200
"""Everybody up to so many is looked at before a decision; of more, so many."""
SHOWN = 3
KINDS = {START: Kind.THANKS, INVITE: Kind.INVITATION, CLOSE: Kind.REJECTED}
"""What people hear of a decision, by its kind."""


@dataclass(frozen=True)
class Sample:
    """The message one of them would get. ``missing`` names what is not known of them."""

    name: str
    channel: str
    subject: str = ""
    text: str = ""
    parts: int = 0
    missing: str = ""


@dataclass(frozen=True)
class PassedOver:
    why: str
    people: int
    names: list[str]


@dataclass(frozen=True)
class Outlook:
    """``looked_at`` is smaller than ``people`` when they are too many to look at each beforehand."""

    people: int
    looked_at: int
    passed: list[PassedOver] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    parts: int = 0
    yen: int = 0

    @property
    def skipped(self) -> int:
        return sum(one.people for one in self.passed)

    @property
    def goes(self) -> int:
        return self.people - self.skipped

    @property
    def is_whole(self) -> bool:
        return self.looked_at == self.people


def picked_ids(
    scope: Scope, asked: Mapping[str, Any], picks: Sequence[str], now: datetime, *, most: int
) -> list[int]:
    """The chosen ones this person sees, in the list's order; everybody who fits when so asked."""
    if asked.get("all"):
        return matching_ids(scope, read(QueryDict(str(asked.get("query", "")))), now, most=most + 1)
    wanted = [int(one) for one in picks if one.isdecimal() and len(one) < 16][: most + 1]
    seen = set(scope.applications().filter(pk__in=wanted).values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(wanted) if pk in seen]


def picked_parts(
    scope: Scope, asked: Mapping[str, Any], picks: Sequence[str], now: datetime, *, size: int
) -> Iterator[Sequence[int]]:
    """The same people however many they are, ``size`` at a time."""
    if asked.get("all"):
        yield from matching_parts(scope, read(QueryDict(str(asked.get("query", "")))), now, size=size)
        return
    ids = picked_ids(scope, asked, picks, now, most=len(picks))
    yield from (ids[start : start + size] for start in range(0, len(ids), size))


def picked_count(scope: Scope, asked: Mapping[str, Any], picks: Sequence[str], now: datetime) -> int:
    if asked.get("all"):
        return how_many(scope, read(QueryDict(str(asked.get("query", "")))), now)
    return len(picked_ids(scope, asked, picks, now, most=len(picks)))


def outlook(ids: Sequence[int], kind: str, choices: Mapping[str, Any], by: Staff, now: datetime) -> Outlook:
    """What would come of it. ``choices`` need not be complete: samples show once there is a text."""
    act = BulkAct(kind=kind, choices=dict(choices), by=by)
    looked = _people(ids[:LOOKED_AT])
    passed, goes = _sorted(looked, act, now)
    company = the_company()
    samples = [_sample(one, act, company, now) for one in goes[:SHOWN]] if _speaks(act) else []
    parts = sum(_parts(one, act) for one in goes) if kind == WRITE and _speaks(act) else 0
    if looked:
        parts = round(parts * len(ids) / len(looked))
    return Outlook(
        people=len(ids),
        looked_at=len(looked),
        passed=passed,
        samples=[one for one in samples if one.text or one.missing],
        parts=parts,
        yen=round(parts * company.sms_part_yen),
    )


def _people(ids: Sequence[int]) -> list[Application]:
    rows: QuerySet[Application] = Application.objects.select_related(
        "candidate", "job__location", "job__owner", "owner"
    )
    found = rows.in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def _sorted(
    people: Sequence[Application], act: BulkAct, now: datetime
) -> tuple[list[PassedOver], list[Application]]:
    """Who would be passed over, by reason, and the others."""
    names: dict[str, list[str]] = defaultdict(list)
    goes = []
    for one in people:
        if reason := _reason(one, act, now):
            names[reason].append(str(one.candidate))
        else:
            goes.append(one)
    passed = [PassedOver(str(REASONS[code]), len(who), who[:SHOWN]) for code, who in names.items()]
    return passed, goes


def _reason(application: Application, act: BulkAct, now: datetime) -> str:
    """While there is no text yet, nobody is passed over for what it needs."""
    reason = why_not(application, act, now)
    return "" if reason == "missing" and not act.choices.get("body") else reason


def _speaks(act: BulkAct) -> bool:
    if act.kind == WRITE:
        return bool(act.choices.get("body"))
    return act.kind in KINDS and (act.kind != CLOSE or bool(act.choices.get("tell")))


def _sample(application: Application, act: BulkAct, company: Company, now: datetime) -> Sample:
    message = _message(application, act, company, now)
    if message is None:
        return Sample(str(application.candidate), "")
    try:
        subject, text = preview(message)
    except MissingValue as error:
        return Sample(str(application.candidate), message.channel, missing=error.name)
    return Sample(str(application.candidate), message.channel, subject, text, _length(message, text))


def _message(application: Application, act: BulkAct, company: Company, now: datetime) -> Message | None:
    if act.kind == WRITE:
        channel = channel_for(application, act)
        return draft(application, act, channel) if channel else None
    ways = reach(application.candidate)
    if not ways:
        return None
    values = application_values(application, company)
    place = application.job.location
    days = act.choices.get("days") or company.invitation_days
    with spoken_to(application):
        values["deadline"] = deadline_words(answer_by(now, days, place.closes, place.zone))
    return Message(application=application, kind=KINDS[act.kind], channel=ways[0], values=values)


def _parts(application: Application, act: BulkAct) -> int:
    channel = channel_for(application, act)
    if channel != ChannelName.SMS:
        return 0
    message = draft(application, act, channel)
    return _length(message, preview(message)[1])


def _length(message: Message, text: str) -> int:
    """In SMS parts, with a link as long as it will be."""
    if message.channel != ChannelName.SMS:
        return 0
    return sms_parts(text.replace(address_of_link(MASK), address_of_link("x" * TOKEN_LENGTH)))

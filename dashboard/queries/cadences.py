"""The cadence as its editor shows it: steps in groups, a sample on a time line, what would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from company.models import Location
from company.moments import day_hour_words, hour_words
from company.policy import SpeakingHours
from company.services.profile import the_company
from dashboard.forms_cadence import Draft, StepForm
from dashboard.words_cadence import (
    KIND_WORDS,
    channel_words,
    condition_words,
    effect_parts,
    effect_words,
    fate_words,
    group_words,
    part_words,
    worry_words,
)
from messaging.policy import ChannelName, Kind
from reminders.cadence_words import sentence
from reminders.models import CadenceStep, CadenceVersion
from reminders.policy.cadence import Anchor, Step
from reminders.policy.trying import Fate, Imagined, Part, Said, advice, timeline
from reminders.services.cadence import step_from
from reminders.services.planning import the_cadence
from reminders.services.trying_cadence import effect_of

WIDTH, MARGIN = 360, 8
MOST_DAYS = 7
ICONS = {
    ChannelName.SMS: "sms",
    ChannelName.LINE: "line",
    ChannelName.EMAIL: "mail",
    ChannelName.PHONE: "phone",
}


@dataclass(frozen=True)
class StepRow:
    form: StepForm
    name: str
    words: str
    of: str


@dataclass(frozen=True)
class Group:
    name: str
    rows: tuple[StepRow, ...]


@dataclass(frozen=True)
class Line:
    """One message of the sample story."""

    name: str
    icon: str
    when: str
    was: str
    channels: str
    condition: str
    fate: str
    fate_words: str


@dataclass(frozen=True)
class Story:
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Dot:
    x: int
    is_new_side: bool
    fate: str
    title: str


@dataclass(frozen=True)
class Strip:
    """The drawn line from booking to the interview: lengths are SVG attributes."""

    width: int
    days: tuple[tuple[int, str], ...]
    nights: tuple[tuple[int, int], ...]
    dots: tuple[Dot, ...]
    start: int


@dataclass(frozen=True)
class Outlook:
    """What a draft would do: to a sample person, and to those who are waiting now."""

    booked: str
    starts: str
    stories: tuple[Story, ...]
    strip: Strip
    worries: tuple[tuple[str, str], ...]
    effect: str
    effect_parts: tuple[str, ...]
    is_estimate: bool
    is_same: bool


def groups(draft: Draft) -> list[Group]:
    found = []
    for anchor in Anchor:
        rows = [_row(form) for form in draft.forms if form.instance.anchor == anchor]
        if rows:
            found.append(Group(group_words(anchor), tuple(rows)))
    return found


def _row(form: StepForm) -> StepRow:
    step = form.instance
    try:
        words = sentence(step.as_step())
    except (TypeError, ValueError):  # half typed; what is wrong stands beside the field
        words = ""
    of = f"{step.anchor}:{step.kind}" if form.is_new else ""
    return StepRow(form, str(KIND_WORDS[Kind(step.kind)]), words, of)


def outlook(draft: Draft, *, now: datetime) -> Outlook:
    """Only for a valid draft."""
    old, new = the_cadence(), draft.cadence
    sample = _imagined(draft, now)
    said = timeline(sample, old, new)
    is_same = sorted(map(repr, old)) == sorted(map(repr, new))
    effect = None if is_same else effect_of(new, now=now)
    return Outlook(
        booked=day_hour_words(sample.booked_at),
        starts=day_hour_words(sample.starts_at),
        stories=tuple(_stories(said)),
        strip=_strip(sample, [one for one in said if one.part == Part.MEETING]),
        worries=tuple(worry_words(one) for one in advice(sample, new)),
        effect=effect_words(effect) if effect else "",
        effect_parts=tuple(effect_parts(effect)) if effect else (),
        is_estimate=effect is not None and effect.is_estimate,
        is_same=is_same,
    )


def _imagined(draft: Draft, now: datetime) -> Imagined:
    company = the_company()
    location = Location.objects.filter(is_active=True).order_by("pk").first()
    zone = location.zone if location else "Asia/Tokyo"
    hours = (
        location.speaking_hours(company)
        if location
        else SpeakingHours(company.speaking_opens, company.speaking_closes)
    )
    booked_at, starts_at = draft.interview(now, zone)
    return Imagined(booked_at, starts_at, zone, hours, invitation_days=company.invitation_days)


def _stories(said: Sequence[Said]) -> list[Story]:
    return [
        Story(part_words(part), tuple(_line(one) for one in said if one.part == part))
        for part in Part
        if any(one.part == part for one in said)
    ]


def _line(one: Said) -> Line:
    moved = one.fate == Fate.MOVES and one.was is not None and one.was != one.at
    return Line(
        name=str(KIND_WORDS[one.kind]),
        icon=ICONS.get(one.channels[0], "sms"),
        when=day_hour_words(one.at),
        was=day_hour_words(one.was) if moved and one.was else "",
        channels="・".join(channel_words(channel) for channel in one.channels),
        condition=condition_words(one.condition),
        fate=one.fate,
        fate_words=fate_words(one.fate),
    )


def _strip(sample: Imagined, said: Sequence[Said]) -> Strip:
    zone = ZoneInfo(sample.zone)
    first = sample.booked_at.astimezone(zone).replace(hour=0, minute=0)
    last = sample.starts_at.astimezone(zone).replace(hour=0, minute=0) + timedelta(days=1)
    span = (last - first).total_seconds()

    def x(moment: datetime) -> int:
        return MARGIN + round((WIDTH - 2 * MARGIN) * (moment - first).total_seconds() / span)

    every = -(-(last - first).days // MOST_DAYS)
    days, nights = [], []
    for number in range((last - first).days):
        day = first + timedelta(days=number)
        if number % every == 0:
            days.append((x(day), f"{day.month}/{day.day}"))
        closes = day.replace(hour=sample.hours.closes.hour, minute=sample.hours.closes.minute)
        opens = day.replace(hour=sample.hours.opens.hour, minute=sample.hours.opens.minute)
        nights += [(x(day), x(opens) - x(day)), (x(closes), x(day + timedelta(days=1)) - x(closes))]
    dots = []
    for one in said:
        title = f"{hour_words(one.at)} {KIND_WORDS[one.kind]}"
        if one.was is not None and first <= one.was < last:
            dots.append(Dot(x(one.was), False, one.fate, title))
        if one.fate != Fate.GONE and first <= one.at < last:
            dots.append(Dot(x(one.at), True, one.fate, title))
    return Strip(WIDTH, tuple(days), tuple(nights), tuple(dots), x(sample.starts_at))


@dataclass(frozen=True)
class VersionRow:
    version: CadenceVersion
    by: str
    changes: tuple[str, ...]
    is_now: bool


def version_rows() -> list[VersionRow]:
    """The newest first, each with what it changed, in the sentences of its steps."""
    versions = list(CadenceVersion.objects.select_related("by")[:50])
    return [
        VersionRow(
            version,
            str(version.by) if version.by else "",
            tuple(_changes(versions[place + 1] if place + 1 < len(versions) else None, version)),
            place == 0,
        )
        for place, version in enumerate(versions)
    ]


def _changes(before: CadenceVersion | None, after: CadenceVersion) -> list[str]:
    if before is None:
        return []
    was, becomes = _steps_of(before), _steps_of(after)
    lines = []
    for name in {**was, **becomes}:
        old, new = was.get(name), becomes.get(name)
        if old != new:
            shown = new or old
            kind = str(KIND_WORDS[Kind(shown.kind)]) if shown else ""
            lines.append(f"{kind}: {_told(old)} → {_told(new)}")
    return lines


def _steps_of(version: CadenceVersion) -> dict[str, Step]:
    rows: list[CadenceStep] = [step_from(row) for row in version.steps]
    return {row.step: row.as_step() for row in rows if row.is_active}


def _told(step: Step | None) -> str:
    return sentence(step) if step else "—"

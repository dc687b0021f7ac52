"""How staff hear of things: which ways each kind takes, and when an e-mail about it may leave."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from company.policy.vocabulary import NoticeKind, SpeakingHours


class Way(StrEnum):
    """Beside the list on the desk, where every notice stands."""

    MAIL = "mail"  # at once
    DIGEST = "digest"  # once a day
    BROWSER = "browser"  # while the desk is open somewhere
    HOOK = "hook"  # their own address in Slack's format


GATHERING = timedelta(minutes=1)
"""What happens within it goes in one mail, and what is read within it in none."""

_RINGS = frozenset({Way.MAIL, Way.BROWSER, Way.HOOK})
_SHOWS = frozenset({Way.BROWSER, Way.HOOK, Way.DIGEST})
DEFAULT_WAYS: Mapping[NoticeKind, frozenset[Way]] = {
    **dict.fromkeys(NoticeKind, frozenset({Way.DIGEST})),
    NoticeKind.WEEKLY: frozenset({Way.MAIL}),
    **dict.fromkeys(
        (NoticeKind.CONTACT_OWED, NoticeKind.SYSTEM, NoticeKind.MENTION, NoticeKind.NOBODY_THERE), _RINGS
    ),
    **dict.fromkeys(
        (
            NoticeKind.WORD,
            NoticeKind.LATE,
            NoticeKind.OUTCOME_OWED,
            NoticeKind.CASE,
            NoticeKind.OFFER,
            NoticeKind.UNREACHABLE,
        ),
        _SHOWS,
    ),
}
"""Until somebody chooses: what cannot wait rings, what is on the desk anyway is told once a day."""


ONE_TAP = "one_tap"
"""Beside the kinds: the mail that asks an interviewer, once, whether somebody came."""


def takes_one_tap(choices: Mapping[str, Sequence[str]]) -> bool:
    """Until they say otherwise."""
    return Way.MAIL in choices.get(ONE_TAP, (Way.MAIL,))


def ways_of(choices: Mapping[str, Sequence[str]], kind: NoticeKind) -> frozenset[Way]:
    """What this person chose for ``kind``, or the default; ``choices`` are as stored on the person."""
    chosen = choices.get(kind.value)
    if chosen is None:
        return DEFAULT_WAYS[kind]
    return frozenset(way for way in Way if way.value in chosen)


def mail_due(
    ways: frozenset[Way], now: datetime, hours: SpeakingHours, digest_at: time
) -> tuple[datetime | None, bool]:
    """When an e-mail about it is due (aware, never at night), and whether it is the digest's."""
    if Way.MAIL in ways:
        return hours.next_allowed(now + GATHERING), False
    if Way.DIGEST in ways:
        return next_digest(now, digest_at, hours.zone), True
    return None, False


def hook_due(ways: frozenset[Way], now: datetime, hours: SpeakingHours) -> datetime | None:
    return hours.next_allowed(now) if Way.HOOK in ways else None


def next_digest(now: datetime, at: time, zone: str) -> datetime:
    """The next ``at`` after ``now``, local time in ``zone``."""
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), at, tzinfo=ZoneInfo(zone))
    if today > now:
        return today
    return datetime.combine(local.date() + timedelta(days=1), at, tzinfo=ZoneInfo(zone))

"""応募者: what the address asks for, and what of it an index answers.

A condition that no index knows (source, keenness) is looked for among the next ``WINDOW`` people only, so a
page costs the same however many have ever applied; the screen then offers to look further.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from candidates.models import Application
from candidates.policy import Keenness, Source, Stage
from company.models import Staff
from dashboard.scope import Scope
from messaging.models import Message
from messaging.policy import State
from noshow.models import Case
from scheduling.models import Interview
from scheduling.policy import InterviewState

ACTIVE, OVER, EVERYONE = "active", "over", "all"
ABSENCE = "absence"
GROUPS: dict[str, tuple[Stage, ...]] = {
    "received": (Stage.RECEIVED,),
    "in_contact": (Stage.IN_CONTACT,),
    "interviewing": (Stage.INTERVIEWING,),
    "deciding": (Stage.DECIDING, Stage.OFFERED),
}
CONFIRMED, SILENT, UNDELIVERED = "confirmed", "silent", "undelivered"
ANSWERS = (CONFIRMED, SILENT, UNDELIVERED)
NOT_STARTED, UNTOUCHED = "waiting", "owed"
CONTACTS = (NOT_STARTED, UNTOUCHED)
ME, NOBODY = "me", "none"
DAYS = ("1", "7", "30", "90")
WINDOW = 2000
LONGEST_WORD = 100
NAMES = {"since": "from", "until": "to"}
"""Fields whose name in the address is a word Python keeps for itself, or nearly."""


@dataclass(frozen=True)
class Filter:
    """What the address asks for. ``where`` is a job's number, or a location's behind an ``l``."""

    stage: str = ""
    span: str = ""
    where: str = ""
    owner: str = ""
    source: str = ""
    days: str = ""
    since: str = ""
    until: str = ""
    answer: str = ""
    contact: str = ""
    case: str = ""
    keen: str = ""
    q: str = ""
    sort: str = ""

    @property
    def whom(self) -> str:
        """A search looks at everyone, a list at those still on their way, unless it says otherwise."""
        return self.span or (EVERYONE if self.q else ACTIVE)

    @property
    def is_narrow(self) -> bool:
        return any(getattr(self, name) for name in set(names()) - {"sort", "span"})

    @property
    def is_searched(self) -> bool:
        return bool(self.q)

    @property
    def place(self) -> int | None:
        return _number(self.where.removeprefix("l")) if self.where.startswith("l") else None

    @property
    def job(self) -> int | None:
        return _number(self.where)

    @property
    def query(self) -> str:
        """The address's part behind the question mark; what a saved view keeps."""
        said = {NAMES.get(name, name): getattr(self, name) for name in names()}
        return urlencode({name: value for name, value in said.items() if value})

    def without(self, *dropped: str) -> "Filter":
        return replace(self, **dict.fromkeys(dropped, ""))


def names() -> list[str]:
    return [one.name for one in fields(Filter)]


def read(asked: Mapping[str, str]) -> Filter:
    """What an address or a form says; values nobody knows are as if they were not there."""
    said = {
        name: (asked.get(NAMES.get(name, name)) or "").replace("\x00", "").strip()[:LONGEST_WORD]
        for name in names()
    }
    known: dict[str, Iterable[str]] = {
        "stage": (*GROUPS, *(stage.value for stage in Stage), ABSENCE),
        "span": (ACTIVE, OVER, EVERYONE),
        "source": list(Source),
        "days": DAYS,
        "answer": ANSWERS,
        "contact": CONTACTS,
        "case": ("1",),
        "keen": list(Keenness),
    }
    for name, values in known.items():
        if said[name] not in values:
            said[name] = ""
    for name in ("since", "until"):
        said[name] = said[name] if day_of(said[name]) else ""
    if said["owner"] not in {ME, NOBODY} and _number(said["owner"]) is None:
        said["owner"] = ""
    return Filter(**said)


def places_of(scope: Scope) -> list[int] | None:
    """The numbers of the places this person is shown; None is every place there is."""
    if scope.location:
        return [scope.location.pk]
    if scope.staff.sees_everything:
        return None
    return sorted(scope.staff.locations.values_list("pk", flat=True))


def narrowed(scope: Scope, wanted: Filter, now: datetime) -> QuerySet[Application]:
    """What indexes answer: place, job, stage, days, who is in charge, a coming interview, a case."""
    rows: QuerySet[Application] = Application.objects.all()
    if (places := places_of(scope)) is not None:
        rows = rows.filter(location=places[0]) if len(places) == 1 else rows.filter(location__in=places)
    if wanted.whom == ACTIVE:
        rows = rows.filter(is_open=True)
    elif wanted.whom == OVER:
        rows = rows.filter(is_open=False)
    if wanted.place:
        rows = rows.filter(location=wanted.place)
    elif wanted.job:
        rows = rows.filter(job=wanted.job)
    return _of_whom(_applied(_at_stage(rows, wanted), wanted, now), wanted, scope.staff)


def _at_stage(rows: QuerySet[Application], wanted: Filter) -> QuerySet[Application]:
    if wanted.stage == ABSENCE or wanted.case:
        rows = rows.filter(_has_open_case())
    if wanted.stage in GROUPS:
        group = GROUPS[wanted.stage]
        return rows.filter(stage=group[0]) if len(group) == 1 else rows.filter(stage__in=group)
    return rows.filter(stage=wanted.stage) if wanted.stage and wanted.stage != ABSENCE else rows


def _applied(rows: QuerySet[Application], wanted: Filter, now: datetime) -> QuerySet[Application]:
    """Days are this country's, both ends counted."""
    since, until = day_of(wanted.since), day_of(wanted.until)
    if wanted.days:
        since = timezone.localdate(now) - timedelta(days=int(wanted.days) - 1)
    if since:
        rows = rows.filter(applied_at__gte=midnight(since))
    return rows.filter(applied_at__lt=midnight(until + timedelta(days=1))) if until else rows


def _of_whom(rows: QuerySet[Application], wanted: Filter, staff: Staff) -> QuerySet[Application]:
    if wanted.owner == ME:
        return rows.filter(owner=staff)
    if wanted.owner == NOBODY:
        return rows.filter(owner=None)
    return rows.filter(owner=_number(wanted.owner)) if wanted.owner else rows


def remaining(wanted: Filter, now: datetime) -> Q:
    """What no index answers; an empty Q when nothing is left."""
    left = Q()
    if wanted.source:
        left &= Q(source=wanted.source)
    if wanted.keen:
        left &= Q(keenness=wanted.keen)
    if wanted.contact == NOT_STARTED:
        left &= Q(is_started=False)
    elif wanted.contact == UNTOUCHED:
        left &= Q(is_started=True, contacted_at=None, stage=Stage.RECEIVED)
    if wanted.answer:
        left &= Q(_answered(wanted.answer, now))
    return left


def _has_open_case() -> Exists:
    return Exists(Case.objects.open().filter(interview__application=OuterRef("pk")))


def _answered(answer: str, now: datetime) -> Exists:
    """How things stand before a coming interview; undelivered: what we said last did not arrive."""
    if answer == UNDELIVERED:
        failed = Message.objects.filter(
            application=OuterRef("pk"),
            state__in=[State.UNDELIVERED, State.FAILED, State.NEEDS_PERSON],
            seen_to_at=None,
        )
        return Exists(failed)
    coming = Interview.objects.filter(
        application=OuterRef("pk"), state=InterviewState.BOOKED, starts_at__gt=now
    )
    return Exists(coming.filter(confirmed_at__isnull=answer == SILENT))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def day_of(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001  made aware here

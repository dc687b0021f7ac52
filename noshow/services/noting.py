"""Notes of what was known beforehand, taken when somebody is asked and on the morning."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from company.models import Location
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from noshow.models import Moment, RiskNote
from noshow.policy import Facts, Level, Model, assess, values_of
from noshow.services.knowing import known_of
from noshow.services.levels import the_settings
from noshow.signals import risks_noted
from scheduling.models import Interview

ASKED_WITHIN = timedelta(hours=36)
"""Nobody is asked earlier than this before the start by the steps that all get."""
AHEAD = timedelta(days=2)
"""So many days before, on the morning, it is noted whether somebody should be asked earlier."""
FRESH = timedelta(hours=1)
"""An asking found later than this is not noted: what is known has moved on."""
MORNING = 7
"""From this hour, in the place's own time; who comes before it is noted in the last two hours."""
LAST_HOURS = timedelta(hours=2)
AT_ONCE = 500
KEPT = timedelta(days=3 * 365)
ASKED = {Moment.EVE: Kind.REMINDER_EVE, Moment.AGAIN: Kind.REMINDER_AGAIN}


def note_risks(*, now: datetime, most: int = AT_ONCE) -> int:
    """Take what notes are due; returns how many. Two at once take each one once."""
    found = 0
    for moment, kind in ASKED.items():
        asked = Message.objects.outgoing().filter(
            application=OuterRef("application"), kind=kind, sent_at__gt=now - FRESH, sent_at__lte=now
        )
        due = _unnoted(moment, now).filter(Exists(asked.exclude(channel=ChannelName.PHONE)))
        found += _take(due[:most], moment, now)
    ahead = [one for one in _unnoted(Moment.AHEAD, now)[:most] if _is_ahead(one, now)]
    here = [one for one in _unnoted(Moment.MORNING, now)[:most] if _is_the_morning(one, now)]
    return found + _take(ahead, Moment.AHEAD, now) + _take(here, Moment.MORNING, now)


def next_note(after: datetime, until: datetime) -> datetime | None:
    """The first morning in (``after``, ``until``] on which a note may be due, for a clock that walks."""
    places = Location.objects.filter(is_active=True).order_by()
    mornings = [_next_morning(after, zone) for zone in places.values_list("zone", flat=True).distinct()]
    for moment in sorted(mornings):
        while moment <= until:
            near = Interview.objects.booked().filter(
                starts_at__gt=moment, starts_at__lte=moment + AHEAD * 1.5
            )
            if near.exists():
                return moment
            moment += timedelta(days=1)
    return None


def _next_morning(after: datetime, zone: str) -> datetime:
    here = after.astimezone(ZoneInfo(zone))
    morning = here.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > here else morning + timedelta(days=1)


def forget_notes(*, now: datetime) -> int:
    """Those too old to learn from."""
    return RiskNote.objects.filter(starts_at__lt=now - KEPT).delete()[0]


def forget_notes_of(candidate_id: int) -> None:
    """What was known of an erased person goes, so that nothing is learned from it. They are locked."""
    RiskNote.objects.filter(interview__application__candidate=candidate_id).delete()


def _unnoted(moment: Moment, now: datetime) -> QuerySet[Interview]:
    """Still to come, and not noted at this moment for the time they have now; the next first."""
    noted = RiskNote.objects.filter(interview=OuterRef("pk"), moment=moment, starts_at=OuterRef("starts_at"))
    first, last = (
        (now + AHEAD / 2, now + AHEAD * 1.5) if moment == Moment.AHEAD else (now, now + ASKED_WITHIN)
    )
    ahead = Interview.objects.booked().filter(
        starts_at__gt=first, starts_at__lte=last, application__candidate__erased_at=None
    )
    rows = ahead.filter(~Exists(noted)).select_related("application", "location")
    return rows.order_by("starts_at", "pk")


def _is_ahead(interview: Interview, now: datetime) -> bool:
    """From the morning on, two days before; a booking made later than that needs no early asking."""
    assert interview.starts_at is not None  # noqa: S101  chosen by its start
    zone = ZoneInfo(interview.location.zone)
    here, starts = now.astimezone(zone), interview.starts_at.astimezone(zone)
    return here.date() + AHEAD == starts.date() and here.hour >= MORNING


def _is_the_morning(interview: Interview, now: datetime) -> bool:
    assert interview.starts_at is not None  # noqa: S101  chosen by its start
    zone = ZoneInfo(interview.location.zone)
    here, starts = now.astimezone(zone), interview.starts_at.astimezone(zone)
    return (here.date() == starts.date() and here.hour >= MORNING) or starts - here <= LAST_HOURS


def _take(interviews: Iterable[Interview], moment: Moment, now: datetime) -> int:
    chosen = list(interviews)
    if not chosen:
        return 0
    settings = the_settings()
    model = settings.as_model()
    known = known_of(chosen, now=now)
    notes = [_note(one, moment, known[one.pk].facts, model, settings.active_id) for one in chosen]
    with transaction.atomic():
        RiskNote.objects.bulk_create(
            notes,
            update_conflicts=True,
            unique_fields=["interview", "moment"],
            update_fields=["at", "starts_at", "values", "model", "percent", "is_high"],
        )
        risks_noted.send(RiskNote, interview_ids=[note.interview_id for note in notes], now=now)
    return len(notes)


def _note(interview: Interview, moment: Moment, facts: Facts, model: Model, number: int | None) -> RiskNote:
    """What says nothing is left out."""
    values = values_of(facts)
    risk = assess(values, model)
    return RiskNote(
        interview=interview,
        moment=moment,
        at=facts.now,
        starts_at=facts.starts_at,
        values={code: round(value, 4) for code, value in values.items() if value},
        model_id=number,
        percent=risk.percent,
        is_high=risk.level == Level.HIGH,
    )

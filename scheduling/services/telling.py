"""What people are told about an interview: one list for the page, the calendar file and the checklist."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from candidates.models import Application, Job
from company.models import AuditEvent, Company, Location, Staff
from company.prepared import Prepared
from company.services.profile import calls_from, the_company
from scheduling.models import Interview, Slot
from scheduling.policy import Mode
from scheduling.policy.checklist import Known, Need

_INVITATIONS = Prepared(
    lambda interview: AuditEvent.objects.filter(
        entity=Interview._meta.label_lower,
        entity_id=interview,
        action__in=["interview_invited", "invitation_extended"],
    ).values_list("details", flat=True)
)


class FactsMissing(Exception):
    """Nobody is invited before these facts can be told."""

    def __init__(self, missing: Sequence[Need]) -> None:
        super().__init__(", ".join(missing))
        self.missing = list(missing)


@dataclass(frozen=True)
class Told:
    """One fact as people read it."""

    need: str
    label: str
    value: str


def require_facts(application: Application, *, now: datetime, slot: Slot | None = None) -> None:
    """Raises FactsMissing when an invitation, or ``slot``, could not say all its candidate needs to know."""
    missing = missing_for(application, now=now, slot=slot)
    if missing:
        raise FactsMissing(missing)


def missing_for(application: Application, *, now: datetime, slot: Slot | None = None) -> list[Need]:
    """For the ways of meeting that are offered at the job's location now, or for one slot."""
    slots = [slot] if slot is not None else list(_offered(application.job.location, now))
    return known_facts(application.job, the_company(), slots).missing(_modes(slots))


def ways_offered(application: Application, *, now: datetime, slot: Slot | None = None) -> list[str]:
    """What an invitation made now has to be complete for; the trail keeps it as ``ways``."""
    slots = [slot] if slot is not None else _offered(application.job.location, now)
    return sorted(_modes(slots))


def untold(interview: Interview, application: Application) -> list[Need]:
    """What has gone missing since they were invited: nothing while one of the ways offered to them is told.

    It rests on company, location, job and the invitation itself, whose edits are followed by a new plan.
    Slots come and go without one; their links were looked at when the invitation was made.
    """
    known = known_facts(application.job, the_company(), ())
    known = Known(known.facts | {Need.MEETING_LINK})
    lacking = [known.missing({way}) for way in _ways(interview)]
    return lacking[0] if all(lacking) else []


def _ways(interview: Interview) -> list[Mode]:
    """Those it had to be complete for when it was said last; any, where nobody wrote them down."""
    said = next((found for details in _INVITATIONS.all(interview.pk) if (found := details.get("ways"))), None)
    return [mode for mode in Mode if said is None or mode in said]


def unsaid_for(application: Application, *, now: datetime) -> tuple[list[Need], list[Need]]:
    """What keeps an invitation back, and what would only help; for what is offered now."""
    slots = list(_offered(application.job.location, now))
    known, modes = known_facts(application.job, the_company(), slots), _modes(slots)
    return known.missing(modes), known.advisable(modes)


def known_facts(job: Job, company: Company, slots: Collection[Slot]) -> Known:
    """What job, location, company and the slots themselves say."""
    place = job.location
    reach = place.phone or company.caller_number
    online = [slot for slot in slots if slot.is_online]
    met: list[Staff | None] = [slot.interviewer for slot in slots if slot.interviewer] or [job.owner]
    return Known.of(
        [
            (Need.ADDRESS, place.postal_address),
            (Need.ACCESS, place.access or place.station),
            (Need.ENTRANCE, place.entrance or place.directions),
            (Need.PHONE, reach),
            (Need.MEETING_LINK, bool(online) and all(slot.online_url for slot in online) and "yes"),
            (Need.TEST_PAGE, company.online_test_url),
            (Need.HELP_PHONE, company.online_help_phone or reach),
            (Need.CALLER_NUMBER, calls_from(place, company)),
            (Need.MINUTES, job.interview_minutes),
            (Need.BRING, job.bring),
            (Need.DRESS, job.dress),
            (Need.TALK, job.talk),
            (Need.FACE, all(_has_face(person) for person in met) and "yes"),
        ]
    )


def _has_face(person: Staff | None) -> bool:
    return person is not None and bool(person.photo_id or person.greeting)


def _offered(place: Location, now: datetime) -> Collection[Slot]:
    """One slot for every way of meeting, link and interviewer that lies ahead."""
    rows = Slot.objects.filter(location=place, is_open=True, starts_at__gt=now).order_by()
    seen: dict[tuple[object, ...], Slot] = {}
    for slot in rows.select_related("interviewer").only(
        "mode", "online_url", "interviewer__photo", "interviewer__greeting"
    )[:1000]:
        seen.setdefault((slot.mode, bool(slot.online_url), slot.interviewer_id), slot)
    return seen.values()


def _modes(slots: Collection[Slot]) -> set[Mode]:
    """Without a slot to choose people would be met at the place."""
    return {Mode(slot.mode) for slot in slots} or {Mode.ONSITE}


def interview_facts(job: Job, slot: Slot, company: Company) -> list[Told]:
    """What is told about an interview on ``slot``, in the order people need it, without what is not known.

    Call where the candidate's language is active. Whoever joins by video needs no way, and whoever is
    called needs neither way nor dress.
    """
    mode, place = Mode(slot.mode), slot.location
    told = [
        Told("job", _("Job"), job.title),
        Told("interviewer", _("You meet"), str(slot.interviewer or "")),
        *_by_line(mode, slot, company),
        *_with(mode, job),
        Told("talk", _("We talk about"), job.talk),
        *(_way_there(place) if mode == Mode.ONSITE else []),
        Told("phone", _("Phone"), place.phone or company.caller_number),
    ]
    return [one for one in told if one.value.strip()]


def _by_line(mode: Mode, slot: Slot, company: Company) -> list[Told]:
    """How they reach us, or we them, without coming."""
    if mode == Mode.ONLINE:
        return [
            Told("meeting_link", _("Meeting link"), slot.online_url),
            Told("test_page", _("Try it beforehand"), company.online_test_url),
            Told("help_phone", _("If it does not work"), company.online_help_phone),
        ]
    if mode == Mode.PHONE:
        return [Told("caller_number", _("We call from"), calls_from(slot.location, company))]
    return []


def _way_there(place: Location) -> list[Told]:
    return [
        Told("access", _("How to get there"), way_to(place)),
        Told("entrance", _("Entrance"), place.entrance),
        Told("map", _("Map"), place.map_url),
    ]


def _with(mode: Mode, job: Job) -> list[Told]:
    """What they have with them and on, and how early they come, where we see them."""
    if mode == Mode.PHONE:
        return []
    dress = Told("dress", _("To wear"), job.dress)
    if mode == Mode.ONLINE:
        return [dress]
    early = _("%(minutes)s minutes before is early enough") % {"minutes": job.arrive_minutes}
    arrive = [Told("arrive", _("Arrive"), early)] if job.arrive_minutes else []
    return [Told("bring", _("To bring"), job.bring), dress, *arrive]


def way_to(place: Location) -> str:
    """Station and walk in one line; most write the station into the walk."""
    if place.station and place.station not in place.access:
        return " ".join(part for part in (place.station, place.access) if part)
    return place.access

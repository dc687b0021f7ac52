"""The first-contact clock: whoever is in charge hears before the time is over and when it is, then a deputy.

Each of the three is told once. The time runs in the place's opening hours, so nobody hears of it at night.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from candidates.models import Application
from candidates.policy import OpeningHours
from candidates.services.caring import carers_of, works_at
from company.models import Company, Location, Notice, Staff
from company.policy import NoticeKind, Role
from company.services import notices
from company.services.profile import the_company

SOON = timedelta(minutes=10)
NEWS_FOR = timedelta(days=1)
"""How long after its end a time that passed is still news, e.g. when the background process stood still."""
LONGEST_CLOSED = timedelta(days=8)
AT_ONCE = 200


def watch_contacts(*, now: datetime) -> int:
    """Tell who should be in touch by now; returns how many notices are new."""
    company = the_company()
    return (
        _each(_due(now, now + SOON, "soon"), lambda row: _tell_carers(row, "soon", now))
        + _each(_due(now - NEWS_FOR, now, "over"), lambda row: _tell_carers(row, "over", now))
        + _each(
            _due(
                now - LONGEST_CLOSED,
                now - _patience(company),
                "deputy",
                _may_be_told(now - _patience(company)),
            ),
            lambda row: _tell_deputy(row, company, now),
        )
    )


def hours_of(place: Location) -> OpeningHours:
    return OpeningHours.of(place.opens, place.closes, place.zone, place.closed_weekdays)


def _each(rows: Iterable[Application], told: Callable[[Application], int]) -> int:
    return sum(told(row) for row in rows)


def _patience(company: Company) -> timedelta:
    return timedelta(minutes=company.deputy_after_minutes)


def _due(after: datetime, until: datetime, step: str, which: Q = Q()) -> QuerySet[Application]:  # noqa: B008  never changed
    """Whose time ends within that span and of whom nobody was told this yet, the earliest first."""
    told = Notice.objects.filter(application_id=OuterRef("pk"), key__startswith=_key(step, ""))
    over = Notice.objects.filter(application_id=OuterRef("pk"), key__startswith=_key("over", ""))
    return (
        Application.objects.awaiting_first_contact()
        .annotate(over_at=Subquery(over.order_by("-pk").values("at")[:1]))
        .filter(which, ~Exists(told), first_contact_due_at__gt=after, first_contact_due_at__lte=until)
        .select_related("candidate", "owner", "job__owner", "job__location__responsible")
        .select_related("job__location__deputy")
        .order_by("first_contact_due_at", "pk")[:AT_ONCE]
    )


def _may_be_told(heard_by: datetime) -> Q:
    """Where there is a deputy, or whoever is in charge has heard long enough ago to hear again."""
    owners = Exists(Staff.objects.filter(role=Role.OWNER, is_active=True))
    is_somebody = Q(job__location__deputy__isnull=False) | Q(owners)
    return is_somebody | Q(over_at=None) | Q(over_at__lte=heard_by)


def _key(step: str, number: object) -> str:
    return f"contact-{step}:{number}"


def _tell_carers(application: Application, step: str, now: datetime) -> int:
    return _tell(application, step, carers_of(application), step, now)


def _tell_deputy(application: Application, company: Company, now: datetime) -> int:
    """Once so much opening time has passed beyond the promise; who heard before is no deputy.

    Without a deputy whoever is in charge hears again, as much later: also where they heard late themselves.
    """
    place, due = application.job.location, application.first_contact_due_at
    if due is None or hours_of(place).after(due, company.deputy_after_minutes) > now:
        return 0
    carers = carers_of(application)
    others = [one for one in _deputies(place) if one not in carers]
    heard: datetime | None = getattr(application, "over_at", None)
    if not others and heard and hours_of(place).after(heard, company.deputy_after_minutes) > now:
        return 0
    return _tell(application, "deputy", others or carers, "deputy" if others else "still", now)


def _deputies(place: Location) -> list[Staff]:
    deputy = place.deputy
    if deputy is not None and deputy.is_active and deputy.may_act and works_at(deputy, place):
        return [deputy]
    return list(Staff.objects.filter(role=Role.OWNER, is_active=True))


def _tell(application: Application, step: str, to: list[Staff], detail: str, now: datetime) -> int:
    return notices.tell(
        NoticeKind.CONTACT_OWED,
        to=to,
        key=_key(step, application.pk),
        path=reverse("dashboard:application", args=[application.pk]),
        now=now,
        name=application.candidate.given_name,
        detail=detail,
        application_id=application.pk,
    )

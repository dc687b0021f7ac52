"""応募者: the choices of the filters, and the active ones in words, each with the address without it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from candidates.models import Application, Job
from company.models import Location, Staff
from company.moments import day_words
from dashboard.queries.people_filter import (
    ABSENCE,
    CONFIRMED,
    EVERYONE,
    GROUPS,
    ME,
    NOBODY,
    NOT_STARTED,
    OVER,
    SILENT,
    UNDELIVERED,
    UNTOUCHED,
    Filter,
    day_of,
    midnight,
)
from dashboard.scope import Scope

FEW_PLACES = 30
FEW_JOBS = 80
"""More than these are offered only once a place is chosen."""


@dataclass(frozen=True)
class Place:
    """A group of the job filter: a location, and the values of its options."""

    name: str
    value: str
    jobs: list[tuple[str, str]]


@dataclass(frozen=True)
class Places:
    """``has_more``: only the chosen one stands here, and the form asks for the others once it is used."""

    shown: list[Place]
    has_more: bool = False


@dataclass(frozen=True)
class Chip:
    """One active condition; ``query`` is the address without it."""

    words: str
    query: str


def places(scope: Scope, wanted: Filter, *, all_of_them: bool = False) -> Places:
    """Places, with their jobs: all of them while they are few, else those of the chosen place."""
    here = wanted.place or _place_of(wanted.job)
    locations = list(_locations(scope)[: None if all_of_them else FEW_PLACES + 1])
    has_more = len(locations) > FEW_PLACES and not all_of_them
    if has_more:
        if here is None:
            return Places([], has_more)
        locations = list(scope.locations().filter(pk=here).distinct())
    found = {one.pk: Place(one.name, f"l{one.pk}", []) for one in locations}
    jobs = scope.jobs().select_related("location").order_by("location__name", "title")
    if has_more or jobs.order_by().values("pk")[FEW_JOBS : FEW_JOBS + 1]:
        jobs = jobs.filter(location=here)
    for job in jobs:
        group = found.setdefault(job.location_id, Place(job.location.name, f"l{job.location_id}", []))
        group.jobs.append((str(job.pk), job.title))
    return Places(list(found.values()), has_more)


def owners(scope: Scope) -> list[tuple[str, str]]:
    """Me, nobody, and my colleagues who may act."""
    theirs = scope.staff.locations.values_list("pk", flat=True)
    colleagues = sorted(Staff.objects.who_see(theirs), key=lambda one: (one.display_name, one.username))
    acting = [one for one in colleagues if one.may_act and one != scope.staff]
    return [
        (ME, pgettext("in charge", "Me")),
        (NOBODY, pgettext("in charge", "Nobody")),
        *((str(one.pk), str(one)) for one in acting),
    ]


def sources() -> list[tuple[str, str]]:
    return [(str(value), str(words)) for value, words in _choices("source")]


def keennesses() -> list[tuple[str, str]]:
    return [(str(value), str(words)) for value, words in _choices("keenness")]


def answers() -> list[tuple[str, str]]:
    return [
        (CONFIRMED, _("Said “I am coming”")),
        (SILENT, _("Has not answered yet")),
        (UNDELIVERED, _("Our message did not arrive")),
    ]


def contacts() -> list[tuple[str, str]]:
    return [
        (NOT_STARTED, _("Contact not started yet")),
        (UNTOUCHED, _("Nobody has spoken with them yet")),
    ]


def day_choices() -> list[tuple[str, str]]:
    return [
        ("1", _("Applied today")),
        ("7", _("Applied in the last 7 days")),
        ("30", _("Applied in the last 30 days")),
        ("90", _("Applied in the last 90 days")),
    ]


STAGES = {
    "received": pgettext_lazy("stages", "Applied"),
    "in_contact": pgettext_lazy("stages", "Contact"),
    "interviewing": pgettext_lazy("stages", "Interview"),
    "deciding": pgettext_lazy("stages", "Decision"),
    ABSENCE: pgettext_lazy("stages", "Absence"),
}


def stage_words(stage: str) -> str:
    """Of one stage or of the group it stands for, as the buttons above the list say it."""
    return str(STAGES.get(stage) or dict(_choices("stage")).get(stage, stage))


def chips(scope: Scope, wanted: Filter) -> list[Chip]:
    """In the order of the form; stage and kind of list have their own places on the screen."""
    return [Chip(words, wanted.without(*names).query) for names, words in _said(scope, wanted) if words]


def _said(scope: Scope, wanted: Filter) -> Iterable[tuple[tuple[str, ...], str]]:
    yield ("q",), _("“%(q)s”") % {"q": wanted.q} if wanted.q else ""
    if wanted.stage and wanted.stage not in (*GROUPS, ABSENCE):
        yield ("stage",), stage_words(wanted.stage)
    if wanted.span and not (wanted.q and wanted.span == EVERYONE):
        spans = {OVER: _("Ended"), EVERYONE: _("Everyone")}
        yield ("span",), spans.get(wanted.span, _("On the way") if wanted.q else "")
    yield ("where",), _where(scope, wanted)
    yield ("owner",), _owner(wanted)
    for name, choices in CHOICES.items():
        if value := getattr(wanted, name):
            yield (name,), dict(choices()).get(value, "")
    yield ("since", "until"), _days(wanted)
    yield ("case",), _("Has an open absence") if wanted.case else ""


def _where(scope: Scope, wanted: Filter) -> str:
    if wanted.place:
        return next(
            iter(scope.locations().filter(pk=wanted.place).values_list("name", flat=True)), _("Unknown")
        )
    if wanted.job:
        job = scope.jobs().filter(pk=wanted.job).select_related("location").first()
        return f"{job.title}・{job.location}" if job else _("Unknown")
    return ""


def _owner(wanted: Filter) -> str:
    if not wanted.owner:
        return ""
    names = {ME: pgettext("in charge", "Me"), NOBODY: pgettext("in charge", "Nobody")}
    name = names.get(wanted.owner) or Staff.objects.filter(pk=int(wanted.owner)).first()
    return _("In charge: %(name)s") % {"name": name} if name else _("Unknown")


def _days(wanted: Filter) -> str:
    since, until = day_of(wanted.since), day_of(wanted.until)
    if not since and not until:
        return ""
    words = {
        "since": day_words(midnight(since)) if since else "",
        "until": day_words(midnight(until)) if until else "",
    }
    return _("Applied %(since)s – %(until)s") % words


def _choices(field: str) -> list[tuple[str, str]]:
    column = Application._meta.get_field(field)
    assert isinstance(column, models.Field)  # noqa: S101  tells the type checker what it is
    return [(str(value), str(words)) for value, words in column.flatchoices]


def _locations(scope: Scope) -> Sequence[Location] | QuerySet[Location]:
    if scope.location:
        return [scope.location]
    return scope.locations().distinct().order_by("name")


def _place_of(job: int | None) -> int | None:
    return Job.objects.filter(pk=job).values_list("location_id", flat=True).first() if job else None


CHOICES = {"answer": answers, "contact": contacts, "source": sources, "keen": keennesses, "days": day_choices}

"""Every page of the desk on the sample company: addresses from the URL table, numbers from its rows."""

import re
from collections.abc import Iterator
from typing import Any  # URL patterns and resolvers

from django.db.models import Model
from django.urls import URLPattern, get_resolver

from candidates.models import Application, Board, BoardMail, Candidate, Content, Import, Job
from candidates.policy import Stage
from company.models import BulkAct, Location, Notice, Staff, Webhook
from messaging.models import Message, Snippet
from messaging.policy import State
from noshow.models import Case
from scheduling.models import AvailabilityRule

WALKED = ("desk/", "sign-in/", "tablet/", "status", "api/v1/docs/", "sandbox/", "")
NUMBERED: dict[str, type[Model]] = {
    "desk/applications/": Application,
    "desk/snippets/": Snippet,
    "desk/slots/rules/": AvailabilityRule,
    "desk/cases/": Case,
    "desk/contents/": Content,
    "desk/jobs/": Job,
    "desk/locations/": Location,
    "desk/imports/": Import,
    "desk/boards/mails/": BoardMail,
    "desk/boards/": Board,
    "desk/bulk/": BulkAct,
    "desk/day/": BulkAct,
    "desk/messages/": Message,
    "desk/notices/": Notice,
    "desk/settings/staff/": Staff,
    "desk/settings/webhooks/": Webhook,
}


def routes() -> list[str]:
    """All addresses somebody at a desk can open, as the URL table writes them."""
    return [
        route
        for route in _routes(get_resolver().url_patterns)
        if route.startswith("desk/") or route in WALKED
    ]


def addresses() -> Iterator[str]:
    """Each route with the number of a row of its kind; one application of every stage."""
    for route in routes():
        if "<" not in route:
            yield f"/{route}"
            continue
        if "<int:one>" in route:
            one, other = Candidate.objects.order_by("pk").values_list("pk", flat=True)[:2]
            yield f"/desk/people/{one}/{other}/" if route == "desk/people/<int:one>/<int:other>/" else "/"
            continue
        kind = next((kind for start, kind in NUMBERED.items() if route.startswith(start)), None)
        for pk in _numbers(kind, route) if kind else ():
            yield "/" + re.sub(r"<int:pk>", str(pk), route)


def _numbers(kind: type[Model], route: str) -> list[int]:
    rows = kind._default_manager.order_by("pk")
    if kind is Application and route == "desk/applications/<int:pk>/":
        found = [rows.filter(stage=stage).values_list("pk", flat=True).first() for stage in Stage]
        return [pk for pk in found if pk]
    if kind is Message:
        rows = rows.filter(state=State.PLANNED)
    if kind is BulkAct:
        return list(rows.values_list("pk", flat=True))
    if kind is Import:
        return list(rows.values_list("pk", flat=True))
    return list(rows.values_list("pk", flat=True)[:1])


def _routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern)
        else:
            yield from _routes(one.url_patterns, before + str(one.pattern))

"""Two people do not call the same person: whoever opens the call holds it for a while, and one at a time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from candidates.models import Application
from company.models import Staff
from messaging.models import CallClaim

HELD_FOR = timedelta(minutes=10)


def claim_call(application: Application, *, by: Staff, now: datetime) -> CallClaim:
    """Say that ``by`` is about to call; returns whose call it is. A colleague's stands until it lapses.

    It is about the person: who has two applications is called by one of us. Taking one lets the others go.
    """
    with transaction.atomic():
        held = _held(application, now)
        if held is not None and held.by_id != by.pk:
            return held
        CallClaim.objects.filter(by=by).exclude(application=application).delete()
        claim, _ = CallClaim.objects.update_or_create(
            application=application, defaults={"by": by, "since": held.since if held else now}
        )
    return claim


def take_over_call(application: Application, *, by: Staff, now: datetime) -> CallClaim:
    """They agreed on it between them: the call is ``by``'s from now on."""
    with transaction.atomic():
        CallClaim.objects.filter(application__candidate=application.candidate_id).delete()
        return claim_call(application, by=by, now=now)


def let_call_go(application: Application, *, by: Staff) -> None:
    """The call is made, or they went on to another."""
    CallClaim.objects.filter(application=application, by=by).delete()


def claims_of(people: Collection[int], now: datetime) -> dict[int, CallClaim]:
    """Who is about to call these people, by the number of the person."""
    rows = CallClaim.objects.filter(application__candidate__in=people, since__gt=now - HELD_FOR)
    return {
        row.application.candidate_id: row
        for row in rows.select_related("application", "by").order_by("since")
    }


def _held(application: Application, now: datetime) -> CallClaim | None:
    return claims_of([application.candidate_id], now).get(application.candidate_id)

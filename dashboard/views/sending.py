"""送信のようす: how the outbox is doing, and the switch that holds all sending; for owners and machines."""

from datetime import datetime
from typing import Any  # template contexts hold anything

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from company import clock
from dashboard.forms_sending import ALL, COUNT_FROM, WITHOUT_OVERDUE, HoldForm, ReleaseForm
from dashboard.permits import must_own
from dashboard.queries import sending
from dashboard.scope import staff_of
from messaging.services.holding import current_hold, hold, release, what_would_go_out
from messaging.services.vitals import Vitals, may_watch, vitals


def status(request: HttpRequest) -> HttpResponse:
    """A page for owners; for a machine that shows the token, or asks from this one, the same as JSON."""
    if "Authorization" in request.headers or request.headers.get("Accept") == "application/json":
        return _for_machines(request)
    return _for_owners(request)


@never_cache
@require_safe
def _for_machines(request: HttpRequest) -> HttpResponse:
    address, forwarded = request.META.get("REMOTE_ADDR", ""), "X-Forwarded-For" in request.headers
    if not may_watch(request.headers.get("Authorization", ""), address, forwarded=forwarded):
        return JsonResponse({"error": "unauthorized"}, status=401, headers={"WWW-Authenticate": "Bearer"})
    return JsonResponse(_as_json(vitals(clock.now())))


def _as_json(seen: Vitals) -> dict[str, Any]:
    return {
        "well": seen.is_well,
        "due": seen.due,
        "oldest_due_seconds": seen.oldest_due.total_seconds() if seen.oldest_due else None,
        "heartbeat_age_seconds": seen.beats,
        "unknown": seen.unknown,
        "oldest_unknown_seconds": seen.oldest_unknown.total_seconds() if seen.oldest_unknown else None,
        "needs_person": seen.needs_person,
        "held_since": seen.hold.since.isoformat() if seen.hold else None,
        "events_waiting": seen.events_waiting,
        "quotas": {one.channel: {"used": one.used, "limit": one.limit} for one in seen.quotas},
        "messages_24h": seen.last_day,
        "blocked_addresses": seen.blocked,
    }


@login_required
@never_cache
@require_safe
def _for_owners(request: HttpRequest) -> HttpResponse:
    must_own(request)
    return render(request, "dashboard/sending/status.html", _context(clock.now()))


@login_required
@require_POST
def hold_sending(request: HttpRequest) -> HttpResponse:
    must_own(request)
    form, now = HoldForm(request.POST), clock.now()
    if not form.is_valid():
        return render(request, "dashboard/sending/status.html", _context(now, hold_form=form), status=422)
    hold(by=staff_of(request), now=now, reason=form.cleaned_data["reason"])
    messages.success(request, _("Sending is on hold. Plans wait; nothing is lost."))
    return redirect("dashboard:status")


@login_required
@require_POST
def release_sending(request: HttpRequest) -> HttpResponse:
    must_own(request)
    now = clock.now()
    form = ReleaseForm(request.POST, due=what_would_go_out(now).count())
    if current_hold() is None:
        messages.error(request, _("Sending was not on hold."))
        return redirect("dashboard:status")
    if not form.is_valid():
        return render(request, "dashboard/sending/status.html", _context(now, form=form), status=422)
    sent = release(by=staff_of(request), now=now, without_overdue=form.cleaned_data["how"] == WITHOUT_OVERDUE)
    words = ngettext(
        "Sending goes on. %(n)d message leaves now.", "Sending goes on. %(n)d messages leave now.", sent
    )
    messages.success(request, words % {"n": sent})
    return redirect("dashboard:status")


def _context(
    now: datetime, *, form: ReleaseForm | None = None, hold_form: HoldForm | None = None
) -> dict[str, Any]:
    seen = vitals(now)
    return {
        "now": now,
        "seen": seen,
        "signs": sending.signs(seen),
        "last_day": sending.last_day(seen),
        "holds": sending.holds(),
        "waiting": sending.what_a_release_lets_out(now) if seen.hold else None,
        "form": form,
        "hold_form": hold_form or HoldForm(),
        "must_type": seen.due > COUNT_FROM,
        "all": ALL,
        "without_overdue": WITHOUT_OVERDUE,
    }

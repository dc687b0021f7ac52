"""The calendar of interview times: one week, making slots, withdrawing one."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from company import clock
from company.services.profile import the_company
from dashboard.forms_slots import WEEKLY, SlotForm
from dashboard.permits import must_act
from dashboard.queries.slots import interviewers_for, shortages, waiting, week_of
from dashboard.scope import Scope, acting, scope_of, staff_of
from dashboard.views.access import back
from dashboard.words_slots import Sum, made_in_words, sum_of
from scheduling.models import Slot
from scheduling.policy import Mode
from scheduling.services.slots import (
    SlotBooked,
    SlotExists,
    SlotRefused,
    create_series,
    create_slot,
    withdraw_slot,
)


@login_required
def slots(request: HttpRequest) -> HttpResponse:
    """One week of slots; a POST makes new ones."""
    if request.method == "POST":
        return _make(request)
    return _page(request, None)


def _make(request: HttpRequest) -> HttpResponse:
    must_act(request)
    now, staff = clock.now(), staff_of(request)
    form = SlotForm(request.POST, scope=scope_of(request), now=now)
    if not form.is_valid():
        return _page(request, form, status=422)
    made = create_series(
        form.first_start, form.series_weekdays, form.series_end, now=now, by=staff, **form.facts()
    )
    if not made:
        messages.error(request, _("All of these times stand already; nothing new was made."))
        return redirect("dashboard:slots")
    starts = [slot.starts_at.astimezone(form.first_start.tzinfo) for slot in made]
    messages.success(request, made_in_words(starts))
    return redirect(f"{reverse('dashboard:slots')}?week={min(starts).date().isoformat()}")


@login_required
def count_slots(request: HttpRequest) -> HttpResponse:
    """How many slots the form would make as it stands."""
    form = SlotForm(request.GET, scope=scope_of(request), now=clock.now())
    return render(request, "dashboard/calendar/_sum.html", {"sum": sum_of(form)})


def _page(request: HttpRequest, form: SlotForm | None, *, status: int = 200) -> HttpResponse:
    scope, now = scope_of(request), clock.now()
    zone = _zone(scope)
    with timezone.override(zone):
        monday, shown = _monday(request, now, zone), request.GET.getlist("by")
        week = week_of(scope, monday, zone=zone, shown=shown, now=now)
        waiters = waiting(scope, now=now)
        filled, total = (form, sum_of(form)) if form else _new_form(scope, now, zone)
        context = {
            "week": week,
            "as_list": request.GET.get("view") == "list",
            "waiters": waiters,
            "shortages": shortages(scope, waiters, fewest=the_company().fewest_slots, now=now),
            "form": filled,
            "sum": total,
            **_picked(request, scope, now),
        }
        return render(request, "dashboard/calendar/calendar.html", context, status=status)


def _zone(scope: Scope) -> ZoneInfo:
    location = scope.location or scope.locations().first()
    return ZoneInfo(location.zone if location else settings.TIME_ZONE)


def _monday(request: HttpRequest, now: datetime, zone: ZoneInfo) -> date:
    """The Monday of the week in the address, or of this week."""
    wanted = now.astimezone(zone).date()
    with suppress(ValueError):
        wanted = date.fromisoformat(request.GET.get("week", ""))
    if not 2000 <= wanted.year <= 2100:  # the far ends of the calendar have no week before or after
        wanted = now.astimezone(zone).date()
    return wanted - timedelta(days=wanted.weekday())


def _new_form(scope: Scope, now: datetime, zone: ZoneInfo) -> tuple[SlotForm, Sum]:
    """A form that starts with the next two weekends, and what it would make."""
    today = now.astimezone(zone).date()
    locations = scope.locations()
    location = scope.location or locations.first()
    mine = interviewers_for(locations).filter(pk=scope.staff.pk).exists()
    initial = {
        "location": location.pk if location else None,
        "interviewer": scope.staff.pk if mine else None,
        "repeat": WEEKLY,
        "first": today,
        "weekdays": [5, 6],
        "until": today + timedelta(days=13),
        "start": "10:00",
        "end": "13:00",
        "minutes": 30,
        "seats": 1,
        "mode": Mode.ONSITE,
    }
    total = sum_of(SlotForm(initial, scope=scope, now=now)) if location else Sum(0, 0, "")
    return SlotForm(initial=initial, scope=scope, now=now), total


def _picked(request: HttpRequest, scope: Scope, now: datetime) -> dict[str, object]:
    """The slot the address points at, for the panel beside the week."""
    number = request.GET.get("slot", "")
    slots = scope.slots().select_related("location", "interviewer")
    picked = slots.filter(pk=number).first() if number.isdecimal() and len(number) < 18 else None
    return {
        "picked": picked,
        "picked_is_past": bool(picked and picked.starts_at <= now),
        "picked_is_taken": bool(picked and picked.bookings.filter(active=True).exists()),
    }


@acting
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a slot no longer; refused once somebody sits in it."""
    slot = get_object_or_404(Slot.objects.visible_to(staff_of(request)), pk=pk)
    try:
        withdraw_slot(slot, by=staff_of(request), now=clock.now())
    except SlotBooked:
        words = _("Somebody has just taken this time. Move or cancel that interview on their page first.")
        messages.error(request, words)
    else:
        undo = reverse("dashboard:reopen_slot", args=[slot.pk])
        messages.success(request, _("This time is no longer offered."), extra_tags=undo)
    return back(request, "dashboard:slots")


@acting
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a withdrawn slot again."""
    slot = get_object_or_404(Slot.objects.visible_to(staff_of(request)), pk=pk)
    try:
        create_slot(
            location=slot.location,
            starts_at=slot.starts_at,
            now=clock.now(),
            minutes=round((slot.ends_at - slot.starts_at) / timedelta(minutes=1)),
            mode=Mode(slot.mode),
            interviewer=slot.interviewer,
            online_url=slot.online_url,
            capacity=slot.capacity,
            by=staff_of(request),
            series=slot.series,
        )
    except SlotExists:
        messages.info(request, _("This time is offered already."))
    except SlotRefused:
        messages.error(request, _("This time has passed and cannot be offered again."))
    else:
        messages.success(request, _("This time is offered again."))
    return back(request, "dashboard:slots")

"""The calendar of interview times: a week, a day or a list; and making times."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from company import clock
from company.models import Location
from company.services.profile import the_company
from dashboard.forms_slot_change import SlotChangeForm
from dashboard.forms_slots import ONCE, WEEKLY, SlotForm
from dashboard.permits import must_act
from dashboard.queries.calendar import Shown, grid_of
from dashboard.queries.calendar.panel import picked_slot
from dashboard.queries.shortages import shortages
from dashboard.queries.slots import interviewers_for, waiting
from dashboard.queries.waiting_tasks import long_waits
from dashboard.scope import Scope, scope_of, staff_of
from dashboard.words_slots import Sum, hearers, made_in_words, sum_of
from scheduling.policy import Mode
from scheduling.services.slots import create_series

DAY, LIST = "day", "list"


@login_required
def slots(request: HttpRequest) -> HttpResponse:
    """One week of slots, or one day; a POST makes new ones."""
    if request.method == "POST":
        return _make(request)
    return calendar_page(request)


def _make(request: HttpRequest) -> HttpResponse:
    must_act(request)
    now, staff = clock.now(), staff_of(request)
    form = SlotForm(request.POST, scope=scope_of(request), now=now)
    if not form.is_valid():
        return calendar_page(request, form, status=422)
    made = create_series(
        form.first_start, form.series_weekdays, form.series_end, now=now, by=staff, **form.facts()
    )
    if not made:
        messages.error(request, _("All of these times stand already; nothing new was made."))
        return redirect("dashboard:slots")
    starts = [slot.starts_at.astimezone(form.first_start.tzinfo) for slot in made]
    messages.success(request, made_in_words(starts, hearers(form, starts)))
    week, first = min(starts).date().isoformat(), min(made, key=lambda slot: slot.starts_at)
    return redirect(f"{reverse('dashboard:slots')}?week={week}#s-{first.pk}")


@login_required
def count_slots(request: HttpRequest) -> HttpResponse:
    """How many slots the form would make as it stands."""
    form = SlotForm(request.GET, scope=scope_of(request), now=clock.now())
    return render(request, "dashboard/calendar/_sum.html", {"sum": sum_of(form)})


def calendar_page(
    request: HttpRequest,
    form: SlotForm | None = None,
    *,
    change: SlotChangeForm | None = None,
    number: str = "",
    status: int = 200,
) -> HttpResponse:
    """``form`` and ``change`` come back with what is wrong in them; ``number`` is the slot of ``change``."""
    scope, now = scope_of(request), clock.now()
    zone = _zone(scope)
    with timezone.override(zone):
        shown = _shown(request, scope, now, zone)
        waiters = waiting(scope, now=now)
        filled, total = (form, sum_of(form)) if form else _new_form(request, scope, now, zone)
        picked = picked_slot(scope, number or request.GET.get("slot", ""), now=now)
        context = {
            "week": grid_of(scope, shown, zone=zone, now=now),
            "as_list": request.GET.get("view") == LIST,
            "waiters": waiters,
            "shortages": shortages(scope, fewest=the_company().fewest_slots, now=now),
            "waits": long_waits(scope, the_company(), now=now),
            "form": filled,
            "sum": total,
            "picked": picked,
            "change": change or (SlotChangeForm(slot=picked.slot) if picked else None),
            "may_make": staff_of(request).may_act,
        }
        return render(request, "dashboard/calendar/calendar.html", context, status=status)


def _zone(scope: Scope) -> ZoneInfo:
    location = scope.location or scope.locations().first()
    return ZoneInfo(location.zone if location else settings.TIME_ZONE)


def _shown(request: HttpRequest, scope: Scope, now: datetime, zone: ZoneInfo) -> Shown:
    today = now.astimezone(zone).date()
    at = request.GET.get("at", "")
    place = scope.locations().filter(pk=at).first() if at.isdecimal() and len(at) < 10 else None
    by, place_id = tuple(request.GET.getlist("by")), place.pk if place else None
    if request.GET.get("view") == DAY:
        return Shown(_date(request.GET.get("day", ""), today), 1, by, place_id)
    wanted = _date(request.GET.get("week", ""), today)
    return Shown(wanted - timedelta(days=wanted.weekday()), 7, by, place_id)


def _date(text: str, today: date) -> date:
    """The far ends of the calendar have no week before or after, so they are today as well."""
    with suppress(ValueError):
        wanted = date.fromisoformat(text)
        return wanted if 2000 <= wanted.year <= 2100 else today
    return today


def _new_form(request: HttpRequest, scope: Scope, now: datetime, zone: ZoneInfo) -> tuple[SlotForm, Sum]:
    """A form that starts with the hour that was pointed at, or with the next two weekends; and its sum."""
    today = now.astimezone(zone).date()
    location = _location(request, scope)
    possible = interviewers_for(scope.locations())
    by = request.GET.get("for", "")
    who = by if by.isdecimal() and len(by) < 10 else str(scope.staff.pk)
    initial = {
        "location": location.pk if location else None,
        "interviewer": who if possible.filter(pk=who).exists() else None,
        "minutes": 30,
        "seats": 1,
        "mode": Mode.ONSITE,
        "weekdays": [5, 6],
        "until": today + timedelta(days=13),
        **_when(request.GET.get("new", ""), today),
    }
    total = sum_of(SlotForm(initial, scope=scope, now=now)) if location else Sum(0, 0, "")
    return SlotForm(initial=initial, scope=scope, now=now), total


def _location(request: HttpRequest, scope: Scope) -> Location | None:
    locations = scope.locations()
    at = request.GET.get("at", "")
    pointed = locations.filter(pk=at).first() if at.isdecimal() and len(at) < 10 else None
    return pointed or scope.location or locations.first()


def _when(new: str, today: date) -> dict[str, object]:
    """``2026-06-11T09:00`` is one time on that day."""
    with suppress(ValueError):
        start = datetime.strptime(new, "%Y-%m-%dT%H:%M")  # noqa: DTZ007  the place's own time
        return {
            "repeat": ONCE,
            "first": start.date(),
            "start": f"{start:%H:%M}",
            "end": "",
            "weekdays": [start.weekday()],
        }
    return {"repeat": WEEKLY, "first": today, "start": "10:00", "end": "13:00"}

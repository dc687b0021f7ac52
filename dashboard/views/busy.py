"""Interviewers' own calendars: which are read, what went wrong, adding and removing one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from company import clock
from company.policy import Role
from dashboard.forms_supply import FeedForm
from dashboard.queries.supply import feed_rows, people_with_calendars
from dashboard.scope import Scope, staff_of
from dashboard.words import sentences
from dashboard.words_supply import feed_trouble, supplied_words
from scheduling.models import BusyFeed
from scheduling.services.busy_feeds import add_address, drop_feed, read_soon, take_in_file
from scheduling.services.feeds_fetching import FeedRefused


@login_required
def busy(request: HttpRequest) -> HttpResponse:
    """Those who act keep everybody's they plan for, an interviewer their own; a POST adds one."""
    _must_keep(request)
    if request.method == "POST":
        return _add(request)
    return _page(request, None)


def _add(request: HttpRequest) -> HttpResponse:
    people = people_with_calendars(_wide(request))
    form = FeedForm(request.POST, request.FILES, people=people)
    if form.is_valid():
        try:
            words = _take_in(request, form)
        except FeedRefused as refused:
            form.add_error("url" if form.cleaned_data["url"] else "file", feed_trouble(refused.code))
        else:
            messages.success(request, words)
            return redirect("dashboard:busy")
    return _page(request, form, status=422)


def _take_in(request: HttpRequest, form: FeedForm) -> str:
    data, now, by = form.cleaned_data, clock.now(), staff_of(request)
    if data["url"]:
        machine = timezone.now()
        add_address(data["staff"], data["name"], data["url"], by=by, now=now, machine_now=machine)
        return _("The calendar is added. It is read within a minute, and every half hour from then on.")
    _feed, done = take_in_file(data["staff"], data["name"], data["file"].read(), by=by, now=now)
    return sentences([_("The calendar is taken in."), supplied_words(done)])


def _page(request: HttpRequest, form: FeedForm | None, *, status: int = 200) -> HttpResponse:
    scope = _wide(request)
    rows = feed_rows(scope, now=clock.now())
    blank = FeedForm(people=people_with_calendars(scope), initial={"staff": scope.staff.pk})
    context = {"rows": rows, "form": form or blank, "waits": any(row.is_waiting for row in rows)}
    return render(request, "dashboard/availability/busy.html", context, status=status)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    done = drop_feed(_found(request, pk), by=staff_of(request), now=clock.now())
    messages.success(request, sentences([_("The calendar is no longer looked at."), supplied_words(done)]))
    return redirect("dashboard:busy")


@login_required
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Once more, at the next chance."""
    read_soon(_found(request, pk), machine_now=timezone.now())
    messages.success(request, _("It is read again within a minute."))
    return redirect("dashboard:busy")


def _found(request: HttpRequest, pk: int) -> BusyFeed:
    """One of a colleague's is known but somebody else's to keep; one of another place does not exist."""
    feed = get_object_or_404(BusyFeed.objects.visible_to(staff_of(request)).select_related("staff"), pk=pk)
    _must_keep(request)
    if not people_with_calendars(_wide(request)).filter(pk=feed.staff_id).exists():
        raise PermissionDenied
    return feed


def _must_keep(request: HttpRequest) -> None:
    staff = staff_of(request)
    if not staff.may_act and staff.role != Role.INTERVIEWER:
        raise PermissionDenied


def _wide(request: HttpRequest) -> Scope:
    return Scope(staff_of(request))

"""A candidate's own page: the present state, 行きます, 遅れます, 辞退, and the calendar file."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.services.links import note_opening
from messaging.policy import ChannelName
from messaging.services.hearing import hear
from portal.forms_me import (
    LATE_REASONS,
    LateForm,
    VersionForm,
    WithdrawForm,
    delays_of,
    late_in_words,
)
from portal.services.present import newest_interview
from portal.views.linked import Visit, linked, see_other
from portal.views.showing import draw, draw_present, stale, where_they_stand
from scheduling.models import LEAVING_REASONS
from scheduling.policy import InterviewState
from scheduling.services.calendars import calendar_file
from scheduling.services.confirming import InterviewAlreadyStarted, confirm_interview
from scheduling.services.lateness import NotTheTime, note_late
from scheduling.services.leaving import UndoTooLate, undo_withdrawal, withdraw
from scheduling.services.locking import InterviewOver, StalePage

ANSWERS = ["GET", "HEAD", "POST"]
CANCELLED = {InterviewState.CANCELLED_BY_US, InterviewState.CANCELLED_BY_CANDIDATE}


def aged() -> str:
    return _("This page was a little old, so nothing was changed. Here is how things stand now.")


@require_safe
@linked
def home(request: HttpRequest, visit: Visit) -> HttpResponse:
    return draw_present(request, visit)


@require_http_methods(ANSWERS)
@linked
def confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    """行きます."""
    if request.method != "POST":
        return see_other(visit.address("home"))
    form = VersionForm(request.POST)
    interview = newest_interview(visit.application)
    if not form.is_valid() or interview is None:
        return stale(request, visit, aged())
    try:
        confirm_interview(interview, now=visit.now, version=form.shown)
    except InterviewAlreadyStarted:
        return stale(
            request, visit, _("The interview has begun already. If you are on your way, tell us here.")
        )
    except (StalePage, InterviewOver):
        return stale(request, visit, aged())
    return see_other(visit.address("home"))


@require_http_methods(ANSWERS)
@linked
def late(request: HttpRequest, visit: Visit) -> HttpResponse:
    """遅れます: choose how long, from two days before to two hours after the start."""
    here = where_they_stand(visit)
    if not here.may_be_late or here.interview is None or here.starts_at is None:
        return see_other(visit.address("home")) if request.method != "POST" else stale(request, visit, aged())
    form = LateForm(request.POST or None)
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return draw(
            request,
            visit,
            "late",
            here,
            status=status,
            delays=delays_of(here.starts_at),
            reasons=LATE_REASONS,
        )
    try:
        note_late(here.interview, minutes=form.cleaned_data["minutes"], now=visit.now, version=form.shown)
    except (StalePage, InterviewOver, NotTheTime):
        return stale(request, visit, aged())
    if form.cleaned_data["why"]:
        said = late_in_words(form)
        hear(here.application, channel=ChannelName.PAGE, text=said, now=visit.now, asks=False)
    return see_other(visit.address("home"))


@require_http_methods(ANSWERS)
@linked
def leave(request: HttpRequest, visit: Visit) -> HttpResponse:
    """辞退する: a second screen with an optional reason, then one press."""
    here = where_they_stand(visit)
    if request.method != "POST":
        if here.application.is_over:
            return see_other(visit.address("home"))
        why = request.GET.get("why", "")
        return draw(request, visit, "withdraw", here, reasons=LEAVING_REASONS, why=why)
    form = WithdrawForm(request.POST)
    reason = form.cleaned_data.get("why", "") if form.is_valid() else ""
    try:
        withdraw(here.application, now=visit.now, version=form.shown, reason=reason)
    except (StalePage, InterviewOver):
        return stale(request, visit, aged())
    return see_other(visit.address("home"))


@require_http_methods(ANSWERS)
@linked
def undo(request: HttpRequest, visit: Visit) -> HttpResponse:
    """やっぱり、もどる: take the withdrawal back."""
    if request.method == "POST":
        try:
            undo_withdrawal(visit.application, now=visit.now)
        except UndoTooLate:
            words = _("This can no longer be taken back here. Write to us below, or call: we will be glad.")
            return stale(request, visit, words)
    return see_other(visit.address("home"))


@require_safe
@linked
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The interview for a phone's calendar; after a cancel, the file that takes it out again."""
    here = where_they_stand(visit)
    if here.interview is None or not here.interview.bookings.exists():
        return see_other(visit.address("home"))
    method = "CANCEL" if here.interview.state in CANCELLED else "PUBLISH"
    text = calendar_file(here.interview, company_name=here.company.name, method=method)
    response = HttpResponse(text, content_type=f"text/calendar; charset=utf-8; method={method}")
    response.headers["Content-Disposition"] = 'inline; filename="yakusoku.ics"'
    return response


@require_http_methods(ANSWERS)
@linked
def opened(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Told by the page's script after a touch, once a page."""
    if request.method == "POST":
        note_opening(visit.link, now=visit.now)
        return HttpResponse(status=204)
    return see_other(visit.address("home"))

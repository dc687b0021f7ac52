"""What a candidate tells us in words: why they could not come, and anything they want to ask."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from messaging.policy import ChannelName
from messaging.services.hearing import hear
from noshow.models import Case
from noshow.policy import Reason
from noshow.services.cases import CaseOver, answer_case
from noshow.services.our_absence import report_nobody_there
from portal.forms_me import (
    ABSENCE_REASONS,
    NOBODY_THERE,
    TODAYS_REASONS,
    AbsenceForm,
    MessageForm,
    in_our_words,
)
from portal.services.present import Present
from portal.services.standing import Standing
from portal.services.told import told_lately
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS, aged
from portal.views.showing import draw, draw_present, stale, where_they_stand
from scheduling.services.excusing import NotToday, ask_another_day
from scheduling.services.locking import InterviewOver, StalePage


@require_http_methods(ANSWERS)
@linked
def absent(request: HttpRequest, visit: Visit) -> HttpResponse:
    """来られなかった・今日は行けない: one tap, and いまは答えたくない is always among them."""
    here = where_they_stand(visit)
    cannot_come = here.standing in {Standing.BOOKED, Standing.STARTED} and here.is_the_day
    told = told_lately(here)
    if here.standing is not Standing.ABSENT and not cannot_come and told is None:
        return see_other(visit.address("home")) if request.method != "POST" else stale(request, visit, aged())
    reasons = TODAYS_REASONS if cannot_come else ABSENCE_REASONS
    form = AbsenceForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return draw(request, visit, "absent", here, status=status, reasons=reasons)
    reason = Reason(form.cleaned_data["reason"])
    if cannot_come:
        return _excuse(request, visit, here, reason, form.shown)
    return _answer(request, visit, told, reason)


def _answer(request: HttpRequest, visit: Visit, case: Case | None, reason: Reason) -> HttpResponse:
    """Where the answer has opened new times, they come next; else thanks, in place."""
    if case is None:
        return stale(request, visit, aged())
    try:
        answer_case(case, reason, "", visit.now)
    except CaseOver:
        return stale(request, visit, aged())
    now_here = where_they_stand(visit)
    if not request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
        return see_other(visit.address("home") + "#reason")
    if now_here.standing is not Standing.ABSENT or reason is Reason.NOBODY_THERE:
        return HttpResponseClientRedirect(visit.address("home"))
    return draw(request, visit, "_absent_reason", now_here, reasons=ABSENCE_REASONS)


def _excuse(
    request: HttpRequest, visit: Visit, here: Present, reason: Reason, version: int | None
) -> HttpResponse:
    """On the day, before anybody has said that they did not come."""
    if reason is Reason.OTHER_JOB:
        return see_other(visit.address("withdraw") + "?why=other_job")
    said = in_our_words([NOBODY_THERE, *((code, label) for code, _icon, label in TODAYS_REASONS)], [reason])
    if here.interview is None:
        return stale(request, visit, aged())
    try:
        if reason is Reason.NOBODY_THERE:
            report_nobody_there(here.interview, now=visit.now, version=version)
            return see_other(visit.address("home") + "#reason")
        ask_another_day(here.interview, now=visit.now, version=version, text="".join(said))
    except (StalePage, InterviewOver, NotToday):
        return stale(request, visit, aged())
    return see_other(visit.address("home"))


@require_http_methods(ANSWERS)
@linked
def message(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A question or a word; it reaches a person."""
    if request.method != "POST":
        return see_other(visit.address("home") + "#message")
    form = MessageForm(request.POST)
    if not form.is_valid():
        words = _("Please write a word first.")
        if request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
            return draw(request, visit, "_message", where_they_stand(visit), status=422, message_error=words)
        return draw_present(request, visit, status=422, message_error=words)
    hear(visit.application, channel=ChannelName.PAGE, text=form.cleaned_data["text"], now=visit.now)
    if request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
        return draw(request, visit, "_message", where_they_stand(visit))
    return see_other(visit.address("home") + "#message")

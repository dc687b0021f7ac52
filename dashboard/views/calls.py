"""The call list and the call screen: one person after the other, with everything in view."""

from datetime import datetime
from typing import Any  # template contexts hold anything

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from candidates.models import Application
from candidates.policy import local_phone
from company import clock
from company.moments import day_hour_words, hour_words
from dashboard import words_calls
from dashboard.call_words import purpose_of, purpose_words, script_for
from dashboard.forms_calls import OutcomeForm
from dashboard.permits import may_change_words
from dashboard.queries import one_call, person
from dashboard.queries.calls import Call, CallList, call_list, suits_now
from dashboard.scope import acting, scope_of, staff_of
from dashboard.views.answering import done, the_application
from dashboard.views.desk import htmx_target
from messaging.models import Message
from messaging.policy import CallOutcome, ChannelName, State
from messaging.services.calling import AnnouncedAlready, announce_call, announced_call, log_call, number_shown
from messaging.services.claiming_calls import claim_call, claims_of, let_call_go, take_over_call
from messaging.services.suppressing import is_blocked
from messaging.services.taking_back_calls import CallStands, may_take_back, take_back_call
from messaging.wording import state_words
from scheduling.models import Interview
from scheduling.services.confirming import InterviewAlreadyStarted, InterviewOver, confirm_interview

STILL_UNDER_WAY = {State.PLANNED, State.CLAIMED, State.SENDING, State.ACCEPTED, State.UNKNOWN}


@login_required
def calls(request: HttpRequest) -> HttpResponse:
    """Everybody who waits for a call now or later today."""
    now = clock.now()
    shown = call_list(scope_of(request), now)
    context = {
        "calls": shown,
        "rows": [_row(call, request, now) for call in shown.rows],
        "now": now,
        "may_act": staff_of(request).may_act,
    }
    if htmx_target(request) == "calls":
        return render(request, "dashboard/calls/_list.html", context)
    return render(request, "dashboard/calls/list.html", context)


def _row(call: Call, request: HttpRequest, now: datetime) -> dict[str, Any]:
    return {
        "call": call,
        "label": words_calls.label(call.need.why),
        "reasons": words_calls.reasons(call, now),
        "left": words_calls.left(call, now),
        "phone": local_phone(call.application.candidate.phone),
        "is_mine": call.claim is not None and call.claim.by_id == request.user.pk,
    }


@login_required
@require_safe
def call_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """One person to call: who, why now, what to say, what was, and how it went."""
    application, now = the_application(request, pk), clock.now()
    if htmx_target(request) == "announced":
        return render(request, "dashboard/calls/_announced.html", _announced(application, now))
    return render(request, "dashboard/calls/screen.html", _context(request, application, now))


def _context(
    request: HttpRequest, application: Application, now: datetime, form: OutcomeForm | None = None
) -> dict[str, Any]:
    staff, shown = staff_of(request), call_list(scope_of(request), now)
    place = shown.at(application.pk)
    call = shown.rows[place] if place is not None else None
    interview = person.current_interview(application)
    purpose = purpose_of(application, call.need.why if call else None)
    made = one_call.last_call(application, now)
    reached = made is not None and made.reason == CallOutcome.REACHED
    return {
        "application": application,
        "candidate": application.candidate,
        "job": application.job,
        "now": now,
        "may_act": staff.may_act,
        "phone_words": local_phone(application.candidate.phone),
        "is_blocked": is_blocked(ChannelName.PHONE, application.candidate.phone),
        "calls_from": number_shown(application),
        "why": _row(call, request, now) if call else None,
        "suits_now": suits_now(application, now),
        "interview": interview,
        "row": person.interview_row(interview, now),
        "script": script_for(application, interview, purpose, str(staff)),
        "purpose_words": purpose_words(purpose),
        "may_change_script": may_change_words(staff, application.job),
        "said": one_call.last_said(application),
        "made": made,
        "may_undo": made is not None and staff.may_act and may_take_back(made, now),
        "agrees": reached and staff.may_act and not application.is_over,
        "times": person.times_to_offer(application, interview, now)[:12] if reached else [],
        **_next_context(application, interview, form, now),
        **_steps(shown, place),
        **_claim_context(request, application, now),
        **_announced(application, now),
    }


def _next_context(
    application: Application, interview: Interview | None, form: OutcomeForm | None, now: datetime
) -> dict[str, Any]:
    """The suggested next attempt, or what was typed."""
    found = one_call.suggested_next(application, interview, now)
    typed = form.data.get("again_at", "") if form is not None else None
    suggested = one_call.as_typed(found.at, application.job.location.zone) if found else ""
    return {
        "next_call": found,
        "again_at": suggested if typed is None else typed,
        "again_error": form.errors.get("again_at", [""])[0] if form is not None else "",
        "note": form.data.get("note", "") if form is not None else "",
    }


def _steps(shown: CallList, place: int | None) -> dict[str, Any]:
    """Where this call stands in the list, and its neighbours; colleagues' calls are stepped over."""
    rows = shown.rows
    after = rows[place + 1 :] if place is not None else rows
    before = rows[:place] if place is not None else []
    free = [row for row in after if row.claim is None] or after
    return {
        "position": place + 1 if place is not None else None,
        "calls": shown,
        "next_one": free[0].application if free else None,
        "previous_one": before[-1].application if before else None,
    }


def _claim_context(request: HttpRequest, application: Application, now: datetime) -> dict[str, Any]:
    claim = claims_of([application.candidate_id], now).get(application.candidate_id)
    return {"claim": claim, "is_mine": claim is not None and claim.by_id == request.user.pk}


def _announced(application: Application, now: datetime) -> dict[str, Any]:
    """The SMS that announces the call, and whether it has arrived."""
    told = announced_call(application, now)
    return {
        "application": application,
        "announced": told,
        "announced_word": state_words(told.state, told.reason) if told else "",
        "is_under_way": told is not None and told.state in STILL_UNDER_WAY,
        "has_arrived": told is not None and told.state == State.DELIVERED,
    }


@acting
def call_claim(request: HttpRequest, pk: int) -> HttpResponse:
    """I am about to call; with ``over`` in place of a colleague who agreed."""
    application, now, by = the_application(request, pk), clock.now(), staff_of(request)
    if request.POST.get("over"):
        take_over_call(application, by=by, now=now)
    else:
        claim_call(application, by=by, now=now)
    if htmx_target(request) == "claim":
        context = {"application": application, "may_act": True, **_claim_context(request, application, now)}
        return render(request, "dashboard/calls/_claim.html", context)
    return redirect("dashboard:call_screen", pk)


@acting
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """「5分後にこの番号からお電話します」: from the call screen, the person's page, or a row of 今日."""
    application, now = the_application(request, pk), clock.now()
    try:
        announce_call(application, by=staff_of(request), now=now)
    except AnnouncedAlready as told:
        said, at = messages.info, hour_words(told.message.created_at)
        words = _("They were told by SMS at %(time)s that you call. No second one goes out.") % {"time": at}
    else:
        said, words = messages.success, _("The SMS that announces your call is on its way.")
    if htmx_target(request) == "announced":
        return render(request, "dashboard/calls/_announced.html", _announced(application, now))
    said(request, words)
    return done(request, application)


@acting
def call_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """How it went. After a call in vain the next one on the list comes up; after a talk, what was agreed."""
    application, now, by = the_application(request, pk), clock.now(), staff_of(request)
    form = OutcomeForm(request.POST, zone=application.job.location.zone, now=now)
    if not form.is_valid():
        if "again_at" not in form.errors:
            messages.error(request, _("Please press one of the results of the call."))
        context = _context(request, application, now, form)
        return render(request, "dashboard/calls/screen.html", context, status=422)
    before = call_list(scope_of(request), now)
    outcome, again_at = CallOutcome(form.cleaned_data["outcome"]), form.cleaned_data["again_at"]
    call = log_call(
        application, outcome=outcome, by=by, now=now, note=form.cleaned_data["note"], again_at=again_at
    )
    let_call_go(application, by=by)
    undo = reverse("dashboard:undo_call", args=[call.pk])
    messages.success(request, _said(application, outcome, again_at), extra_tags=undo)
    following = _steps(before, before.at(pk))["next_one"]
    if outcome == CallOutcome.REACHED:
        return redirect(reverse("dashboard:call_screen", args=[pk]) + "#agreed")
    page = reverse("dashboard:call_screen", args=[following.pk]) if following else reverse("dashboard:calls")
    return redirect(f"{page}#noted-{by.pk}-{pk}")  # calls.js lets go of the words it kept


def _said(application: Application, outcome: CallOutcome, again_at: datetime | None) -> str:
    words = {
        CallOutcome.REACHED: _("Written down: you spoke with %(name)s."),
        CallOutcome.NO_ANSWER: _("Written down: %(name)s did not answer."),
        CallOutcome.CALL_BACK: _("Written down: call %(name)s again."),
        CallOutcome.WRONG_NUMBER: _("Written down. The number of %(name)s will not be used again."),
    }[outcome] % {"name": application.candidate}
    return words + (_(" Next call: %(time)s.") % {"time": day_hour_words(again_at)} if again_at else "")


@acting
def undo_call(request: HttpRequest, pk: int) -> HttpResponse:
    """The outcome was pressed by mistake."""
    rows = Message.objects.visible_to(staff_of(request)).filter(channel=ChannelName.PHONE)
    call = get_object_or_404(rows.select_related("application"), pk=pk)
    try:
        take_back_call(call, by=staff_of(request), now=clock.now())
    except CallStands:
        messages.error(request, _("Something later builds on it, so it stays. Write a note instead."))
    else:
        messages.success(request, _("Taken back."))
    return redirect("dashboard:call_screen", call.application_id)


@acting
def call_confirmed(request: HttpRequest, pk: int) -> HttpResponse:
    """They said on the telephone that they will come."""
    application, now = the_application(request, pk), clock.now()
    interview = person.current_interview(application)
    try:
        if interview is None:
            raise InterviewOver
        confirm_interview(interview, now=now, by=staff_of(request))
    except InterviewOver:
        messages.error(request, _("There is no booked time to confirm."))
    except InterviewAlreadyStarted:
        messages.error(request, _("The interview has begun. Please say whether they came."))
    else:
        messages.success(request, _("Noted: they will come."))
    return redirect("dashboard:call_screen", pk)

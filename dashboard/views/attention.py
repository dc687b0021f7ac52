"""人の判断: the messages that went no further by themselves, and one press for each way to decide."""

from collections.abc import Callable
from datetime import datetime
from typing import Any  # template contexts hold anything

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event

from candidates.services.locking import lock_living
from company import clock
from company.models import Staff
from dashboard.queries.attention import ON_ITS_PAGE, ON_THE_DESK, is_still_true, panel
from dashboard.scope import acting, scope_of, staff_of
from dashboard.views.access import back
from dashboard.views.answering import done
from dashboard.views.desk import htmx_target
from messaging.models import Message
from messaging.services.attention import (
    Settled,
    bring_back,
    call_instead,
    let_go,
    said_anyway,
    send_again,
)
from messaging.services.writing import TooLate


@login_required
def attention(request: HttpRequest) -> HttpResponse:
    """The whole list on a page of its own; htmx asks for the panel alone."""
    part = "_attention" if htmx_target(request) == "attention" else "attention"
    context = attention_context(request, clock.now(), whole=True)
    response = render(request, f"dashboard/attention/{part}.html", context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def attention_context(request: HttpRequest, now: datetime, *, whole: bool) -> dict[str, Any]:
    most = ON_ITS_PAGE if whole else ON_THE_DESK
    return {
        "attention": panel(scope_of(request), now, most=most),
        "whole": whole,
        "now": now,
        "may_act": staff_of(request).may_act,
    }


@acting
def arrived(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, _said_anyway, _("Noted: it arrived."))


@acting
def again(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, _send_again, _("It is sent once more, as soon as the rules allow it."))


@acting
def call(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, _call_instead, _("A call to make stands in the list of next steps."))


@acting
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, _let_go, _("Let go. Nothing more is sent about this."))


@acting
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    return _decide(request, pk, _bring_back, _("Taken back. It waits for you again."), undo=False)


class NoLongerTrue(Exception):
    """What it says does not fit the present facts."""


def _said_anyway(message: Message, by: Staff, now: datetime) -> None:
    said_anyway(message, by=by, now=now)


def _send_again(message: Message, by: Staff, now: datetime) -> None:
    """Looked at under the person's lock, so that nobody withdraws between the look and the words."""
    with transaction.atomic():
        lock_living(message.application.candidate_id)
        message.application.refresh_from_db(fields=["stage", "closed_at"])
        if not is_still_true(message, message.application, now):
            raise NoLongerTrue
        send_again(message, by=by, now=now)


def _call_instead(message: Message, by: Staff, now: datetime) -> None:
    call_instead(message, by=by, now=now)


def _let_go(message: Message, by: Staff, now: datetime) -> None:
    let_go(message, by=by, now=now)


def _bring_back(message: Message, by: Staff, now: datetime) -> None:
    bring_back(message, by=by, now=now)


def _decide(
    request: HttpRequest,
    pk: int,
    deed: Callable[[Message, Staff, datetime], None],
    words: str,
    *,
    undo: bool = True,
) -> HttpResponse:
    message, now = _message(request, pk), clock.now()
    try:
        deed(message, staff_of(request), now)
    except Settled:
        messages.error(request, _("It is settled already: somebody decided, or a report came."))
    except TooLate:
        messages.error(request, _("It is too late for that. Please write or call instead."))
    except NoLongerTrue:
        messages.error(
            request, _("What it says no longer fits the present plan. Please write or call instead.")
        )
    else:
        way_back = reverse("dashboard:message_restore", args=[pk]) if undo else ""
        messages.success(request, words, extra_tags=way_back)
    return _answer(request, message, now)


def _answer(request: HttpRequest, message: Message, now: datetime) -> HttpResponse:
    target = htmx_target(request)
    if target == "attention":
        context = attention_context(request, now, whole=request.POST.get("whole") == "1")
        response = render(request, "dashboard/attention/_attention_live.html", context)
        return trigger_client_event(response, "queue-changed")
    if target:
        return done(request, message.application)
    return back(request, "dashboard:attention")


def _message(request: HttpRequest, pk: int) -> Message:
    rows = Message.objects.visible_to(staff_of(request)).outgoing()
    return get_object_or_404(
        rows.select_related(
            "application__candidate",
            "application__job__location",
            "application__job__owner",
            "application__owner",
        ),
        pk=pk,
    )

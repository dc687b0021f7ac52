"""文面を直す: a person's own words for one planned message, seen as it will read before they are kept."""

from datetime import datetime
from typing import Any  # template contexts hold anything

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from company import clock
from dashboard.forms import OwnWordsForm, unknown_words
from dashboard.permits import must_act
from dashboard.queries.reading import read_message, usual_text
from dashboard.scope import acting, staff_of
from dashboard.views.answering import done, refused
from dashboard.views.writing import planned_message
from messaging.models import Message
from messaging.rendering import MissingValue, for_editing
from messaging.services import own_words
from messaging.services.writing import TooLate, UnknownVariables


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: HttpRequest, pk: int) -> HttpResponse:
    """The words it would be sent with, to be changed; kept only for this one message."""
    must_act(request)
    message, now = planned_message(request, pk), clock.now()
    if request.method != "POST":
        if not message.is_plan:
            return refused(request, message.application, _gone())
        return _page(request, message, now)
    form = OwnWordsForm(request.POST, is_email=message.channel == "email")
    trouble = form.first_error if not form.is_valid() else _keep(request, message, form, now)
    if trouble:
        return _page(request, message, now, form=form, trouble=trouble, status=422)
    messages.success(request, _("Kept. Only this message says it this way."))
    return redirect("dashboard:application", message.application_id)


def _keep(request: HttpRequest, message: Message, form: OwnWordsForm, now: datetime) -> str:
    """Empty when it worked, else what to do about it."""
    subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
    try:
        own_words.reword(message, subject=subject, body=body, by=staff_of(request), now=now)
    except UnknownVariables as error:
        return unknown_words(error.names[0])
    except MissingValue as error:
        return _("There is nothing to put in for {%(name)s} here. Take it out.") % {"name": error.name}
    except TooLate:
        return _gone() + " " + _("Your words stand below, should you want to write to them.")
    return ""


def _gone() -> str:
    return _("It is leaving just now, has left, or is no longer needed. Nothing was changed.")


def _page(
    request: HttpRequest,
    message: Message,
    now: datetime,
    *,
    form: OwnWordsForm | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    language = message.application.candidate.language
    usual = usual_text(message)
    if form is not None:
        subject, body = form.data.get("subject", ""), form.data.get("body", "")
    else:
        subject, body = (message.own_subject, message.own_body) if message.own_body else usual
        subject, body = for_editing(subject, language), for_editing(body, language)
    context = reading_context(message, subject, body, now) | {
        "subject": subject,
        "body": body,
        "trouble": trouble,
        "last": own_words.last_rewording(message) if message.own_body else None,
    }
    return render(request, "dashboard/candidate/reword.html", context, status=status)


def reading_context(message: Message, subject: str, body: str, now: datetime) -> dict[str, Any]:
    """How it would arrive, and what to say about it."""
    return {
        "message": message,
        "application": message.application,
        "reading": read_message(message, subject, body),
        "now": now,
    }


@acting
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview beside the field, for what stands in it now."""
    message = planned_message(request, pk)
    subject, body = request.POST.get("subject", ""), request.POST.get("body", "")
    context = reading_context(message, subject, body, clock.now())
    return render(request, "dashboard/candidate/_reading.html", context)


@acting
def usual(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the words of its kind."""
    message = planned_message(request, pk)
    try:
        own_words.usual_words(message, by=staff_of(request), now=clock.now())
    except TooLate:
        return refused(request, message.application, _gone())
    messages.success(request, _("It says the usual words again."))
    return done(request, message.application)

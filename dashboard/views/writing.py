"""Writing to somebody, and changing what the plan would say."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from candidates.models import Application
from candidates.services.documents import TooMany
from candidates.services.locking import lock_person
from candidates.services.noting import write_note
from company import clock
from dashboard.composing import advice, mark_of, with_way_to_papers
from dashboard.forms import NOTE, ComposerForm
from dashboard.queries.attention import is_still_true
from dashboard.queries.person import ways
from dashboard.scope import acting, staff_of
from dashboard.services.saying import say
from dashboard.views.answering import done, refused, the_application
from dashboard.views.beside import papers_beside
from dashboard.views.desk import htmx_target
from dashboard.views.showing import composer_context, page_context
from messaging.linting import stops
from messaging.models import Message
from messaging.policy import ChannelName
from messaging.services import own_words, writing
from messaging.services.hearing import mark_answered


@acting
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what stands in the composer now, or keep it as a note."""
    application, now, form = the_application(request, pk), clock.now(), ComposerForm(request.POST)
    if not form.is_valid() or _closed(application, form):
        return _sent_back(request, application, form)
    papers, author = papers_beside(request, application), staff_of(request)
    data = form.cleaned_data
    if data["channel"] == NOTE:
        write_note(application, data["body"], author=author, now=now)
        messages.success(request, _("Noted."))
        return _went(request, application)
    body = with_way_to_papers(application, data["body"], papers)
    if _is_doubtful(request, application, form, body):
        return _sent_back(request, application, form)
    try:
        say(
            application,
            channel=ChannelName(data["channel"]),
            body=body,
            subject=data["subject"],
            papers=papers.theirs,
            house=papers.house,
            read=data["read"],
            by=author,
            now=now,
        )
    except TooMany:
        form.add_error(None, _("Ten papers are the most. Take one away first."))
        return _sent_back(request, application, form)
    messages.success(request, _("On its way."))
    return _went(request, application)


def _went(request: HttpRequest, application: Application) -> HttpResponse:
    """Without htmx the address tells composer.js that it may let go of the draft."""
    answer = done(request, application)
    if "Location" in answer:
        answer["Location"] += "#went"
    return answer


def _is_doubtful(request: HttpRequest, application: Application, form: ComposerForm, body: str) -> bool:
    """What cannot be sent is said on the form; a warning not seen yet stands there once."""
    data = form.cleaned_data
    found = advice(application, staff_of(request), data["channel"], data["subject"], body)
    if bad := stops(found):
        form.add_error(None, f"{bad[0].head}{_(': ')}{bad[0].text}")
    elif {mark_of(one) for one in found} - set(request.POST.getlist("seen")):
        form.add_error(None, _("Please look at this once more. Sent again, it goes as it is."))
    return bool(form.errors)


def _closed(application: Application, form: ComposerForm) -> bool:
    """Whether the chosen channel cannot be used, said on the form."""
    way = next((way for way in ways(application) if way.name == form.cleaned_data["channel"]), None)
    if way is not None and way.closed:
        form.add_error(None, way.closed)
    return bool(form.errors)


def _sent_back(request: HttpRequest, application: Application, form: ComposerForm) -> HttpResponse:
    """The text stays in the field, with what to put right."""
    now = clock.now()
    if htmx_target(request):
        context = composer_context(request, application, now, form) | {
            "application": application,
            "candidate": application.candidate,
            "may_act": True,
            "now": now,
        }
        response = render(request, "dashboard/candidate/_composer.html", context, status=422)
        return reswap(retarget(response, "#composer"), "outerHTML")
    context = page_context(request, application, now, composer=form)
    return render(request, "dashboard/candidate/page.html", context, status=422)


@acting
def answered(request: HttpRequest, pk: int) -> HttpResponse:
    """What they wrote needs no answer, up to the message it was said of."""
    application, read = the_application(request, pk), request.POST.get("read", "")
    number = int(read) if read.isdecimal() else None
    mark_answered(application, now=clock.now(), by=staff_of(request), read=number)
    messages.success(request, _("Taken off the list."))
    return done(request, application)


@acting
def send_now(request: HttpRequest, pk: int) -> HttpResponse:
    """A planned message leaves now instead of at its time."""
    message = planned_message(request, pk)
    try:
        writing.send_now(message, by=staff_of(request), now=clock.now())
    except writing.TooLate:
        return refused(request, message.application, _("It has left already, or is no longer needed."))
    messages.success(request, _("On its way."))
    return done(request, message.application)


@acting
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """A planned message is never sent."""
    message = planned_message(request, pk)
    try:
        writing.stop(message, by=staff_of(request), now=clock.now())
    except writing.TooLate:
        return refused(request, message.application, _("It has left already, or is no longer needed."))
    undo = reverse("dashboard:unstop", args=[message.pk])
    messages.success(request, _("Stopped. It will not be sent."), extra_tags=undo)
    return done(request, message.application)


@acting
def unstop(request: HttpRequest, pk: int) -> HttpResponse:
    """A stop is taken back: it is planned again, while that still helps."""
    message = planned_message(request, pk)
    now = clock.now()
    try:
        with transaction.atomic():
            lock_person(message.application.candidate_id)
            if not is_still_true(message, message.application, now):
                raise writing.TooLate
            own_words.say_after_all(message, by=staff_of(request), now=now)
    except writing.TooLate:
        return refused(request, message.application, _("It helps no more, or is planned again already."))
    messages.success(request, _("Planned again."))
    return done(request, message.application)


def planned_message(request: HttpRequest, pk: int) -> Message:
    rows = Message.objects.visible_to(staff_of(request)).outgoing()
    return get_object_or_404(
        rows.select_related("application__candidate", "application__job__location", "application__owner"),
        pk=pk,
    )

"""Handing over, withdrawing, opening again, and how a person wants to be reached."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.services.preferences import change_email, change_phone, change_preferences
from candidates.services.staging import StageNotAllowed
from candidates.services.staging import reopen as open_again
from company import clock
from dashboard.forms import ContactForm
from dashboard.queries.colleagues import colleagues_for
from dashboard.scope import acting, staff_of
from dashboard.services.handing import hand_over
from dashboard.views.answering import done, refused, the_application
from dashboard.views.showing import page_context
from scheduling.services.leaving import InterviewOver, UndoTooLate, undo_withdrawal
from scheduling.services.leaving import withdraw as withdraw_application

LONGEST_WORD = 500


@acting
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Back into contact after an end."""
    application = the_application(request, pk)
    try:
        open_again(application, by=staff_of(request), now=clock.now())
    except StageNotAllowed:
        return refused(request, application, _("This step is not possible from here. Please look once more."))
    messages.success(request, _("Open again."))
    return done(request, application)


@acting
def hand_over_to(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague is in charge from now on, is told so, and finds a word about it, if there is one."""
    application, by, now = the_application(request, pk), staff_of(request), clock.now()
    chosen, word = request.POST.get("owner", ""), request.POST.get("word", "").strip()[:LONGEST_WORD]
    colleague = next((one for one in colleagues_for(application) if str(one.pk) == chosen), None)
    if colleague is None:
        return refused(request, application, _("Please choose somebody from the list."))
    hand_over(application, colleague, word=word, by=by, now=now)
    messages.success(request, _("Handed over to %(name)s.") % {"name": colleague})
    return done(request, application)


@acting
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """They told us by phone that they do not want to go on."""
    application = the_application(request, pk)
    try:
        withdraw_application(application, now=clock.now(), reason="told_staff", by=staff_of(request))
    except InterviewOver:
        return refused(request, application, _("It has ended already."))
    undo = reverse("dashboard:undo_withdraw", args=[application.pk])
    messages.success(request, _("Withdrawn for them. Nothing further goes out."), extra_tags=undo)
    return done(request, application)


@acting
def undo_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    application = the_application(request, pk)
    try:
        undo_withdrawal(application, now=clock.now(), by=staff_of(request))
    except UndoTooLate:
        return refused(
            request, application, _("A quarter of an hour has passed. You can open it again instead.")
        )
    messages.success(request, _("Taken back."))
    return done(request, application)


@acting
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Number, address, preferred way and hours; what is planned follows at once."""
    application, now, by = the_application(request, pk), clock.now(), staff_of(request)
    candidate = application.candidate
    form = ContactForm(request.POST, candidate=candidate)
    if not form.is_valid():
        context = page_context(request, application, now, contact=form)
        return render(request, "dashboard/candidate/page.html", context, status=422)
    changes = form.changes
    wishes = {name: value for name, value in changes.items() if name not in {"phone", "email"}}
    change_preferences(candidate, **wishes, now=now, by=by)
    if "phone" in changes:
        change_phone(candidate, changes["phone"], now=now, by=by)
    if "email" in changes:
        change_email(candidate, changes["email"], now=now, by=by)
    messages.success(request, _("Saved. What is planned follows at once."))
    return done(request, application)

"""Inviting, booking by hand, moving, cancelling."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from candidates.models import Application
from company import clock
from company.moments import day_hour_words, hour_words
from dashboard.queries.person import current_interview
from dashboard.scope import acting, staff_of
from dashboard.views.answering import done, refused, the_application, the_interview
from dashboard.words_facts import refusal_words
from dashboard.words_reach import say_booked, say_cancelled, say_invited
from scheduling.models import AvailabilityWish, Interview, Slot
from scheduling.policy import InterviewState
from scheduling.services.booking import (
    InterviewerElsewhere,
    InterviewOver,
    SlotHeld,
    SlotNotOffered,
    SlotTaken,
    StalePage,
)
from scheduling.services.booking import book as book_slot
from scheduling.services.cancelling import cancel_by_us
from scheduling.services.inviting import AlreadyBooked, FactsMissing
from scheduling.services.inviting import invite as open_invitation
from scheduling.services.wishing import answer_wish

REASONS = ("us_ill", "us_busy", "filled", "other")


@acting
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link to choose a time; again when the first invitation has ended."""
    application = the_application(request, pk)
    days = request.POST.get("days", "")
    try:
        open_invitation(
            application,
            by=staff_of(request),
            now=clock.now(),
            days=int(days) if days in {"1", "2", "3", "5", "7"} else None,
        )
    except AlreadyBooked:
        return refused(request, application, _("A time is booked already. You can move it."))
    except FactsMissing as refusal:
        return refused(request, application, refusal_words(refusal.missing))
    except InterviewOver:
        return refused(request, application, _("This application has ended. Open it again first."))
    say_invited(request, application)
    return done(request, application)


@acting
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book a time for them, or move the one they have."""
    application, chosen = the_application(request, pk), request.POST.get("slot", "")
    slot = Slot.objects.visible_to(staff_of(request)).filter(pk=chosen if chosen.isdecimal() else 0).first()
    if slot is None:
        return refused(request, application, _("Please choose a time first."))
    now, by = clock.now(), staff_of(request)
    try:
        with transaction.atomic():  # no invitation goes out for a time that could not be booked
            interview = _open_interview(application, slot, request)
            moved = interview.is_booked
            book_slot(interview, slot, now=now, version=_version(request), by=by)
    except SlotTaken as lost:
        return refused(request, application, _lost_words(lost))
    except FactsMissing as refusal:
        return refused(request, application, refusal_words(refusal.missing))
    except StalePage:
        return refused(
            request, application, _("This changed meanwhile. Please look once more and choose again.")
        )
    except InterviewOver:
        return refused(request, application, _("This has ended meanwhile, so no time can be booked."))
    say_booked(request, application, day_hour_words(slot.starts_at), moved=moved)
    return done(request, application)


def _lost_words(lost: SlotTaken) -> str:
    """What stands in the way of that time."""
    if isinstance(lost, SlotHeld):
        words = _(
            "Somebody is choosing that time just now. It is free again at %(time)s unless they take it."
        )
        return words % {"time": hour_words(lost.until)}
    if isinstance(lost, InterviewerElsewhere):
        return _("The interviewer meets somebody else at that time. Please choose another time or person.")
    if isinstance(lost, SlotNotOffered):
        return _("That time is past, no longer offered, or of another place. Please choose another.")
    return _("That time was just taken. Please choose another.")


def _open_interview(application: Application, slot: Slot, request: HttpRequest) -> Interview:
    """The one to book: the open one, else a new one."""
    standing = current_interview(application)
    if standing is not None and InterviewState(standing.state).is_open:
        return standing
    return open_invitation(application, by=staff_of(request), now=clock.now(), slot=slot)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


@acting
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """We cancel: the candidate is told and it never counts against them."""
    interview, reason = the_interview(request, pk), request.POST.get("reason", "")
    try:
        cancel_by_us(
            interview, by=staff_of(request), now=clock.now(), reason=reason if reason in REASONS else "other"
        )
    except InterviewOver:
        return refused(request, interview.application, _("It has ended already."))
    say_cancelled(request, interview.application)
    return done(request, interview.application)


@acting
def wish_answered(request: HttpRequest, pk: int) -> HttpResponse:
    """What they wished for has had an answer."""
    rows = AvailabilityWish.objects.filter(application__in=Application.objects.visible_to(staff_of(request)))
    wish = get_object_or_404(rows, pk=pk)
    answer_wish(wish, by=staff_of(request), now=clock.now())
    messages.success(request, _("Taken off the list."))
    return done(request, the_application(request, wish.application_id))

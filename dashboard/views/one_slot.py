"""One time of the calendar: change it, withdraw it, offer it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from company import clock
from dashboard.forms_slot_change import SlotChangeForm
from dashboard.scope import acting, staff_of
from dashboard.services.changing_times import Told, change_and_tell
from dashboard.views.access import back
from dashboard.views.slots import calendar_page
from dashboard.words import sentences
from scheduling.models import Slot
from scheduling.services.slot_changes import (
    InterviewerBusy,
    SeatsTaken,
    SlotChanged,
    SlotPast,
)
from scheduling.services.slots import (
    MeetingLinkMissing,
    SlotBooked,
    SlotExists,
    SlotRefused,
    reopen_slot,
    withdraw_slot,
)


def _the_slot(request: HttpRequest, pk: int) -> Slot:
    visible = Slot.objects.visible_to(staff_of(request)).distinct()
    return get_object_or_404(visible.select_related("location", "interviewer"), pk=pk)


@acting
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another interviewer, more seats, another meeting link; whoever sits there keeps their time."""
    slot = _the_slot(request, pk)
    form = SlotChangeForm(request.POST, slot=slot)
    if form.is_valid():
        try:
            told = change_and_tell(slot, form.facts, by=staff_of(request), now=clock.now())
        except (SeatsTaken, InterviewerBusy, SlotExists, MeetingLinkMissing) as refusal:
            form.add_error(*_refused(refusal))
        except SlotPast:
            messages.error(request, _("This time has passed and stays as it was."))
            return back(request, "dashboard:slots")
        except SlotChanged:
            messages.error(request, _("Somebody took or left this time just now. Please look again."))
            return back(request, "dashboard:slots")
        else:
            _say(request, told)
            return back(request, "dashboard:slots")
    return calendar_page(request, change=form, number=str(slot.pk), status=422)


def _refused(refusal: Exception) -> tuple[str, str]:
    """Which field, and why."""
    if isinstance(refusal, SeatsTaken):
        return "seats", _("More people sit here than that. Move somebody first.")
    if isinstance(refusal, MeetingLinkMissing):
        return "online_url", _("Put the link people will open for the interview.")
    if isinstance(refusal, SlotExists):
        return "interviewer", _("They have a time of their own here at this hour.")
    return "interviewer", _("They meet somebody else at this hour. Choose another interviewer.")


def _say(request: HttpRequest, told: Told) -> None:
    if not told.changed.fields:
        messages.info(request, _("Nothing was different, so nothing was changed."))
        return
    said = [_("Changed.")]
    if n := len(told.changed.interviews):
        words = ngettext(
            "The page, the calendar entry and the coming messages of %(n)d person say so already.",
            "The pages, the calendar entries and the coming messages of %(n)d people say so already.",
            n,
        )
        said.append(words % {"n": n})
    messages.success(request, sentences([*said, *_of_the_link(told)]))


def _of_the_link(told: Told) -> list[str]:
    words = []
    if n := told.written:
        words.append(ngettext("%(n)d was written to.", "%(n)d were written to.", n) % {"n": n})
    if n := told.to_call:
        left = ngettext(
            "%(n)d cannot be written to: please call.", "%(n)d cannot be written to: please call.", n
        )
        words.append(left % {"n": n})
    return words


@acting
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a slot no longer; refused once somebody sits in it."""
    slot = _the_slot(request, pk)
    try:
        withdraw_slot(slot, by=staff_of(request), now=clock.now())
    except SlotBooked:
        words = _("Somebody has just taken this time. Move or cancel that interview on their page first.")
        messages.error(request, words)
    else:
        undo = reverse("dashboard:reopen_slot", args=[slot.pk])
        messages.success(request, _("This time is no longer offered."), extra_tags=undo)
    return back(request, "dashboard:slots")


@acting
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a withdrawn slot again."""
    slot = _the_slot(request, pk)
    try:
        reopen_slot(slot, by=staff_of(request), now=clock.now())
    except SlotExists:
        messages.info(request, _("This time is offered already."))
    except SlotRefused:
        messages.error(request, _("This time has passed and cannot be offered again."))
    else:
        messages.success(request, _("This time is offered again."))
    return back(request, "dashboard:slots")

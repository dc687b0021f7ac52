"""Notes for colleagues: changing, taking away and back, pinning."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Note
from candidates.services import noting
from company import clock
from dashboard.forms import LONGEST_TEXT
from dashboard.scope import acting, staff_of
from dashboard.views.answering import done, refused, seen_by


@acting
def change(request: HttpRequest, pk: int) -> HttpResponse:
    note, text = _note(request, pk), request.POST.get("text", "").strip()
    if not text or len(text) > LONGEST_TEXT:
        return refused(request, note.application, _("There is no text yet. Please write a line."))
    try:
        noting.rewrite_note(note, text, by=staff_of(request), now=clock.now())
    except noting.NotYours as error:
        raise PermissionDenied from error
    messages.success(request, _("Saved."))
    return done(request, note.application)


@acting
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    note = _note(request, pk)
    try:
        noting.delete_note(note, by=staff_of(request), now=clock.now())
    except noting.NotYours as error:
        raise PermissionDenied from error
    undo = reverse("dashboard:bring_note_back", args=[note.pk])
    messages.success(request, _("The note is taken away."), extra_tags=undo)
    return done(request, note.application)


@acting
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    note = _note(request, pk)
    try:
        noting.bring_note_back(note, by=staff_of(request), now=clock.now())
    except noting.NotYours as error:
        raise PermissionDenied from error
    except noting.NoteGone:
        return refused(request, note.application, _("A quarter of an hour has passed; it is gone."))
    messages.success(request, _("It is here again."))
    return done(request, note.application)


@acting
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Above the conversation for everybody, or not any more."""
    note, pinned = _note(request, pk), request.POST.get("pinned") == "1"
    noting.pin_note(note, pinned=pinned, by=staff_of(request), now=clock.now())
    messages.success(request, _("Pinned to the top.") if pinned else _("No longer pinned."))
    return done(request, note.application)


def _note(request: HttpRequest, pk: int) -> Note:
    rows = Note.objects.filter(application__in=seen_by(request))
    return get_object_or_404(
        rows.select_related(
            "author",
            "application__candidate",
            "application__job__location",
            "application__job__owner",
            "application__owner",
        ),
        pk=pk,
    )

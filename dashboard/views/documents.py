"""Papers of a person on the desk: taking one, opening a copy, showing it to them, taking it away and back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from candidates.downloads import as_download
from candidates.models import Application, Document
from candidates.policy import DocumentKind
from candidates.policy.files import MOST_BYTES, BadFile, FileFault
from candidates.services import documents
from candidates.services.file_words import fault_words
from company import clock
from dashboard.scope import acting, staff_of
from dashboard.views.answering import done, refused, the_application


@acting
def add(request: HttpRequest, pk: int) -> HttpResponse:
    application, file = the_application(request, pk), request.FILES.get("file")
    said = request.POST.get("kind", "")
    kind = DocumentKind(said) if said in set(DocumentKind) else DocumentKind.OTHER
    try:
        content, name = read_upload(file)
        documents.add_document(
            application, content, name=name, kind=kind, by=staff_of(request), now=clock.now()
        )
    except BadFile as refusal:
        return refused(request, application, fault_words(refusal.fault))
    except documents.TooMany:
        return refused(request, application, _("Ten papers are the most. Take one away first."))
    messages.success(request, _("The paper is with the application. Only colleagues see it."))
    return done(request, application)


def read_upload(file: object) -> tuple[bytes, str]:
    """What came in; a file that is too heavy is not even read. Raises BadFile."""
    if not isinstance(file, UploadedFile) or not file.size:
        raise BadFile(FileFault.EMPTY)
    if file.size > MOST_BYTES:
        raise BadFile(FileFault.TOO_HEAVY)
    return file.read(), file.name or ""


@require_safe
@login_required
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy to keep; who took one stands in the trail."""
    found = get_object_or_404(documents.seen_on_desk(staff_of(request)), pk=pk)
    if request.method == "GET":
        documents.note_opened(found, by=staff_of(request), now=clock.now())
    return as_download(found)


@acting
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the candidate open it from their page, or not any more."""
    found, shown = _found(request, pk), request.POST.get("shown") == "1"
    documents.share(found, shown=shown, by=staff_of(request), now=clock.now())
    words = _("They can open it from their page now.") if shown else _("They do not see it any more.")
    messages.success(request, words)
    return done(request, _about(request, found))


@acting
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    documents.remove(found, by=staff_of(request), now=clock.now())
    undo = reverse("dashboard:bring_document_back", args=[found.pk])
    messages.success(request, _("The paper is taken away."), extra_tags=undo)
    return done(request, _about(request, found))


@acting
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    rows = documents.seen_on_desk(staff_of(request), removed=True)
    found = get_object_or_404(rows.defer("content"), pk=pk)
    try:
        documents.bring_back(found, by=staff_of(request), now=clock.now())
    except documents.Gone:
        return refused(request, _about(request, found), _("A quarter of an hour has passed; it is gone."))
    messages.success(request, _("It is here again."))
    return done(request, _about(request, found))


def _found(request: HttpRequest, pk: int) -> Document:
    rows = documents.seen_on_desk(staff_of(request))
    return get_object_or_404(rows.defer("content"), pk=pk)


def _about(request: HttpRequest, found: Document) -> Application:
    """The page to go back to: the application it came with, or another of theirs this person sees."""
    seen = Application.objects.visible_to(staff_of(request)).filter(candidate=found.candidate_id)
    rows = seen.filter(pk=found.application_id) if found.application_id else seen
    return get_object_or_404(
        rows.select_related("candidate", "job__location", "job__owner", "owner").order_by("-pk")[:1]
    )

"""書類: what they sent us and what we showed them; adding and removing their own. Nobody has to."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from candidates.downloads import as_download
from candidates.models import Document
from candidates.policy import DocumentKind
from candidates.policy.files import MOST_BYTES, BadFile, FileFault
from candidates.services import documents
from candidates.services.file_words import fault_words
from portal.services.limiting import take
from portal.views.linked import Visit, linked, see_other
from portal.views.me import ANSWERS
from portal.views.showing import draw, where_they_stand

FILES = 12  # uploads one link may try in an hour
AN_HOUR = 3600
OPENINGS = 60


@require_http_methods(ANSWERS)
@linked
def papers(request: HttpRequest, visit: Visit) -> HttpResponse:
    if request.method != "POST":
        return _page(request, visit)
    trouble = _add(request, visit)
    if trouble:
        return _page(request, visit, trouble=trouble, status=422)
    return see_other(visit.address("papers") + "?saved=1")


def _add(request: HttpRequest, visit: Visit) -> str:
    """Empty when it is here, else what to do about it."""
    if visit.application.is_over:
        return _("This application has come to its end, so we take no more papers.")
    if not take("paper", str(visit.link.pk), most=FILES, seconds=AN_HOUR):
        return _("That was a lot in a short time. Please try again in an hour.")
    said = request.POST.get("kind", "")
    kind = DocumentKind(said) if said in set(DocumentKind) else DocumentKind.OTHER
    try:
        content, name = _read(request.FILES.get("file"))
        documents.add_document(visit.application, content, name=name, kind=kind, now=visit.now)
    except BadFile as refusal:
        return fault_words(refusal.fault)
    except documents.TooMany:
        return _("Ten papers are the most. Take one away first.")
    return ""


def _read(file: object) -> tuple[bytes, str]:
    """What came in; a file that is too heavy is not even read. Raises BadFile."""
    if not isinstance(file, UploadedFile) or not file.size:
        raise BadFile(FileFault.EMPTY)
    if file.size > MOST_BYTES:
        raise BadFile(FileFault.TOO_HEAVY)
    return file.read(), file.name or ""


def _page(request: HttpRequest, visit: Visit, *, trouble: str = "", status: int = 200) -> HttpResponse:
    gone = request.GET.get("gone", "")
    rows = list(documents.seen_by_candidate(visit.application))
    return draw(
        request,
        visit,
        "papers",
        where_they_stand(visit),
        status=status,
        trouble=trouble,
        theirs=[one for one in rows if one.uploaded_by is None],
        ours=[one for one in rows if one.uploaded_by is not None],
        kinds=Document._meta.get_field("kind").flatchoices,
        is_saved="saved" in request.GET,
        gone=int(gone) if gone.isdecimal() and len(gone) < 18 else 0,
    )


@require_safe
@linked
def paper(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """A copy of their own paper, or of one we showed them."""
    found = documents.seen_by_candidate(visit.application).filter(pk=pk).first()
    if found is None or not take("paper-open", str(visit.link.pk), most=OPENINGS, seconds=AN_HOUR):
        return see_other(visit.address("papers"))
    return as_download(found)


@require_http_methods(ANSWERS)
@linked
def remove(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Their own alone; it can be brought back for a quarter of an hour."""
    if request.method != "POST":
        return see_other(visit.address("papers"))
    found = documents.seen_by_candidate(visit.application).filter(pk=pk, uploaded_by=None).first()
    if found is None:
        return see_other(visit.address("papers"))
    documents.remove(found, by=None, now=visit.now)
    return see_other(visit.address("papers") + f"?gone={found.pk}")


@require_http_methods(ANSWERS)
@linked
def bring_back(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    if request.method == "POST":
        theirs = Document.objects.filter(candidate=visit.application.candidate_id, uploaded_by=None)
        found = theirs.filter(pk=pk).defer("content").first()
        if found is not None:
            try:
                documents.bring_back(found, by=None, now=visit.now)
            except documents.Gone:
                return _page(
                    request, visit, trouble=_("A quarter of an hour has passed; it is gone."), status=409
                )
    return see_other(visit.address("papers"))

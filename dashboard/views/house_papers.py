"""Papers of the house: added once, put beside any message."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from candidates.downloads import as_download
from candidates.models import HousePaper
from candidates.policy.files import BadFile
from candidates.services import house_papers
from candidates.services.documents import Gone, TooMany
from candidates.services.file_words import fault_words
from company import clock
from dashboard.scope import acting, staff_of
from dashboard.views.documents import read_upload


@acting
def add(request: HttpRequest) -> HttpResponse:
    try:
        content, name = read_upload(request.FILES.get("file"))
        paper = house_papers.add(content, name=name, by=staff_of(request), now=clock.now())
    except BadFile as refusal:
        messages.error(request, fault_words(refusal.fault))
    except TooMany:
        words = _("No more than %(n)d fit. Delete one first.") % {"n": house_papers.MOST_KEPT}
        messages.error(request, words)
    else:
        undo = reverse("dashboard:remove_house_paper", args=[paper.pk])
        messages.success(request, _("The paper can be put beside any message now."), extra_tags=undo)
    return _list()


@require_safe
@login_required
def house_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy to keep."""
    return as_download(get_object_or_404(HousePaper, pk=pk, deleted_at=None))


@acting
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(HousePaper.objects.defer("content"), pk=pk)
    house_papers.remove(paper, by=staff_of(request), now=clock.now())
    undo = reverse("dashboard:bring_house_paper_back", args=[paper.pk])
    words = _("The paper is taken away. Whoever has been given it can still open it.")
    messages.success(request, words, extra_tags=undo)
    return _list()


@acting
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    paper = get_object_or_404(HousePaper.objects.defer("content"), pk=pk)
    try:
        house_papers.bring_back(paper, by=staff_of(request), now=clock.now())
    except Gone:
        messages.error(request, _("A quarter of an hour has passed; it is gone."))
    else:
        messages.success(request, _("It is here again."))
    return _list()


def _list() -> HttpResponse:
    return redirect(reverse("dashboard:snippets") + "#house")

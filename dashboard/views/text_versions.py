"""Every version of a text: who changed what and when, two of them side by side, and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.models import Job
from company import clock
from dashboard.permits import may_change_words, must_change_words
from dashboard.queries import wordings
from dashboard.queries.wording_versions import difference, told_versions, words_of
from dashboard.scope import acting, staff_of
from dashboard.views.templates import address_of, trouble_of, which_text
from messaging.models import TemplateVersion
from messaging.policy import ChannelName, Kind
from messaging.services.rewording import (
    NotFit,
    NothingSaid,
    UnknownVariables,
    bring_back,
    versions_of,
)


@login_required
@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    """The list of versions, and how the chosen one (``a``) differs from another (``b``)."""
    which = which_text(request, request.GET)
    rows = list(versions_of(*which.key))
    one = _asked(rows, request.GET.get("a"), 0)
    other = _asked(rows, request.GET.get("b"), rows.index(one) + 1 if one else 0)
    context = {
        "which": which,
        "versions": told_versions(rows),
        "one": one,
        "other": other,
        "apart": difference(words_of(other), words_of(one)) if one else None,
        "may_change": may_change_words(staff_of(request), which.job),
        "back": address_of(which),
    }
    return render(request, "dashboard/templates/versions.html", context)


def _asked(rows: list[TemplateVersion], number: str | None, otherwise: int) -> TemplateVersion | None:
    """The version asked for by its number, else the one at that place; None where there is none."""
    found = next((row for row in rows if str(row.version) == number), None)
    return found or (rows[otherwise] if 0 <= otherwise < len(rows) else None)


@login_required
@require_GET
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """The words one message was sent with: from its details straight to that version."""
    row = _visible(request, pk)
    which = _which(row)
    query = QueryDict(address_of(which).partition("?")[2], mutable=True)
    query["a"] = str(row.version)
    return redirect(f"{reverse('dashboard:text_versions')}?{query.urlencode()}")


@acting
def bring_back_text(request: HttpRequest, pk: int) -> HttpResponse:
    """What it said then holds again, as a version of its own."""
    row = _visible(request, pk)
    must_change_words(request, row.job)
    which = _which(row)
    before = wordings.newest_version(which)
    try:
        bring_back(row, by=staff_of(request), now=clock.now())
    except (NothingSaid, UnknownVariables, NotFit) as refused:
        messages.error(request, trouble_of(refused))
    else:
        back = reverse("dashboard:bring_back_text", args=[before.pk]) if before and before != row else ""
        messages.success(request, _("What it said then holds again."), extra_tags=back)
    return redirect(address_of(which))


def _visible(request: HttpRequest, pk: int) -> TemplateVersion:
    row = get_object_or_404(TemplateVersion.objects.select_related("job__location"), pk=pk)
    if row.job_id is not None:
        get_object_or_404(Job.objects.visible_to(staff_of(request)), pk=row.job_id)
    return row


def _which(row: TemplateVersion) -> wordings.Which:
    return wordings.Which(Kind(row.kind), ChannelName(row.channel), row.language, row.job)

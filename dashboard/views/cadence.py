"""送る順番: when what is said, looked at on a sample interview before it is kept. Owners only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from company import clock
from dashboard.forms_cadence import HOURS, LEADS, Draft, draft_from, new_choices
from dashboard.permits import must_change_words
from dashboard.queries.cadences import groups, outlook, version_rows
from dashboard.scope import staff_of
from dashboard.words_cadence import effect_words
from reminders.models import CadenceVersion
from reminders.services import cadence as service
from reminders.services.trying_cadence import TO_KEEP, effect_of


@login_required
def cadence(request: HttpRequest) -> HttpResponse:
    """Every step, and what a change would do; a POST keeps it, adds a step or only looks (without script)."""
    must_change_words(request, None)
    draft = draft_from(request.POST if request.method == "POST" else None, seen=service.newest_number())
    if request.method != "POST":
        return _page(request, draft)
    if request.POST.get("add"):
        typed = request.POST.copy()
        typed.appendlist("of", request.POST["add"])
        return _page(request, draft_from(typed, seen=draft.seen))
    if not draft.is_valid:
        return _page(request, draft, status=422)
    return _page(request, draft) if "look" in request.POST else _keep(request, draft)


def _keep(request: HttpRequest, draft: Draft) -> HttpResponse:
    now, before = clock.now(), service.newest_number()
    effect = effect_of(draft.cadence, now=now, most=TO_KEEP)
    try:
        kept = service.keep_cadence(draft.rows, by=staff_of(request), now=now, seen=draft.seen)
    except service.CadenceChanged as changed:
        draft.seen = changed.version.number
        return _page(request, draft, theirs=changed.version, status=409)
    if not kept:
        messages.success(request, _("Nothing was different, so nothing changes."))
        return redirect("dashboard:cadence")
    words = _("Saved.") + " " + effect_words(effect) + " " + _replanned_words(kept.replanned)
    messages.success(request, words, extra_tags=_way_back(before))
    return redirect("dashboard:cadence")


def _replanned_words(count: int) -> str:
    words = ngettext(
        "%(count)d running application is planned again by this.",
        "%(count)d running applications are planned again by this.",
        count,
    )
    return words % {"count": count}


def _way_back(number: int) -> str:
    """To the version that held before; the first change keeps the cadence as it came as number 1."""
    version = CadenceVersion.objects.filter(number=number or 1).first()
    return reverse("dashboard:bring_back_cadence", args=[version.pk]) if version else ""


def _page(
    request: HttpRequest, draft: Draft, *, theirs: CadenceVersion | None = None, status: int = 200
) -> HttpResponse:
    context = _outlook(draft) | {"groups": groups(draft), "new_choices": new_choices(), "theirs": theirs}
    return render(request, "dashboard/cadence/cadence.html", context, status=status)


def _outlook(draft: Draft) -> dict[str, object]:
    """What the draft would do, as far as it can be read."""
    can_be_read = draft.is_valid or not any(form.is_bound for form in draft.forms)
    seen = outlook(draft, now=clock.now()) if can_be_read else None
    return {"draft": draft, "outlook": seen, "leads": LEADS, "hours": HOURS}


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is typed so far, on the sample interview; stores nothing."""
    must_change_words(request, None)
    draft = draft_from(request.POST, seen=0)
    return render(request, "dashboard/cadence/_outlook.html", _outlook(draft))


@login_required
@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    must_change_words(request, None)
    return render(request, "dashboard/cadence/versions.html", {"versions": version_rows()})


@login_required
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The cadence as it stood then holds again, as a version of its own."""
    must_change_words(request, None)
    before, version = service.newest_number(), get_object_or_404(CadenceVersion, pk=pk)
    kept = service.bring_back(version, by=staff_of(request), now=clock.now())
    if kept:
        words = _("As it was then, it is again.") + " " + _replanned_words(kept.replanned)
        messages.success(request, words, extra_tags=_way_back(before))
    else:
        messages.success(request, _("Nothing was different, so nothing changes."))
    return redirect("dashboard:cadence")

"""Deciding about many people at once: what would come of it, first; then it is written down and done."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from candidates.models import Application
from company import clock
from company.services.profile import the_company
from dashboard.composing import saved_texts
from dashboard.forms_picking import FORMS, KINDS, ManyForm
from dashboard.queries.exporting import COLUMNS, may_export
from dashboard.queries.picked import outlook, picked_count, picked_ids
from dashboard.scope import acting, scope_of, staff_of
from dashboard.services import bulk
from dashboard.texts import Ready, ready_texts
from messaging.knowing import braced
from messaging.rendering import variables_in

LOOK, GO = "look", "go"
FILLED = ("name", "job", "location", "company", "sender", "link")
"""Variables a message to many may hold."""


@acting
def act(request: HttpRequest) -> HttpResponse:
    """From the list: show what would be done with whom. ``step`` go: do it."""
    now, wanted = clock.now(), request.POST.get("do", "")
    if wanted == "export" and may_export(staff_of(request), the_company()):
        return _export(request, now)
    ids = picked_ids(scope_of(request), request.POST, request.POST.getlist("pick"), now, most=bulk.MOST)
    if len(ids) > bulk.MOST:
        words = _("At most %(n)d people at once. Narrow the list first.") % {"n": bulk.MOST}
        return _back(request, words)
    if not ids:
        return _back(request, _("Nobody is chosen. Tick somebody first."))
    if wanted not in FORMS:
        return _back(request, _("Please press one of the buttons."))
    step = request.POST.get("step", "")
    form = FORMS[wanted](request.POST if step else None, people=len(ids), by=staff_of(request))
    if step == GO and form.is_valid() and _are_the_same(request, form, ids):
        done = bulk.ask(KINDS[wanted], ids, form.choices(), by=staff_of(request), now=now)
        return redirect("dashboard:bulk_act", done.pk)
    return _shown(request, wanted, form, ids, step, now)


def _export(request: HttpRequest, now: datetime) -> HttpResponse:
    """Which columns; of everybody there may be more than one act may be about."""
    scope, picks = scope_of(request), request.POST.getlist("pick")
    people = picked_count(scope, request.POST, picks, now)
    if not people:
        return _back(request, _("Nobody is chosen. Tick somebody first."))
    ids = [] if request.POST.get("all") else picked_ids(scope, request.POST, picks, now, most=len(picks))
    context = _common(request, ids) | {"columns": COLUMNS, "people": people}
    return render(request, "dashboard/candidates/export.html", context)


def _shown(
    request: HttpRequest, wanted: str, form: ManyForm, ids: list[int], step: str, now: datetime
) -> HttpResponse:
    """The page with its preview; what was typed stays."""
    if step:
        form.is_valid()
        choices = form.choices()
    else:
        choices = {name: one.initial for name, one in form.fields.items() if name != "typed"}
    if step == LOOK:
        form.errors.clear()
    context = _common(request, ids) | {
        "do": wanted,
        "form": form,
        "outlook": outlook(ids, KINDS[wanted], choices, staff_of(request), now),
        "ready": _ready(ids[0]) if wanted == "write" else [],
        "names": " ".join(braced(name, get_language() or "ja") for name in FILLED),
    }
    return render(request, "dashboard/candidates/act.html", context, status=422 if step == GO else 200)


def _are_the_same(request: HttpRequest, form: ManyForm, ids: list[int]) -> bool:
    """Whoever confirmed a number means that many people, not those who have come since."""
    if request.POST.get("expected") == str(len(ids)):
        return True
    words = _("Meanwhile they are %(n)d people. Please look once more.") % {"n": len(ids)}
    form.add_error(None, words)
    return False


def _common(request: HttpRequest, ids: list[int]) -> dict[str, object]:
    is_all = bool(request.POST.get("all"))
    return {
        "people": len(ids),
        "picks": [] if is_all else ids,
        "is_all": is_all,
        "query": request.POST.get("query", ""),
    }


def _ready(pk: int) -> list[Ready]:
    """What is said to many: saved texts that name nothing of one person's interview, and two of ours."""
    first = Application.objects.select_related("candidate", "job__location").get(pk=pk)
    ours = [one for one in ready_texts(first, None) if one.code in {"missed_call", "another_day"}]
    saved = saved_texts(first.candidate.language)
    return [one for one in saved if variables_in(one.text) <= set(FILLED)] + ours


def _back(request: HttpRequest, words: str) -> HttpResponse:
    messages.error(request, words)
    query = request.POST.get("query", "")
    return redirect(reverse("dashboard:applications") + (f"?{query}" if query else ""))

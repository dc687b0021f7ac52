"""Records that may be one person: proposed, looked at, made one, taken back."""

from typing import Any  # template contexts hold anything

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Application, Candidate, Merge, NotTheSame
from candidates.services.merging import (
    PARTS,
    CannotMerge,
    CannotUndo,
    merge,
    say_different,
    say_perhaps,
    undo_merge,
)
from company import clock
from dashboard import words_merging
from dashboard.permits import must_act
from dashboard.queries import merging as queries
from dashboard.scope import acting, staff_of
from dashboard.views.answering import the_application


@login_required
def merging(request: HttpRequest) -> HttpResponse:
    """Everybody who seems to be on record twice, and what was made one lately."""
    must_act(request)
    staff, now = staff_of(request), clock.now()
    context = {
        "rows": [_words(one) for one in queries.proposals(staff)],
        "merges": queries.last_merges(staff, now),
        "apart": queries.told_apart(staff),
        "now": now,
    }
    return render(request, "dashboard/merging/list.html", context)


def _words(proposal: queries.Proposal) -> dict[str, Any]:
    word, tone = words_merging.surety(proposal.likeness)
    return {
        "kept": proposal.kept,
        "gone": proposal.gone,
        "clues": words_merging.clues(proposal.likeness),
        "differing": words_merging.differing(proposal.likeness),
        "surety": word,
        "tone": tone,
    }


@login_required
def same_person(request: HttpRequest, pk: int) -> HttpResponse:
    """「この方と同じ方です」: who it may be, found by what is alike or by a search."""
    must_act(request)
    application = the_application(request, pk)
    query, staff = request.GET.get("who", "").strip(), staff_of(request)
    context = {
        "application": application,
        "candidate": application.candidate,
        "q": query,
        "rows": [_words(one) for one in queries.twins(application.candidate, staff)],
        "found": queries.found(query, application.candidate, staff) if query else [],
    }
    return render(request, "dashboard/merging/same_person.html", context)


def _two(request: HttpRequest, one: int, other: int) -> tuple[Candidate, Candidate]:
    """Both, if this person sees both; otherwise they do not exist for them."""
    people = Candidate.objects.filter(erased_at=None).in_bulk([one, other])
    if (
        one == other
        or set(people) != queries.visible_people(staff_of(request), [one, other])
        or len(people) < 2
    ):
        raise Http404
    return people[one], people[other]


@login_required
def merge_preview(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """What stays from which, what comes together, before anything is done."""
    must_act(request)
    kept, gone = _two(request, one, other)
    staff = staff_of(request)
    rows = queries.applications_of([kept, gone], staff)
    context = {
        "kept": kept,
        "gone": gone,
        "choices": [(row, words_merging.part(row.part)) for row in queries.choices(kept, gone)],
        "applications": rows,
        "open_count": sum(not row.is_over for row in rows),
        "papers": sum(one.documents.count() for one in (kept, gone)),
        "both_on_line": bool(kept.line_id and gone.line_id),
        "why": _why(kept, gone),
    }
    return render(request, "dashboard/merging/preview.html", context)


def _why(kept: Candidate, gone: Candidate) -> list[str]:
    found = queries.likeness_of(kept, gone)
    return words_merging.clues(found) if found else []


@acting
def merge_people(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """One record from now on; the toast takes it back."""
    kept, gone = _two(request, one, other)
    take = [part for part in PARTS if request.POST.get(part) == "gone"]
    try:
        merged = merge(kept, gone, take=take, by=staff_of(request), now=clock.now())
    except CannotMerge:
        messages.error(
            request, _("These two cannot be made one: it was done already, or they were told apart.")
        )
        return redirect("dashboard:merging")
    undo_url = reverse("dashboard:undo_merge", args=[merged.pk])
    messages.success(request, _("%(name)s is one record now.") % {"name": kept}, extra_tags=undo_url)
    return _to_newest(request, [kept])


def _to_newest(request: HttpRequest, people: list[Candidate]) -> HttpResponse:
    """To the page of their newest application this person sees."""
    rows = queries.applications_of(people, staff_of(request))
    return redirect("dashboard:application", rows[0].pk) if rows else redirect("dashboard:merging")


@acting
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Two records again."""
    merged = get_object_or_404(Merge.objects.select_related("kept"), pk=pk)
    seen = Application.objects.visible_to(staff_of(request))
    theirs = seen.filter(candidate=merged.kept_id).exists() or staff_of(request).sees_everything
    if not theirs or not (not merged.moved or seen.filter(pk__in=merged.moved).exists()):
        raise Http404
    try:
        lost = undo_merge(merged, by=staff_of(request), now=clock.now())
    except CannotUndo:
        messages.error(
            request,
            _("It cannot be taken back: one of them was erased, or a later merging stands on it."),
        )
    else:
        messages.success(request, _("Two records again, each with its own applications."))
        if lost:
            messages.warning(
                request, _("A LINE account has been connected elsewhere meanwhile, so it stays there.")
            )
    return redirect("dashboard:merging")


@acting
def two_people(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """They are two: no longer proposed."""
    first, second = _two(request, one, other)
    say_different(first, second, by=staff_of(request), now=clock.now())
    way_back = reverse("dashboard:perhaps_one", args=[one, other])
    messages.success(request, _("Two people. They are not proposed again."), extra_tags=way_back)
    return redirect("dashboard:merging")


@acting
def perhaps_one(request: HttpRequest, one: int, other: int) -> HttpResponse:
    _two(request, one, other)
    said = NotTheSame.objects.filter(first=min(one, other), second=max(one, other)).first()
    if said is not None:
        say_perhaps(said, by=staff_of(request), now=clock.now())
    messages.success(request, _("Taken back. They may be proposed again."))
    return redirect("dashboard:merging")

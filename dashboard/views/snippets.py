"""よく使う文と書類: texts and papers of the house that everybody who writes can choose from."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from candidates.policy import clean_line
from candidates.services.house_papers import house_papers
from company import clock
from dashboard.composing import unfilled, values_of
from dashboard.forms import ComposerForm
from dashboard.forms_snippets import SnippetForm
from dashboard.permits import must_act
from dashboard.queries.person import current_interview
from dashboard.scope import acting, staff_of
from dashboard.views.answering import the_application
from dashboard.views.desk import htmx_target
from dashboard.views.showing import composer_context, page_context
from messaging.knowing import braced
from messaging.models import Snippet
from messaging.rendering import VARIABLES, for_editing
from messaging.services import snippets as saved
from messaging.services.writing import UnknownVariables

NAME_FROM_TEXT = 20  # letters


@login_required
def snippets(request: HttpRequest) -> HttpResponse:
    """What there is."""
    rows = Snippet.objects.filter(deleted_at=None).select_related("changed_by")
    context = {"rows": rows, "papers": house_papers(), "may_act": staff_of(request).may_act}
    return render(request, "dashboard/snippets/list.html", context)


@login_required
def add_snippet(request: HttpRequest) -> HttpResponse:
    must_act(request)
    return _form(request, Snippet(language=get_language() or "ja"))


@login_required
def snippet(request: HttpRequest, pk: int) -> HttpResponse:
    must_act(request)
    found = get_object_or_404(Snippet, pk=pk, deleted_at=None)
    found.body, found.subject = (for_editing(part, found.language) for part in (found.body, found.subject))
    return _form(request, found)


def _form(request: HttpRequest, found: Snippet) -> HttpResponse:
    form, is_new = SnippetForm(request.POST or None, snippet=found), found.pk is None
    if request.method == "POST" and form.is_valid():
        trouble = _save(request, found, form.cleaned_data)
        if not trouble:
            messages.success(
                request, _("Saved. Colleagues can choose it too."), extra_tags=_way_back(found, is_new)
            )
            return redirect("dashboard:snippets")
        form.add_error(None, trouble)
    language = form.data.get("language") or found.language
    context = {
        "form": form,
        "snippet": found,
        "items": [braced(name, language) for name in VARIABLES if name in saved.FILLED],
    }
    return render(request, "dashboard/snippets/form.html", context, status=422 if form.errors else 200)


def _way_back(found: Snippet, is_new: bool) -> str:
    if is_new:
        return reverse("dashboard:remove_snippet", args=[found.pk])
    return reverse("dashboard:undo_snippet", args=[found.pk]) + f"?seen={found.version}"


def _number(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdigit() else None


def _save(request: HttpRequest, found: Snippet, said: dict[str, str]) -> str:
    """Empty when it worked, else what to do about it."""
    try:
        seen = _number(request.POST.get("seen"))
        saved.save(found, **said, by=staff_of(request), now=clock.now(), seen=seen)
    except UnknownVariables as unknown:
        names = _(", ").join(f"{{{name}}}" for name in unknown.names)
        return _("%(names)s is not known. Choose from the items below the text.") % {"names": names}
    except saved.NotFit as bad:
        return " ".join(f"{one.head}{_(': ')}{one.text}" for one in bad.remarks)
    except saved.ChangedMeanwhile:
        words = _("A colleague has changed it meanwhile to: “%(text)s” Saved again, yours takes its place.")
        return words % {"text": found.body}
    except saved.NameTaken:
        return _("There is a text of this name already. Choose another name.")
    except saved.TooMany:
        return _("No more than %(n)d fit. Delete one first.") % {"n": saved.MOST}
    return ""


@acting
def keep_snippet(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the composer, kept as it stands; the composer keeps it too."""
    application, form, now = the_application(request, pk), ComposerForm(request.POST), clock.now()
    values = values_of(application, current_interview(application), staff_of(request))
    typed = request.POST.get("body", "").replace("\r\n", "\n").strip()
    body, found = unfilled(typed, values, application.candidate.language), Snippet()
    said = {
        "name": clean_line(body)[:NAME_FROM_TEXT],
        "language": application.candidate.language,
        "subject": clean_line(request.POST.get("subject", ""))[:120],
        "body": body[:2000],
    }
    trouble = _save(request, found, said) if body else _("There is no text yet. Please write a line.")
    if trouble:
        messages.error(request, trouble)
    else:
        undo = reverse("dashboard:remove_snippet", args=[found.pk])
        words = _("Kept as “%(name)s” for everybody.") % {"name": found.name}
        messages.success(request, words, extra_tags=undo)
    if htmx_target(request) or request.headers.get("HX-Request"):
        context = composer_context(request, application, now, form) | {"application": application}
        return render(request, "dashboard/candidate/_texts_live.html", context)
    return render(
        request, "dashboard/candidate/page.html", page_context(request, application, now, composer=form)
    )


@acting
def remove_snippet(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Snippet, pk=pk)
    saved.remove(found, by=staff_of(request), now=clock.now())
    undo = reverse("dashboard:bring_snippet_back", args=[found.pk])
    messages.success(request, _("“%(name)s” is gone.") % {"name": found.name}, extra_tags=undo)
    return redirect("dashboard:snippets")


@acting
def bring_snippet_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Snippet, pk=pk)
    try:
        saved.bring_back(found, by=staff_of(request), now=clock.now())
    except saved.NoWayBack:
        messages.error(request, _("A quarter of an hour has passed; it is gone."))
    except saved.NameTaken:
        messages.error(request, _("There is a text of this name already. Choose another name."))
    else:
        messages.success(request, _("It is as it was before."))
    return redirect("dashboard:snippets")


@acting
def undo_snippet(request: HttpRequest, pk: int) -> HttpResponse:
    """It says what it said before the change that the toast told of."""
    found = get_object_or_404(Snippet, pk=pk, deleted_at=None)
    seen = _number(request.GET.get("seen")) or 0
    try:
        saved.take_back_change(found, seen=seen, by=staff_of(request), now=clock.now())
    except saved.NoWayBack:
        messages.error(request, _("A quarter of an hour has passed; it stays as it is."))
    except saved.ChangedMeanwhile:
        messages.error(request, _("It has been changed once more since, so it stays as it is."))
    except saved.NameTaken:
        messages.error(request, _("There is a text of this name already. Choose another name."))
    else:
        messages.success(request, _("It is as it was before."))
    return redirect("dashboard:snippets")

"""読みもの・動画: the list with its clicks, one entry's words, its place, in use or not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from candidates.models import Content
from candidates.services.library import keep_content, move_up, switch
from company import clock
from dashboard.forms_contents import ContentForm
from dashboard.permits import must_act, must_change_words
from dashboard.queries.contents import content_rows, contents_of
from dashboard.scope import Scope, acting, scope_of, staff_of


@login_required
def contents(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/contents/list.html", {"rows": content_rows(scope_of(request))})


@login_required
def add_content(request: HttpRequest) -> HttpResponse:
    must_act(request)
    return _form(request, Content())


@login_required
def content(request: HttpRequest, pk: int) -> HttpResponse:
    must_act(request)
    return _form(request, _changeable(request, pk))


def _changeable(request: HttpRequest, pk: int) -> Content:
    """The store chosen in the top bar narrows lists, not pages."""
    found = get_object_or_404(contents_of(Scope(staff_of(request))).select_related("job"), pk=pk)
    must_change_words(request, found.job)
    return found


def _form(request: HttpRequest, content: Content) -> HttpResponse:
    form = ContentForm(request.POST or None, instance=content, scope=Scope(staff_of(request)))
    if request.method == "POST" and form.is_valid():
        keep_content(form.save(commit=False), by=staff_of(request), now=clock.now())
        messages.success(request, _("Saved."))
        return redirect("dashboard:contents")
    context = {"form": form, "content": Content.objects.filter(pk=content.pk).first()}
    return render(request, "dashboard/contents/form.html", context, status=422 if form.errors else 200)


@acting
def move_content(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up."""
    found = _changeable(request, pk)
    row = next((row for row in content_rows(scope_of(request)) if row.content.pk == found.pk), None)
    if row is not None and row.above is not None:
        move_up(found, above=row.above, by=staff_of(request), now=clock.now())
    return redirect("dashboard:contents")


@acting
def switch_content(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it, or put it away with ``on=0``."""
    is_active = request.POST.get("on") != "0"
    switch(_changeable(request, pk), is_active=is_active, by=staff_of(request), now=clock.now())
    return redirect("dashboard:contents")

"""求人: the list, one job's words, putting it up and taking it down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Application, Job
from candidates.services.job_pictures import MOST
from candidates.services.posting import (
    PostingIncomplete,
    fact_words,
    keep_job,
    missing_in,
    publish,
    take_down,
)
from company import clock
from dashboard.forms_jobs import JobForm
from dashboard.permits import must_act
from dashboard.queries.jobs import job_rows
from dashboard.scope import acting, scope_of, staff_of
from dashboard.words_facts import published_words
from scheduling.services.telling import missing_for


@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    rows = job_rows(scope_of(request), now=clock.now())
    base = request.build_absolute_uri("/").rstrip("/")
    context = {
        "rows": rows,
        "base": base,
        "published": sum(row.job.is_published for row in rows),
        "places": list(scope_of(request).locations()),
    }
    return render(request, "dashboard/jobs/list.html", context)


@login_required
def add_job(request: HttpRequest) -> HttpResponse:
    must_act(request)
    scope = scope_of(request)
    owner = scope.staff.pk
    return _form(request, Job(is_published=False), {"owner": owner, "location": scope.locations().first()})


@login_required
def job(request: HttpRequest, pk: int) -> HttpResponse:
    must_act(request)
    found = Job.objects.visible_to(staff_of(request)).select_related("location")
    return _form(request, get_object_or_404(found, pk=pk))


def _form(request: HttpRequest, job: Job, initial: dict[str, object] | None = None) -> HttpResponse:
    """Whatever was typed is stored first; putting it up comes after, and may be refused."""
    form = JobForm(request.POST or None, instance=job, scope=scope_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        is_new = job.pk is None
        kept = keep_job(form.save(commit=False), by=staff_of(request), now=clock.now())
        if request.POST.get("action") == "publish":
            return _publish(request, kept)
        messages.success(request, _("The job is made.") if is_new else _("Saved."))
        return redirect("dashboard:job", kept.pk) if not kept.is_published else redirect("dashboard:jobs")
    return job_page(request, job, form, status=422 if form.errors else 200)


def job_page(
    request: HttpRequest, job: Job, form: JobForm, *, caption: str = "", status: int = 200
) -> HttpResponse:
    """``caption`` is what was typed for a picture that was refused."""
    stored = Job.objects.select_related("location").filter(pk=job.pk).first()
    context = {
        "form": form,
        "job": stored,
        "page_url": _page_url(request, stored) if stored else "",
        "missing": [(name, fact_words(name)) for name in missing_in(stored)] if stored else [],
        "pictures": list(stored.pictures.select_related("picture")) if stored else [],
        "most_pictures": MOST,
        "caption": caption,
    }
    return render(request, "dashboard/jobs/form.html", context, status=status)


def _page_url(request: HttpRequest, job: Job) -> str:
    return request.build_absolute_uri(reverse("portal:job", args=[job.slug]))


@acting
def publish_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it up, or take it down with ``up=0``."""
    rows = Job.objects.visible_to(staff_of(request)).select_related("location")
    found = get_object_or_404(rows, pk=pk)
    if request.POST.get("up") != "0":
        return _publish(request, found)
    take_down(found, by=staff_of(request), now=clock.now())
    words = _("“%(job)s” takes no new applications. Everyone who applied goes on as before.")
    messages.success(request, words % {"job": found.title})
    return redirect("dashboard:jobs")


def _publish(request: HttpRequest, job: Job) -> HttpResponse:
    """Refused, the job's own page says what is missing and leads to each field."""
    try:
        publish(job, by=staff_of(request), now=clock.now())
    except PostingIncomplete as refusal:
        words = _("“%(job)s” is saved, and not shown yet: some of what the law asks for is missing.")
        messages.error(request, words % {"job": job.title})
        return redirect(reverse("dashboard:job", args=[job.pk]) + f"#id_{refusal.missing[0]}")
    missing = missing_for(Application(job=job), now=clock.now())
    say = messages.warning if missing else messages.success
    say(request, published_words(job, missing))
    return redirect("dashboard:jobs")
